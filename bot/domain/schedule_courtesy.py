"""How the bot does not become a nuisance: quiet hours, snoozing, and what it does for those who stay away."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import instant_of, is_skipped, local_time, next_day_with
from bot.domain.schedule import Due, Schedule

SNOOZE = timedelta(hours=1)
DAYS_TO_SMALLER, DAYS_TO_ASK, DAYS_TO_PAUSE = 3, 7, 14


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local wall times between which nothing is sent unasked; over midnight where `ends` is the earlier one."""

    begins: time
    ends: time

    def holds(self, wall: time) -> bool:
        """Whether a wall time is quiet: from `begins` on, `ends` no longer."""
        if self.begins <= self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends


class Gentleness(StrEnum):
    """What the drill is for someone who did not answer the last ones."""

    USUAL = "usual"
    SMALLER = "smaller"
    ASK_TO_PAUSE = "ask to pause"
    PAUSE = "pause"


def after_quiet(at: datetime, quiet: Quiet | None, zone: str) -> datetime:
    """The instant (UTC) itself, or the end of the quiet hours that it falls in."""
    local = local_time(at, zone)
    if quiet is None or not quiet.holds(local.time()):
        return at
    day = local.date()
    if quiet.ends <= local.time() or is_skipped(day, quiet.ends, zone):
        day = next_day_with(day, quiet.ends, zone)
    return max(at, instant_of(day, quiet.ends, zone))


def snooze(due: Due, now: datetime) -> Due:
    """The same date an hour from now."""
    return Due(due.local_date, now + SNOOZE)


def until_tomorrow(due: Due, schedule: Schedule) -> Due:
    """The day after at the schedule's time, whatever its weekday: it was asked for."""
    day = next_day_with(due.local_date, schedule.at, schedule.zone)
    return Due(day, instant_of(day, schedule.at, schedule.zone))


def gentleness(unanswered: int) -> Gentleness:
    """What to send after so many drills in a row that nobody answered."""
    steps = ((DAYS_TO_PAUSE, Gentleness.PAUSE), (DAYS_TO_ASK, Gentleness.ASK_TO_PAUSE))
    for days, what in (*steps, (DAYS_TO_SMALLER, Gentleness.SMALLER)):
        if unanswered >= days:
            return what
    return Gentleness.USUAL
