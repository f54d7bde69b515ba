"""Stop writing first: for a while, or for good; and begin again."""

from dataclasses import replace
from datetime import date

from bot.domain.errors import BotError
from bot.domain.schedule_text import UNTIL_TOLD, read_end
from bot.intents import PauseSchedule, ResumeSchedule, StopSchedule
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.drill_timer import date_here, heard, keep
from bot.usecases.show_schedule import shown


class NothingScheduled(BotError):
    """There is no schedule to do that with."""


def pause_schedule(context: Context, intent: PauseSchedule) -> Reply:
    """Ask nothing before a day, or until told otherwise; raises BotError for what is no such day."""
    _check_scheduled(context)
    ends = read_end(intent.until, date_here(context)) if intent.until else UNTIL_TOLD
    return _paused(context, ends)


def resume_schedule(context: Context, _: ResumeSchedule) -> Reply:
    """Ask again, at the time and on the days as before."""
    _check_scheduled(context)
    return _paused(context, None)


def stop_schedule(context: Context, _: StopSchedule) -> Reply:
    """Never write first; the days are kept for when it is wanted again."""
    heard(context)
    return shown(keep(context, replace(context.settings, drill_at=None, drill_pause=None)))


def check_asking(context: Context) -> None:
    """Raises NothingScheduled where the person wants to hear nothing."""
    _check_scheduled(context)
    if context.settings.drill_pause and context.settings.drill_pause > date_here(context):
        raise NothingScheduled("Your schedule is paused.", "Type: schedule resume")


def _paused(context: Context, ends: date | None) -> Reply:
    heard(context)
    return shown(keep(context, replace(context.settings, drill_pause=ends)))


def _check_scheduled(context: Context) -> None:
    if context.settings.drill_at is None:
        raise NothingScheduled("I never write first, so far.", "Say when, such as: schedule 09:00 weekdays")
