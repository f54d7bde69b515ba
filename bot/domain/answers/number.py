"""Grading of numeric cards: from what was typed to a verdict in words."""

from collections.abc import Mapping

from bot.domain.answers.verdict import BadAnswer, Verdict, echo, gives_up
from bot.domain.card import Numeric
from bot.domain.numeric.draws import work_out
from bot.domain.numeric.filling import fill
from bot.domain.numeric.grading import judge, model_answer
from bot.domain.numeric.quantities import UnreadableNumber, read_quantity


def grade(card: Numeric, numbers: Mapping[str, float], text: str) -> Verdict:
    """Grade a typed number against the key that the drawn `numbers` give.

    Raises BadAnswer where the text is not one number with a unit that the card can be answered in.
    """
    draws = work_out(card, numbers)
    expected, worked = model_answer(card, draws), fill(card.solution, draws.values)
    if gives_up(text):
        return Verdict(correct=False, expected=expected, given="", worked=worked)
    try:
        judgement = judge(card, draws, read_quantity(text, card.unit))
    except UnreadableNumber as error:
        raise BadAnswer(error.message, error.next_step) from error
    return Verdict(
        correct=judgement.correct,
        expected=expected,
        given=echo(text),
        says=judgement.says,
        mistake=judgement.trap,
        worked=worked,
    )
