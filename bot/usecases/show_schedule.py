"""Show when the bot writes first."""

from typing import Any

from bot.domain.calendar import local_time
from bot.domain.schedule_text import show
from bot.domain.settings import schedule_of
from bot.intents import ShowSchedule, Surface
from bot.screens import schedule as screens
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.drill_timer import upcoming


def show_schedule(context: Context, _: ShowSchedule) -> Reply:
    """The schedule, when it asks next, and the ways to change it."""
    return shown(context)


def shown(context: Context, said: str = "") -> Reply:
    """The page, after what was just done."""
    schedule, next_at, zone = schedule_of(context.settings), upcoming(context), context.settings.zone
    made = screens.Asking(
        schedule,
        local_time(next_at, zone) if next_at else None,
        local_time(context.now, zone),
        reachable=context.surface is not Surface.TERMINAL,
    )
    data: dict[str, Any] = {
        "schedule": show(schedule) if schedule else None,
        "shown": screens.in_words(schedule, made.now.date()),
        "next": made.next_at.isoformat() if made.next_at else None,
    }
    return Reply((screens.overview(made, said),), data=data)
