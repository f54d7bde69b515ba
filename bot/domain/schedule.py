"""When something is due by a person's or a channel's own clock: one local date after another, never every 24 hours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.calendar import ONE_DAY, day_start, instant_of, local_day, local_time, next_day_with

LATENESS = timedelta(hours=6)
SHORTEST_CHANCE = timedelta(hours=1)
EVERY_DAY = frozenset(range(7))
AT_ONCE = timedelta(0)


class Standing(StrEnum):
    """Whether a schedule asks at all."""

    ON = "on"
    PAUSED = "paused"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A wall time on some weekdays (0 is Monday) in a zone.

    A paused one begins again on the date `paused_until`, or when it is told to where there is none.
    """

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    standing: Standing = Standing.ON
    paused_until: date | None = None

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a schedule needs weekdays from 0 to 6")


@dataclass(frozen=True, slots=True)
class Due:
    """The intended local date, and the instant (UTC) at which it is due."""

    local_date: date
    due_at: datetime


def next_due(schedule: Schedule, after: date | None, now: datetime, late: timedelta = LATENESS) -> Due | None:
    """The first date after `after` whose instant is not more than `late` ago; None while nothing is to come.

    `after` is the last date that was used, None before the first one. What a long downtime made too late is left out.
    """
    if not _asks(schedule):
        return None
    day = max(_eve_of_now(schedule, now - late), after or date.min, _eve_of_return(schedule))
    while True:
        day = next_day_with(day, schedule.at, schedule.zone, schedule.weekdays)
        due_at = instant_of(day, schedule.at, schedule.zone)
        if due_at > now - late:
            return Due(day, due_at)


def first_due(schedule: Schedule, after: date | None, now: datetime) -> Due | None:
    """As `next_due` for a schedule that was set or changed just now: a time that has passed today is not made up for.

    `after` keeps a date from being used twice, whichever zone the schedule was in before.
    """
    return next_due(schedule, after, now, late=AT_ONCE)


def expiry(due: Due, schedule: Schedule, rollover_hour: int) -> datetime:
    """Until when what is due may still be sent: six hours, within the person's local day, but an hour at least."""
    day = local_day(due.due_at, schedule.zone, rollover_hour)
    day_ends = day_start(day + ONE_DAY, schedule.zone, rollover_hour)
    return min(due.due_at + LATENESS, max(day_ends, due.due_at + SHORTEST_CHANCE))


def pause(schedule: Schedule, until: date | None = None) -> Schedule:
    """Ask nothing before a date, or until told otherwise."""
    return replace(schedule, standing=Standing.PAUSED, paused_until=until)


def resume(schedule: Schedule) -> Schedule:
    """Ask again."""
    return replace(schedule, standing=Standing.ON, paused_until=None)


def stop(schedule: Schedule) -> Schedule:
    """Never ask; time and weekdays are kept for when it is wanted again."""
    return replace(schedule, standing=Standing.OFF, paused_until=None)


def is_asking(schedule: Schedule, day: date) -> bool:
    """Whether the schedule asks on dates such as this one at all, whatever their weekday."""
    return _asks(schedule) and (schedule.paused_until is None or day >= schedule.paused_until)


def as_json(schedule: Schedule) -> dict[str, object]:
    """The schedule as plain JSON values."""
    return {
        "at": f"{schedule.at:%H:%M}",
        "zone": schedule.zone,
        "weekdays": sorted(schedule.weekdays),
        "standing": schedule.standing.value,
        "paused_until": schedule.paused_until.isoformat() if schedule.paused_until else None,
    }


def from_json(kept: Mapping[str, Any]) -> Schedule:
    """A schedule from `as_json`; what was added since then takes its default."""
    until = kept.get("paused_until")
    return Schedule(
        at=time.fromisoformat(kept["at"]),
        zone=kept["zone"],
        weekdays=frozenset(kept.get("weekdays", EVERY_DAY)),
        standing=Standing(kept.get("standing", Standing.ON)),
        paused_until=date.fromisoformat(until) if until else None,
    )


def _asks(schedule: Schedule) -> bool:
    forever = schedule.standing is Standing.PAUSED and schedule.paused_until is None
    return schedule.standing is not Standing.OFF and not forever


def _eve_of_now(schedule: Schedule, now: datetime) -> date:
    # Two days before: a gap or a skipped date may move yesterday's time past `now`.
    return local_time(now, schedule.zone).date() - 2 * ONE_DAY


def _eve_of_return(schedule: Schedule) -> date:
    return schedule.paused_until - ONE_DAY if schedule.paused_until else date.min
