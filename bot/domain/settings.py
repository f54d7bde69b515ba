"""A learner's settings, checked by us: the FSRS package divides by zero where these are out of range."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from bot.domain import schedule_text, values
from bot.domain.calendar import MOST_ECHOED
from bot.domain.errors import BotError
from bot.domain.schedule import EVERY_DAY, Schedule, pause
from bot.domain.values import Value


@dataclass(frozen=True, slots=True)
class Settings:
    """One person's choices. Minutes, counts and days are per local day, which begins at `rollover_hour`.

    `follow_zone` lets a platform's profile change `zone`. `drill_at` is a local wall time, or None: never write first;
    with `drill_days` (0 is Monday) and `drill_pause` (None, or its end) it is the schedule, as `schedule_of` gives it.
    `easy_days` holds seven weights from Monday, 1.0 for a normal day down to 0.0 for none.
    """

    zone: str = "UTC"
    follow_zone: bool = True
    drill_at: time | None = None
    drill_days: frozenset[int] = EVERY_DAY
    drill_pause: date | None = None
    rollover_hour: int = 4
    desired_retention: float = 0.9
    minutes_a_day: int = 15
    new_a_day: int = 12
    reviews_a_day: int = 200
    buttons: int = 2
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval_days: int = 3650
    bury_siblings: bool = True
    load_balancing: bool = True
    easy_days: tuple[float, ...] = (1.0,) * 7
    leech_lapses: int = 8
    leech_suspends: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One setting as a person meets it: `name` is typed, `attribute` is its place in Settings."""

    name: str
    attribute: str
    value: Value[Any]
    help: str


FIELDS: tuple[Field, ...] = (
    Field("zone", "zone", values.zone(), "Your time zone, by city."),
    Field("follow-zone", "follow_zone", values.switch(), "Take the time zone over when your profile changes."),
    Field("drill-at", "drill_at", values.wall_time(), "When you want to be asked in chat; off: never unasked."),
    Field("drill-days", "drill_days", schedule_text.weekdays(), "The days on which you want to be asked."),
    Field("drill-pause", "drill_pause", schedule_text.pause_end(), "Until when I do not write first."),
    Field("day-start", "rollover_hour", values.hour(), "The hour at which your day begins."),
    Field("minutes", "minutes_a_day", values.minutes(1, 600), "How long you want to study a day."),
    Field("new", "new_a_day", values.whole(0, 500, "cards"), "At most so many new cards a day."),
    Field("reviews", "reviews_a_day", values.whole(1, 5000, "cards"), "At most so many reviews a day."),
    Field("buttons", "buttons", values.one_of(2, 4), "2: Again and Good. 4: Hard and Easy as well."),
    Field(
        "retention",
        "desired_retention",
        values.share(0.70, 0.97),
        "The share that you want to remember; more means shorter intervals.",
    ),
    Field("steps", "learning_steps", values.steps(), "Delays between the first showings of a new card."),
    Field("relearning-steps", "relearning_steps", values.steps(), "Delays after you forgot a card."),
    Field("longest-interval", "maximum_interval_days", values.days(1, 36500), "No card waits longer than this."),
    Field("bury-siblings", "bury_siblings", values.switch(), "Keep cards that give one another away on separate days."),
    Field("load-balancing", "load_balancing", values.switch(), "Move reviews a little, towards days with less to do."),
    Field("easy-days", "easy_days", values.weekday_weights(), "Weekdays with less to do: 0 for none, 1 for normal."),
    Field("leech-lapses", "leech_lapses", values.whole(2, 99, "times"), "A card forgotten so often is a leech."),
    Field("leech-suspends", "leech_suspends", values.switch(), "Put leeches aside instead of only warning."),
)


def schedule_of(settings: Settings) -> Schedule | None:
    """When the person wants to be asked, in their zone; None where they never said so."""
    if settings.drill_at is None:
        return None
    made = Schedule(settings.drill_at, settings.zone, settings.drill_days)
    if settings.drill_pause is None:
        return made
    return pause(made, None if settings.drill_pause == schedule_text.UNTIL_TOLD else settings.drill_pause)


def with_schedule(settings: Settings, chosen: Schedule) -> Settings:
    """The settings with another schedule, which asks from now on; a zone that it names is set by hand."""
    follows = settings.follow_zone and chosen.zone == settings.zone
    return replace(
        settings,
        zone=chosen.zone,
        follow_zone=follows,
        drill_at=chosen.at,
        drill_days=chosen.weekdays,
        drill_pause=None,
    )


def validated(settings: Settings) -> Settings:
    """The same settings; raises BotError with one sentence for each field that is out of range."""
    problems = [_problem(field, getattr(settings, field.attribute)) for field in FIELDS]
    if any(problems):
        raise BotError(" ".join(filter(None, problems)), "Correct them and try again.")
    return settings


def change(settings: Settings, name: str, text: str) -> Settings:
    """Settings with one of them set to what a person typed; raises BotError when name or text cannot be used."""
    field = field_named(name)
    typed = " ".join(text.strip().casefold().split())
    try:
        value = field.value.read(typed)
        fits = field.value.fits(value)
    except (ValueError, KeyError, OverflowError, StopIteration):
        fits = False
    if not fits:
        raise BotError(f"{field.name} must be {field.value.rule}, not '{text.strip()[:MOST_ECHOED]}'.")
    return replace(settings, **{field.attribute: value})


def describe(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    """Name, value as shown, and help of every setting; the shown value can be typed back."""
    return tuple((field.name, field.value.show(getattr(settings, field.attribute)), field.help) for field in FIELDS)


def as_json(settings: Settings) -> dict[str, object]:
    """The settings as plain JSON values, by attribute; steps are in seconds."""
    return {field.attribute: field.value.dump(getattr(settings, field.attribute)) for field in FIELDS}


def from_json(kept: Mapping[str, Any]) -> Settings:
    """Settings from `as_json`: unknown keys are left out, missing ones take the default.

    Raises BotError when a value is out of range.
    """
    known = [field for field in FIELDS if field.attribute in kept]
    try:
        loaded = {field.attribute: field.value.load(kept[field.attribute]) for field in known}
    except (TypeError, ValueError, OverflowError) as error:
        raise BotError(f"These settings cannot be read: {error}.", "Set them again.") from error
    return validated(Settings(**loaded))


def field_named(name: str) -> Field:
    """The setting that a person means: its name, its attribute, or how one of the names begins.

    Raises BotError with all names when it is none, or not one alone.
    """
    typed = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    found = [field for field in FIELDS if typed in {field.name, field.attribute.replace("_", "-")}]
    found = found or [field for field in FIELDS if typed and field.name.startswith(typed)]
    if len(found) != 1:
        names = ", ".join(field.name for field in FIELDS)
        raise BotError(f"There is no setting named '{name.strip()}'.", f"The settings are: {names}.")
    return found[0]


def _problem(field: Field, value: object) -> str:
    try:
        fits = field.value.fits(value)
    except BotError as error:
        return str(error)
    shown = f", not '{value}'" if isinstance(value, str | int | float) else ""
    return "" if fits else f"{field.name} must be {field.value.rule}{shown}."
