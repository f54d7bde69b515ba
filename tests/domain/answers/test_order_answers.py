"""Grading of cards to be put in order."""

from itertools import permutations

import pytest

from bot.domain.answers.grading import grade
from bot.domain.answers.showing import Showing
from bot.domain.answers.verdict import BadAnswer, Verdict
from tests.domain.answers import cards

# Shown as A "join", B "log", C "serve", D "train"; right is B A D C.
SHOWING = Showing("a-card", 0, "", order=(1, 0, 3, 2))


def answer(text: str) -> Verdict:
    """Grade an order of the four items."""
    return grade(cards.order("log", "join", "train", "serve"), SHOWING, text)


@pytest.mark.parametrize(
    "text", ["b a d c", "badc", "BADC", "2 1 4 3", "2143", "b, a, d, c", "b>a>d>c", "B → A → D → C", "b) a) d) c)"]
)
def test_every_way_of_writing_an_order(text: str) -> None:
    """Letters or numbers, together or apart, are read as an order."""
    verdict = answer(text)
    assert (verdict.correct, verdict.given, verdict.expected) == (True, "B A D C", "B A D C")


@pytest.mark.parametrize(
    "text", ["bad", "b a d d", "b a d e", "b a d c a", "1 2 3", "ba 43", "b a and d c", ",,,", "🦆", "9999"]
)
def test_each_letter_exactly_once(text: str) -> None:
    """A letter that is missing, doubled or unknown sends the answer back."""
    with pytest.raises(BadAnswer, match="once"):
        answer(text)


def test_says_what_is_missing() -> None:
    """The message names the letter at fault."""
    with pytest.raises(BadAnswer, match="C is missing"):
        answer("bad")


def test_wrong_order_names_the_first_wrong_place() -> None:
    """A wrong order is told where it first goes wrong and how many pairs are right."""
    verdict = answer("b d a c")
    assert verdict.correct is False
    assert "Place 2" in verdict.says
    assert "“join”" in verdict.says
    assert "5 of 6 pairs" in verdict.says


def test_only_one_order_is_right() -> None:
    """Of all orders exactly one is right, and the reversed one has no pair right."""
    verdicts = {"".join(letters): answer("".join(letters)) for letters in permutations("abcd")}
    assert [text for text, verdict in verdicts.items() if verdict.correct] == ["badc"]
    assert "0 of 6 pairs" in verdicts["cdab"].says


def test_nothing_means_dont_know() -> None:
    """An empty answer is wrong without a word of blame."""
    assert (answer("").correct, answer("").says) == (False, "")
