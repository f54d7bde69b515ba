"""A timer of a daily drill is due: owe the message, or keep why there is none, and go on to the next date."""

from collections.abc import Iterator
from dataclasses import replace

from bot.content.library import Library
from bot.domain.delivery import Delivery, Reason, skip
from bot.domain.schedule import LATENESS, Due, Schedule, is_asking, next_due
from bot.domain.schedule_courtesy import Gentleness, gentleness
from bot.domain.schedule_text import UNTIL_TOLD
from bot.domain.settings import schedule_of
from bot.store import people, timers
from bot.store.database import Transaction
from bot.store.timers import Advance, Timer
from bot.usecases.context import Context
from bot.usecases.daily_drill import context_of, unanswered, waiting
from bot.usecases.drill_timer import AGAIN, KIND, last_used, moved, owed
from bot.usecases.put_off_drill import date_of

GENTLE = "gentle"
"""In a delivery's data: what the message says other than how things stand."""


def wake_drill(library: Library, tx: Transaction, timer: Timer) -> Advance:
    """At most one message a local date. The settings say what is due, whatever the timer was set for."""
    context = context_of(tx, timer.learner_id, library)
    schedule = schedule_of(context.settings) if context else None
    if context is None or schedule is None:
        return Advance(None)
    if timer.slot == AGAIN:
        return Advance(None, tuple(_again(context, schedule, timer)))
    due = next_due(schedule, last_used(timer), context.now)
    missed = tuple(_missed(context, schedule, timer))
    if due is None or due.due_at > context.now:
        return Advance(moved(timer, schedule, due), missed)
    return _carried_out(context, schedule, replace(timer, last_date=due.local_date), due, missed)


def _carried_out(context: Context, schedule: Schedule, timer: Timer, due: Due, missed: tuple[Delivery, ...]) -> Advance:
    message = _message(context, owed(context, schedule, due))
    if message.data.get(GENTLE) == Gentleness.PAUSE.value:
        people.save_settings(context.tx, context.person, replace(context.settings, drill_pause=UNTIL_TOLD))
        return Advance(moved(timer, schedule, None), (*missed, message))
    following = next_due(schedule, due.local_date, context.now)
    return Advance(moved(timer, schedule, following), (*missed, message))


def _message(context: Context, message: Delivery) -> Delivery:
    """What is owed, or the same as skipped with its reason; who stayed away for two weeks is told that it ends."""
    found = waiting(context)
    if isinstance(found, Reason):
        return skip(message, found)
    if gentleness(unanswered(context)) is Gentleness.PAUSE:
        return replace(message, data={GENTLE: Gentleness.PAUSE.value})
    return message


def _again(context: Context, schedule: Schedule, timer: Timer) -> Iterator[Delivery]:
    """A drill that was put off, unless a later one was sent meanwhile, or none is wanted."""
    slot = str(timer.data["slot"])
    day, daily = date_of(slot), timers.hold(context.tx, KIND, context.person)
    outdated = daily is not None and daily.last_date is not None and daily.last_date > day
    if timer.due_at and not outdated and is_asking(schedule, day):
        yield _message(context, owed(context, schedule, Due(day, timer.due_at), slot))


def _missed(context: Context, schedule: Schedule, timer: Timer) -> Iterator[Delivery]:
    """What a long downtime made too late: kept as skipped, and answerable on demand."""
    if timer.local_date and timer.due_at and timer.due_at + LATENESS <= context.now:
        yield skip(owed(context, schedule, Due(timer.local_date, timer.due_at)), Reason.LATE)
