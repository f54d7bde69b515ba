"""Go on to the next card, or end the drill with its summary."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.drill import Drill
from bot.domain.memory import Grade
from bot.domain.steps import Step
from bot.screens import drill as screens
from bot.screens.model import Block, Reply, Screen
from bot.store import memories, reviews, sessions
from bot.usecases.context import Context
from bot.usecases.sitting import Sitting, current, keep, next_shown

ONE_DAY = timedelta(days=1)
HORIZON = timedelta(days=365)


def go_on(context: Context, sitting: Sitting, drill: Drill, above: Block | None = None) -> Reply:
    """Open the next card and show it; with none left, end the drill."""
    following = next_shown(context, drill)
    kept = keep(context, sitting, following)
    if following.shown is None:
        return Reply((close(context, kept, above),))
    return Reply((current(context, kept, above),))


def close(context: Context, sitting: Sitting, above: Block | None = None) -> Screen:
    """End the session and say how it went."""
    sessions.end(context.tx, sitting.session, sitting.version)
    screen = screens.summary(_summary(context, sitting))
    return replace(screen, blocks=(above, *screen.blocks)) if above else screen


def _summary(context: Context, sitting: Sitting) -> screens.Summary:
    done = reviews.of_session(context.tx, context.person, sitting.session)
    next_day, next_count = coming(context)
    return screens.Summary(
        answered=len(done),
        correct=sum(row.grade > Grade.AGAIN for row in done),
        seconds=sum(row.took_ms for row in done) / 1000,
        by_step=_by_step(context, done),
        next_day=next_day,
        next_count=next_count,
        left=len(sitting.drill.waiting) + (sitting.drill.shown is not None),
        today=context.today,
    )


def _by_step(context: Context, done: list[reviews.Done]) -> list[tuple[Step, int, int]]:
    tally: dict[Step, list[int]] = {}
    for row in done:
        if card := context.library.find(row.card_id):
            counts = tally.setdefault(card.step, [0, 0])
            counts[0] += 1
            counts[1] += row.grade > Grade.AGAIN
    return [(step, answered, correct) for step, (answered, correct) in tally.items()]


def coming(context: Context) -> tuple[date | None, int]:
    """The next local day, after today, on which cards are due, and how many."""
    load = memories.load(context.tx, context.person, context.today + ONE_DAY, context.today + HORIZON)
    return min(load.items(), default=(None, 0))
