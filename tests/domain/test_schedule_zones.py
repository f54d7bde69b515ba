"""Every zone that there is, around every change of its clocks from 2026 to 2036."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.calendar import instant_of, is_skipped
from bot.domain.schedule import Schedule, next_due
from bot.domain.schedule_tzdata import tzdata_version

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2037, 1, 1)
WALLS = (time(0), time(0, 30), time(1, 59), time(2, 30), time(9), time(23, 30))
GROUPS = 4


@cache
def zones() -> tuple[str, ...]:
    """Every zone; `localtime` is one of them by another name."""
    return tuple(sorted(available_timezones() - {"localtime"}))


def changes(zone: str) -> Iterator[date]:
    """The dates on which a zone's offset changes, found by looking at every noon."""
    info = ZoneInfo(zone)
    before = None
    for number in range((LAST - FIRST).days):
        day = FIRST + ONE_DAY * number
        offset = datetime.combine(day, time(12), tzinfo=info).utcoffset()
        if before is not None and offset != before:
            yield day
        before = offset


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_local_date_has_exactly_one_drill(group: int) -> None:
    """Fired on time, each date around each change comes once: none is left out, none comes twice, all go forward."""
    for zone in zones()[group::GROUPS]:
        days = list(changes(zone)) or [FIRST]
        for day, wall in ((day, wall) for day in days for wall in WALLS):
            expected = [day + ONE_DAY * n for n in range(-1, 3) if not is_skipped(day + ONE_DAY * n, wall, zone)]
            assert fired(Schedule(wall, zone), day - 2 * ONE_DAY, len(expected)) == expected, (zone, day, wall)


def fired(schedule: Schedule, after: date, times: int) -> list[date]:
    """The dates that come after one, each fired at its instant."""
    now = instant_of(after, schedule.at, schedule.zone)
    found = []
    for _ in range(times):
        due = next_due(schedule, after, now)
        assert due is not None
        assert timedelta(hours=20) < due.due_at - now < timedelta(hours=49)
        after, now = due.local_date, due.due_at
        found.append(after)
    return found


def test_there_are_changes_to_be_looked_at() -> None:
    """The test above is about something: most years have changes in more than a hundred zones."""
    assert len(zones()) > 500
    assert len(list(changes("Europe/Berlin"))) == 22
    assert list(changes("Asia/Tokyo")) == []


def test_the_version_of_the_time_zones_is_known() -> None:
    """It is named as IANA does, by the year and a letter, so that a newer one can be told."""
    assert tzdata_version()[:4].isdecimal()
    assert int(tzdata_version()[:4]) <= datetime.now(UTC).year + 50
