"""Say when the bot may write first."""

from dataclasses import replace

from bot.domain.schedule import Schedule
from bot.domain.schedule_text import parse
from bot.domain.settings import schedule_of, with_schedule
from bot.domain.values import NOTHING
from bot.intents import SetSchedule
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.drill_timer import heard, keep
from bot.usecases.show_schedule import shown

NEVER = NOTHING | {"never"}


def set_schedule(context: Context, intent: SetSchedule) -> Reply:
    """Ask from now on at that time; what is not said stays. Raises BadSchedule for what cannot be read."""
    heard(context)
    return shown(written(context, intent.text))


def written(context: Context, text: str) -> Context:
    """Keep the schedule that a person typed, or that there is none; the context that follows."""
    settings, typed = context.settings, text.strip().casefold()
    if typed and typed in NEVER:
        return keep(context, replace(settings, drill_at=None, drill_pause=None))
    chosen = parse(text, schedule_of(settings), settings.zone)
    if settings.drill_at is None:  # the days may have been chosen before the time
        chosen = parse(text, Schedule(chosen.at, settings.zone, settings.drill_days), settings.zone)
    return keep(context, with_schedule(settings, chosen))
