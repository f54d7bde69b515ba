"""Not now: the daily drill an hour later, tomorrow, or not at all today."""

from datetime import date

from bot.domain.calendar import local_time
from bot.domain.delivery import Reason
from bot.domain.errors import BotError
from bot.domain.schedule import Due, Schedule
from bot.domain.schedule_courtesy import snooze, until_tomorrow
from bot.domain.settings import schedule_of
from bot.intents import SkipDrill, SnoozeDrill, SnoozeUntil
from bot.screens import schedule as screens
from bot.screens.model import Reply
from bot.store import timers
from bot.store.timers import Timer
from bot.usecases.context import Context
from bot.usecases.drill_timer import AGAIN, KIND, date_here, heard, use_up
from bot.usecases.pause_schedule import check_asking
from bot.usecases.show_schedule import shown

MARK = "~"  # between the date and the number of a message that asks again: sorts after the date, before the next


def skip_drill(context: Context, intent: SkipDrill) -> Reply:
    """No message for today, or for the day of the message where it was said; what is due stays due."""
    check_asking(context)
    heard(context)
    use_up(context, date_of(intent.slot) if intent.slot else date_here(context), Reason.NOT_WANTED)
    return shown(context, "No more of that today. What is due stays due.")


def snooze_drill(context: Context, intent: SnoozeDrill) -> Reply:
    """Ask again in an hour, or tomorrow; where the next message comes before that anyway, it will do."""
    check_asking(context)
    heard(context)
    schedule = schedule_of(context.settings)
    assert schedule  # noqa: S101  # checked just above
    due, slot = _later(context, schedule, intent)
    daily = timers.hold(context.tx, KIND, context.person)
    again = Timer(context.tx.tenant, KIND, context.person, AGAIN, context.learner.id, due.due_at, data={"slot": slot})
    at = daily.due_at if daily and daily.due_at and daily.due_at <= due.due_at else None
    if at:
        timers.remove(context.tx, again)
    else:
        timers.save(context.tx, again)
    zone = context.settings.zone
    screen = screens.put_off(local_time(at or due.due_at, zone), local_time(context.now, zone))
    return Reply((screen,), data={"at": (at or due.due_at).isoformat()})


def date_of(slot: str) -> date:
    """The local date that a message was for; raises BotError for what no button of ours says."""
    try:
        return date.fromisoformat(slot.partition(MARK)[0])
    except ValueError:
        raise BotError("That button means nothing any more.", "Type: schedule") from None


def _later(context: Context, schedule: Schedule, intent: SnoozeDrill) -> tuple[Due, str]:
    """When to ask again, and as which message. An old one's button is about today."""
    today, asked = date_here(context), date_of(intent.slot)
    if intent.until is SnoozeUntil.TOMORROW:
        due = until_tomorrow(Due(today, context.now), schedule)
        return due, due.local_date.isoformat()
    due = snooze(Due(max(asked, today), context.now), context.now)
    return due, _following(intent.slot) if asked >= today else today.isoformat()


def _following(slot: str) -> str:
    day, _, number = slot.partition(MARK)
    return f"{day}{MARK}{int(number) + 1 if number.isdecimal() else 1}"
