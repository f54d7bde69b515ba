"""Hostile answers: long, odd or full of metacharacters. None of them breaks grading or makes it slow."""

import time

import pytest

from bot.domain.answers.grading import grade
from bot.domain.answers.showing import show
from bot.domain.answers.verdict import LONGEST_ECHO, BadAnswer, Verdict
from bot.domain.card import Card
from tests.domain.answers import cards

HOSTILE = [
    "a" * 10_000,
    "a b " * 2_500,
    "(" * 5_000 + ")" * 5_000,
    "((a+)+)+$" * 1_000,
    "0" * 10_000,
    "1," * 5_000,
    "1 " * 5_000,
    "not but " * 1_200,
    "[[[]]]{{}}\\d+.*?^$|",
    "🦆" * 3_000,
    "e\u0301" * 5_000,
    "\u202e\u0000\ud7ff",
    "{numbers.__class__}",
    "١٢٣",
    "𝟏𝟐𝟑",
    "-" * 10_000,
]
CARDS = [cards.choice(), cards.typed("online store", "0.2"), cards.order(), cards.replicas(), cards.flip()]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: type(card).__name__)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8].encode("unicode_escape").decode())
def test_hostile_text_is_judged_quickly(card: Card, text: str) -> None:
    """Each is judged or sent back within a fraction of a second."""
    showing = show(card, "me", 0)
    started = time.process_time()
    outcome = judge(card, text)
    assert time.process_time() - started < 0.5
    assert outcome is None or outcome.correct is not True or text in ("𝟏𝟐𝟑", "١٢٣")
    assert outcome is None or len(outcome.given) <= LONGEST_ECHO
    assert showing == show(card, "me", 0)


def judge(card: Card, text: str) -> Verdict | None:
    """The verdict, None where the answer is sent back."""
    try:
        return grade(card, show(card, "me", 0), text)
    except BadAnswer:
        return None
