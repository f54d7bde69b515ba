"""The front door of grading: one showing of a card and a text in, a verdict out."""

from typing import assert_never

from bot.domain.answers import choice, number, order, text
from bot.domain.answers.showing import Showing, shown_lines
from bot.domain.answers.verdict import Verdict, echo
from bot.domain.card import Card, Choice, Cloze, Flip, Numeric, Order, Scenario, Typed


def grade(card: Card, showing: Showing, answer: str) -> Verdict:
    """Judge an answer to a card as it was shown; an empty one means "don't know".

    Flip cards are graded by the learner and scenarios by their rubric: `correct` is then None. Raises BadAnswer where
    the text is no answer of this kind, and CardChanged where the card was corrected meanwhile.
    """
    shown_lines(card, showing)
    match card:
        case Choice():
            return choice.grade(card, showing.order, answer)
        case Cloze() | Typed():
            return text.grade(card.accepted, answer)
        case Order():
            return order.grade(card, showing.order, answer)
        case Numeric():
            return number.grade(card, showing.numbers, answer)
        case Flip():
            return Verdict(correct=None, expected=card.answer, given=echo(answer))
        case Scenario():
            return Verdict(correct=None, expected=card.model_answer, given=echo(answer))
        case _:
            assert_never(card)
