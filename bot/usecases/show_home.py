"""Show where the person stands today."""

from dataclasses import asdict

from bot.domain import progress
from bot.domain.scheduler import retrievability
from bot.intents import ShowHome
from bot.screens import home as screens
from bot.screens.model import Reply
from bot.store import memories, statistics
from bot.usecases import scenario_session
from bot.usecases.context import Context
from bot.usecases.start_drill import open_today, plan_of_today


def show_home(context: Context, _: ShowHome) -> Reply:
    """What waits today, what is open, how it goes, and the settings that matter most."""
    made = _home(context)
    return Reply((screens.overview(made),), data=_data(made))


def _home(context: Context) -> screens.Home:
    plan, sitting, settings = plan_of_today(context), open_today(context), context.settings
    current = scenario_session.opened(context)
    cards = context.library.visible(context.viewer)
    there = {card.id for card in cards}
    known = {each.card_id: each for each in memories.every(context.tx, context.person) if each.card_id in there}
    steps = progress.by_step(cards, known, lambda memory: retrievability(memory, settings, context.today))
    weakest = progress.weakest(steps)
    return screens.Home(
        due=plan.due,
        new=plan.new,
        seconds=plan.seconds,
        left=1 + len(sitting.drill.waiting) if sitting else 0,
        scenario=current.scenario.title if current else None,
        streak=progress.streak((row.day for row in statistics.by_day(context.tx, context.person)), context.today),
        known=len(known),
        all_cards=len(cards),
        weakest=weakest.step if weakest else None,
        minutes_a_day=settings.minutes_a_day,
        new_a_day=settings.new_a_day,
        zone=settings.zone,
        drill_at=settings.drill_at,
    )


def _data(made: screens.Home) -> dict[str, object]:
    at = f"{made.drill_at:%H:%M}" if made.drill_at else None
    return asdict(made) | {"weakest": made.weakest and made.weakest.value, "drill_at": at}
