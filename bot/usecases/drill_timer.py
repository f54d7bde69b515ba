"""The timer of a person's daily drill. It follows from the settings, which alone say when to ask."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain import delivery as deliveries_of
from bot.domain.calendar import ONE_DAY, local_time
from bot.domain.delivery import Delivery, Reason, State, delivery_id
from bot.domain.schedule import Due, Schedule, as_json, expiry, first_due, from_json, next_due
from bot.domain.schedule_tzdata import tzdata_version
from bot.domain.settings import Settings, schedule_of
from bot.intents import Surface
from bot.store import delivered, deliveries, people, timers
from bot.store.timers import Timer
from bot.usecases.context import Context

KIND = "drill"
PURPOSE = "drill"
AGAIN = "again"  # the slot of the timer for a drill that was put off


def keep(context: Context, settings: Settings) -> Context:
    """Keep changed settings, and set the timer anew where the schedule is another one; the context that follows."""
    changed = replace(context, learner=replace(context.learner, settings=settings))
    if schedule_of(settings) != schedule_of(context.settings):
        set_timer(changed)
    people.save_settings(context.tx, context.person, settings)
    return changed


def set_timer(context: Context) -> Timer | None:
    """Compute the timer from the settings, after the last date that was used; None where nobody can be asked.

    It wakes for the account that set it last.
    """
    schedule, before = schedule_of(context.settings), timers.hold(context.tx, KIND, context.person)
    if context.surface is Surface.TERMINAL or (schedule is None and before is None):
        return None
    kept = before or Timer(context.tx.tenant, KIND, context.person)
    due = _first(schedule, kept, context.now) if schedule else None
    made = moved(replace(kept, learner_id=context.learner.id, failures=0), schedule, due)
    timers.save(context.tx, made)
    return made


def upcoming(context: Context) -> datetime | None:
    """When the person is asked next. A timer that is missing, since the time was set by an older version, is set."""
    timer = timers.hold(context.tx, KIND, context.person) or set_timer(context)
    again = timers.hold(context.tx, KIND, context.person, AGAIN)
    return min((each.due_at for each in (timer, again) if each and each.due_at), default=None)


def moved(timer: Timer, schedule: Schedule | None, due: Due | None) -> Timer:
    """The timer at what is due next; without that it stands still."""
    return replace(
        timer,
        due_at=due.due_at if due else None,
        local_date=due.local_date if due else None,
        tzdata=tzdata_version() if due else None,
        data={"schedule": as_json(schedule)} if schedule else {},
    )


def owed(context: Context, schedule: Schedule, due: Due, slot: str = "") -> Delivery:
    """The day's message; `slot` is the date's, unless it is asked again."""
    return Delivery(
        tenant=context.tx.tenant,
        platform=context.learner.platform,
        recipient=context.person,
        purpose=PURPOSE,
        slot=slot or due.local_date.isoformat(),
        address=context.learner.account,
        due_at=due.due_at,
        expires_at=expiry(due, schedule, context.settings.rollover_hour),
        learner_id=context.learner.id,
    )


def use_up(context: Context, day: date, reason: Reason) -> None:
    """Send nothing for this date any more, and keep why: the timer goes on to the next one."""
    timers.remove(context.tx, Timer(context.tx.tenant, KIND, context.person, AGAIN))
    schedule, timer = schedule_of(context.settings), timers.hold(context.tx, KIND, context.person)
    if schedule is None or timer is None:
        return
    seen = deliveries.find(context.tx, delivery_id(context.person, PURPOSE, day.isoformat()))
    if seen and seen.state in {State.PLANNED, State.CLAIMED}:
        deliveries.change(context.tx, seen, deliveries_of.skip(seen, reason))
    if timer.local_date == day and timer.due_at:
        made = owed(context, schedule, Due(day, timer.due_at))
        deliveries.add(context.tx, deliveries_of.skip(made, reason))
        timers.save(context.tx, moved(replace(timer, last_date=day), schedule, next_due(schedule, day, context.now)))


def heard(context: Context) -> None:
    """The person is here: whatever message was not answered is answered."""
    delivered.answer_all(context.tx, context.person, PURPOSE)


def last_used(timer: Timer) -> date | None:
    """Before the first use, the day before the one that the timer was set for: no earlier one was asked for."""
    if timer.last_date or not timer.local_date:
        return timer.last_date
    return timer.local_date - ONE_DAY


def _first(schedule: Schedule, timer: Timer, now: datetime) -> Due | None:
    """Who only moved to another zone still gets a drill of today whose time has passed there; others chose a time."""
    before = timer.data.get("schedule")
    if timer.due_at and before and replace(from_json(before), zone=schedule.zone) == schedule:
        return next_due(schedule, last_used(timer), now)
    return first_due(schedule, timer.last_date, now)


def date_here(context: Context) -> date:
    """The date by the person's clock."""
    return local_time(context.now, context.settings.zone).date()
