"""Grading of multiple choice."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.grading import grade
from bot.domain.answers.showing import Showing
from bot.domain.answers.verdict import BadAnswer, Verdict
from tests.domain.answers import cards

# Shown as A "Shadow deployment", B "Canary deployment" (the key), C "A/B test", D "Blue-green switch".
ORDER = (1, 0, 3, 2)
SHOWN = ("Shadow deployment", "Canary deployment", "A/B test", "Blue-green switch")


def answer(text: str, *options: str) -> Verdict:
    """Grade an answer to the four options, or to other ones in their own order."""
    card = cards.choice(*options) if options else cards.choice()
    order = tuple(range(len(options))) if options else ORDER
    return grade(card, Showing(card.id, 0, "", order=order), text)


@pytest.mark.parametrize("text", ["b", "B", " b ", "b)", "(B)", "B.", "2", "2)", "option b", "answer b"])
def test_letter_or_number_names_an_option(text: str) -> None:
    """A letter or number, with or without brackets, names what stands there."""
    assert answer(text).correct is True


@pytest.mark.parametrize(
    "text",
    ["canary deployment", "Canary-Deployment", "canary", "the canary deployment", "canari deploymnet", "b) canary"],
)
def test_text_names_an_option(text: str) -> None:
    """The option's words name it, in part, misspelt, or behind its letter."""
    verdict = answer(text)
    assert verdict.correct is True
    assert verdict.given == "Canary deployment"


def test_wrong_option_is_refuted() -> None:
    """A wrong option is answered by its own refutation and its misconception is named."""
    verdict = answer("a")
    assert (verdict.correct, verdict.given, verdict.expected) == (False, "Shadow deployment", "Canary deployment")
    assert (verdict.says, verdict.mistake) == ("No: Shadow deployment.", "thinks-1")


@pytest.mark.parametrize("text", ["", "  ", "?", "I don't know", "idk"])
def test_nothing_means_dont_know(text: str) -> None:
    """An empty answer is wrong without a word of blame."""
    verdict = answer(text)
    assert (verdict.correct, verdict.given, verdict.says, verdict.mistake) == (False, "", "", "")


@pytest.mark.parametrize(
    "text", ["e", "0", "5", "a b", "a or b", "deployment", "rolling", "b) shadow", "¿", "🦆", "aa"]
)
def test_unclear_answers_do_not_count(text: str) -> None:
    """What names no option, or two, is sent back with what is expected."""
    with pytest.raises(BadAnswer, match="from A to D"):
        answer(text)


def test_numbers_and_negations_are_not_guessed() -> None:
    """Options that differ by a number or a "not" are told apart, however alike they look."""
    assert answer("at least 0.3 of it", "At least 0.2 of it", "At least 0.3 of it").given == "At least 0.3 of it"
    assert answer("not random", "Random split", "A split that is not random").given == "A split that is not random"
    long = "It keeps at least {} of all the traffic on the old model"
    typed = "it keeps at least 0.3 all the traffic on the old model"
    assert answer(typed, long.format(0.2), long.format(0.3)).given == long.format(0.3)
    with pytest.raises(BadAnswer):
        answer("at least 0.4 of it", "At least 0.2 of it", "At least 0.3 of it")


def test_long_options_bear_a_typo() -> None:
    """A long option is recognised with a letter or two wrong."""
    long = "It compares both models on the same live traffic without showing the answers"
    verdict = answer("it compares both modles on the same live trafic without showing answers", "Something else", long)
    assert verdict.given == long


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_any_text_is_judged_or_sent_back(text: str) -> None:
    """No text breaks grading."""
    with contextlib.suppress(BadAnswer):
        assert answer(text).given in (*SHOWN, "")
