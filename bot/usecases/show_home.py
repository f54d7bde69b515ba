"""Show where the person stands today."""

from dataclasses import asdict

from bot.domain import progress
from bot.domain.schedule_text import show
from bot.domain.settings import schedule_of
from bot.intents import ShowHome
from bot.screens import home as screens
from bot.screens.model import Reply
from bot.store import statistics
from bot.usecases import scenario_session
from bot.usecases.context import Context
from bot.usecases.drill_timer import upcoming
from bot.usecases.standing import known_of, steps_of, streak_of
from bot.usecases.start_drill import open_today, plan_of_today


def show_home(context: Context, _: ShowHome) -> Reply:
    """What waits today, what is open, how it goes, and the settings that matter most."""
    made = _home(context)
    upcoming(context)  # sets the timer of a schedule that an older version kept
    return Reply((screens.overview(made),), data=_data(made))


def _home(context: Context) -> screens.Home:
    plan, sitting, settings = plan_of_today(context), open_today(context), context.settings
    current = scenario_session.opened(context)
    known = known_of(context)
    weakest = progress.weakest(steps_of(context, known))
    return screens.Home(
        due=plan.due,
        new=plan.new,
        seconds=plan.seconds,
        left=1 + len(sitting.drill.waiting) if sitting else 0,
        scenario=current.scenario.title if current else None,
        streak=streak_of(context, (row.day for row in statistics.by_day(context.tx, context.person))),
        known=len(known),
        all_cards=len(context.library.visible(context.viewer)),
        weakest=weakest.step if weakest else None,
        minutes_a_day=settings.minutes_a_day,
        new_a_day=settings.new_a_day,
        zone=settings.zone,
        schedule=schedule_of(settings),
        today=context.today,
    )


def _data(made: screens.Home) -> dict[str, object]:
    schedule = made.schedule
    return asdict(made) | {
        "weakest": made.weakest and made.weakest.value,
        "today": made.today.isoformat(),
        "schedule": show(schedule) if schedule else None,
        "drill_at": f"{schedule.at:%H:%M}" if schedule else None,
    }
