"""The grade that a card's back proposes: from the verdict, or from what was ticked of a phrase."""

from collections.abc import Collection

from bot.domain.answers.verdict import Verdict
from bot.domain.card import Card, Flip
from bot.domain.memory import Grade, grade_of

ENOUGH_SAID = 0.75
HALF_SAID = 0.5


def proposed(card: Card, verdict: Verdict, ticked: Collection[int], buttons: int) -> Grade:
    """Right is Good and wrong is Again; a phrase counts by the share of its elements that were said.

    What the learner grades alone is Good until they say otherwise. Hard is proposed only where it has a button.
    """
    if verdict.correct is not None:
        return grade_of(correct=verdict.correct)
    if not (isinstance(card, Flip) and card.aloud):
        return Grade.GOOD
    share = len(ticked) / len(card.aloud.elements)
    if share >= ENOUGH_SAID:
        return Grade.GOOD
    return Grade.HARD if share >= HALF_SAID and buttons == len(Grade) else Grade.AGAIN
