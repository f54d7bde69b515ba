"""Where a person stands: known cards, recall by step, days in a row. Shared by the pages that tell of it."""

from collections.abc import Iterable
from datetime import date

from bot.domain import progress
from bot.domain.memory import Memory
from bot.domain.progress import StepProgress
from bot.domain.scheduler import retrievability
from bot.store import delivered, memories
from bot.usecases.context import Context
from bot.usecases.drill_timer import PURPOSE


def known_of(context: Context) -> dict[str, Memory]:
    """The person's memories of the cards that are there, by card."""
    there = {card.id for card in context.library.visible(context.viewer)}
    return {each.card_id: each for each in memories.every(context.tx, context.person) if each.card_id in there}


def steps_of(context: Context, known: dict[str, Memory] | None = None) -> list[StepProgress]:
    """Progress for each step as of today."""
    if known is None:
        known = {each.card_id: each for each in memories.every(context.tx, context.person)}
    cards = context.library.visible(context.viewer)
    return progress.by_step(cards, known, lambda memory: retrievability(memory, context.settings, context.today))


def streak_of(context: Context, days: Iterable[date]) -> int:
    """Days in a row, given those with answers."""
    return progress.streak(days, context.today, delivered.nothing_due(context.tx, context.person, PURPOSE))
