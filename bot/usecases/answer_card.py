"""Turn the open card: judge what was typed, or just show the back."""

from dataclasses import replace

from bot.domain.answers.grading import grade
from bot.domain.card import Choice
from bot.domain.drill import Phase
from bot.intents import AnswerCard, Reveal, TickElements
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.in_drill import in_drill
from bot.usecases.sitting import Sitting, card_of, current, note, showing_of, turn


@in_drill
def answer_card(context: Context, sitting: Sitting, intent: AnswerCard) -> Reply:
    """Keep what was typed and show the back; what cannot be read raises BadAnswer and leaves the front open."""
    shown = sitting.shown
    if shown.phase is Phase.BACK:
        return Reply((current(context, sitting, note("This card is turned already: grade it.")),))
    card = card_of(context, shown)
    verdict = grade(card, showing_of(context, shown), intent.text)
    given = verdict.given if isinstance(card, Choice) else intent.text  # letters change when a card is corrected
    turned = replace(shown, phase=Phase.BACK, given=given, correct=verdict.correct)
    return turn(context, sitting, turned, verdict)


@in_drill
def reveal(context: Context, sitting: Sitting, _: Reveal) -> Reply:
    """Show the back of a card that the learner grades."""
    return turn(context, sitting, replace(sitting.shown, phase=Phase.BACK))


@in_drill
def tick_elements(context: Context, sitting: Sitting, intent: TickElements) -> Reply:
    """Keep which elements of a phrase were said; the proposed grade follows."""
    return turn(context, sitting, replace(sitting.shown, ticked=intent.ticked))
