"""A person's calendar: which local day an instant belongs to, and when a local day or wall time comes.

The only module that knows local time. Instants are aware datetimes; those returned are in UTC unless said otherwise.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import BotError

ONE_DAY = timedelta(days=1)
SUGGESTIONS = 3
MOST_ECHOED = 60


def local_day(now: datetime, zone: str, rollover_hour: int) -> date:
    """The local day that `now` (aware) belongs to, where a day begins at `rollover_hour` by the zone's own clock.

    Always the day whose `[day_start(day), day_start(day + 1))` holds `now`, also where clocks or dates jump.
    """
    day = (local_time(now, zone) - timedelta(hours=rollover_hour)).date()
    while now < day_start(day, zone, rollover_hour):
        day -= ONE_DAY
    while now >= day_start(day + ONE_DAY, zone, rollover_hour):
        day += ONE_DAY
    return day


@lru_cache(maxsize=4096)
def day_start(day: date, zone: str, rollover_hour: int) -> datetime:
    """The instant (UTC) at which a local day begins."""
    return instant_of(day, time(rollover_hour), zone)


def instant_of(day: date, wall: time, zone: str) -> datetime:
    """The instant (UTC) of a wall time: one that a gap skips moves later, one that comes twice is the first."""
    return datetime.combine(day, wall, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_skipped(day: date, wall: time, zone: str) -> bool:
    """Whether the zone leaves this whole date out (as Samoa did with 30 December 2011)."""
    return instant_of(day, wall, zone) == instant_of(day + ONE_DAY, wall, zone)


def next_day_with(after: date, wall: time, zone: str, weekdays: frozenset[int] = frozenset(range(7))) -> date:
    """The first date after `after` that has this wall time and falls on one of `weekdays` (0 is Monday).

    Raises ValueError when `weekdays` is empty.
    """
    if not weekdays:
        raise ValueError("no weekday to choose from")
    days = (after + ONE_DAY * ahead for ahead in range(1, 15))
    return next(day for day in days if day.weekday() in weekdays and not is_skipped(day, wall, zone))


def local_time(now: datetime, zone: str) -> datetime:
    """`now` (aware) as an aware datetime by the zone's own clock, for words and charts."""
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return now.astimezone(ZoneInfo(zone))


def zone_named(text: str) -> str:
    """The official name of the zone that a person typed: `Europe/Berlin` for `europe/berlin` or `berlin`.

    Raises BotError with the nearest names when there is none.
    """
    typed = text.strip().replace(" ", "_").casefold()
    found = find_zone(typed)
    if found is None:
        hint = f"Did you mean {_nearest(typed)}?"
        raise BotError(f"There is no time zone named '{text.strip()[:MOST_ECHOED]}'.", hint)
    return found


def find_zone(text: str) -> str | None:
    """As `zone_named`; None where there is no such zone."""
    typed = text.strip().replace(" ", "_").casefold()
    return next((names[typed] for names in (_zones_by_name(), _zones_by_city()) if typed in names), None)


@lru_cache(maxsize=1)
def _zones_by_name() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones()) if name != "localtime"}


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[str, str]:
    """Zones by the last part of the name, such as the city, where only one zone has it."""
    cities: dict[str, list[str]] = {}
    for name in _zones_by_name().values():
        cities.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    return {city: names[0] for city, names in cities.items() if len(names) == 1}


def _nearest(typed: str) -> str:
    from rapidfuzz import fuzz, process  # here: slow to load, and needed only for a typing error

    whole = "/" in typed
    choices = {name: low if whole else low.rpartition("/")[2] for low, name in _zones_by_name().items()}
    found = process.extract(typed, choices, scorer=fuzz.ratio, limit=SUGGESTIONS)
    return " or ".join(name for _, _, name in found)
