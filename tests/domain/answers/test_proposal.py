"""The grade that a card's back proposes."""

import pytest

from bot.domain.answers.proposal import proposed
from bot.domain.answers.verdict import Verdict
from bot.domain.card import Aloud, Flip, Tier
from bot.domain.memory import Grade
from bot.domain.steps import Step


def flip(*elements: str) -> Flip:
    """A flip card, said aloud when it has elements."""
    return Flip(
        id="one",
        deck="deck",
        step=Step.SERVING,
        tags=frozenset(),
        tier=Tier.CORE,
        note="one",
        lesson=None,
        front=("Why?",),
        explanation="Because.",
        sources=(),
        answer="So.",
        aloud=Aloud(30, elements) if elements else None,
    )


def verdict(*, correct: bool | None) -> Verdict:
    """A verdict with nothing else in it."""
    return Verdict(correct=correct, expected="So.", given="")


@pytest.mark.parametrize(("correct", "grade"), [(True, Grade.GOOD), (False, Grade.AGAIN)])
def test_a_judged_answer_proposes_its_verdict(correct: bool, grade: Grade) -> None:  # a parameter
    """Right is Good, wrong is Again."""
    assert proposed(flip(), verdict(correct=correct), (), buttons=2) is grade


def test_what_the_learner_judges_is_good_until_they_say_otherwise() -> None:
    """A flip card proposes Good."""
    assert proposed(flip(), verdict(correct=None), (), buttons=2) is Grade.GOOD


@pytest.mark.parametrize(
    ("ticked", "buttons", "grade"),
    [
        ((0, 1, 2, 3), 2, Grade.GOOD),
        ((0, 1, 2), 2, Grade.GOOD),
        ((0, 1), 2, Grade.AGAIN),
        ((0, 1), 4, Grade.HARD),
        ((0,), 4, Grade.AGAIN),
        ((), 4, Grade.AGAIN),
    ],
)
def test_a_phrase_counts_by_what_was_said(ticked: tuple[int, ...], buttons: int, grade: Grade) -> None:
    """Three quarters are Good, half is Hard where Hard has a button, less is Again."""
    assert proposed(flip("a", "b", "c", "d"), verdict(correct=None), ticked, buttons) is grade
