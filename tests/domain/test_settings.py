"""What people may set, how they type it, and what is refused."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BotError
from bot.domain.settings import FIELDS, Settings, as_json, change, describe, from_json, validated

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("name", "text", "attribute", "value"),
    [
        ("retention", "85%", "desired_retention", 0.85),
        ("retention", "0.85", "desired_retention", 0.85),
        ("desired retention", "85", "desired_retention", 0.85),
        ("retention", "0,97", "desired_retention", 0.97),
        ("steps", "1m 10m", "learning_steps", (MINUTE, 10 * MINUTE)),
        ("learning_steps", "30s, 5 minutes, 1 hour", "learning_steps", (MINUTE / 2, 5 * MINUTE, 60 * MINUTE)),
        ("steps", "2 15", "learning_steps", (2 * MINUTE, 15 * MINUTE)),
        ("steps", "none", "learning_steps", ()),
        ("relearning-steps", "15 mins", "relearning_steps", (15 * MINUTE,)),
        ("minutes", "20 minutes", "minutes_a_day", 20),
        ("Minutes A Day", "20", "minutes_a_day", 20),
        ("minutes", "1h 30m", "minutes_a_day", 90),
        ("new", "5 cards", "new_a_day", 5),
        ("new", "none", "new_a_day", 0),
        ("reviews", "50", "reviews_a_day", 50),
        ("buttons", "4", "buttons", 4),
        ("bury siblings", "off", "bury_siblings", False),
        ("load", "No", "load_balancing", False),
        ("leech-suspends", "ON", "leech_suspends", True),
        ("easy days", "mon=0.5 sat=0", "easy_days", (0.5, 1, 1, 1, 1, 0, 1)),
        ("easy-days", "Saturday = 0%, sunday=50", "easy_days", (1, 1, 1, 1, 1, 0, 0.5)),
        ("zone", "asia/tokyo", "zone", "Asia/Tokyo"),
        ("zone", "New York", "zone", "America/New_York"),
        ("day-start", "5", "rollover_hour", 5),
        ("day-start", "12am", "rollover_hour", 0),
        ("day start", "06:00", "rollover_hour", 6),
        ("longest-interval", "2 years", "maximum_interval_days", 730),
        ("longest", "26 weeks", "maximum_interval_days", 182),
        ("leech-lapses", "6", "leech_lapses", 6),
    ],
)
def test_a_setting_is_read_as_people_type_it(name: str, text: str, attribute: str, value: object) -> None:
    """Units, percent signs, names of days and of zones are understood, and nothing else changes."""
    assert change(Settings(), name, text) == replace(Settings(), **{attribute: value})  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("retention", "69%"),
        ("retention", "98"),
        ("retention", "0"),
        ("retention", "nan"),
        ("retention", "ninety"),
        ("steps", "10m 1m"),
        ("steps", "1m 1d"),
        ("steps", "13h"),
        ("steps", "-5m"),
        ("steps", "0.5s"),
        ("steps", "1e400m"),
        ("steps", " ".join(f"{minute}m" for minute in range(1, 12))),
        ("minutes", "0"),
        ("minutes", "30s"),
        ("minutes", "9" * 400),
        ("new", "-1"),
        ("new", "1.5"),
        ("new", "5 minutes"),
        ("reviews", "0"),
        ("reviews", "none"),
        ("buttons", "3"),
        ("bury-siblings", "maybe"),
        ("easy-days", "mon"),
        ("easy-days", "noday=0"),
        ("easy-days", "mon=2000"),
        ("easy-days", "mon=0 tue=0 wed=0 thu=0 fri=0 sat=0 sun=0"),
        ("day-start", "24"),
        ("day-start", "13pm"),
        ("day-start", "4:30"),
        ("longest-interval", "0"),
        ("longest-interval", "200 years"),
        ("longest-interval", ""),
        ("leech-lapses", "1"),
        ("zone", "Mars"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_one_short_sentence(name: str, text: str) -> None:
    """Out of range, of the wrong kind or unreadable: a BotError says what the setting must be."""
    with pytest.raises(BotError) as raised:
        change(Settings(), name, text)
    assert name in raised.value.message or "time zone" in raised.value.message
    assert len(raised.value.message) < 250


@pytest.mark.parametrize("name", ["", "colour", "le"])
def test_an_unknown_or_ambiguous_name_is_answered_with_all_names(name: str) -> None:
    """Whoever mistypes a setting sees the names of all of them."""
    with pytest.raises(BotError, match="no setting") as raised:
        change(Settings(), name, "1")
    assert all(field.name in raised.value.next_step for field in FIELDS)


def test_every_setting_can_be_changed_and_seen() -> None:
    """Each attribute of Settings has one name that a person can use."""
    assert sorted(field.attribute for field in FIELDS) == sorted(field.name for field in fields(Settings))


shares = st.floats(0, 1).map(lambda share: round(share, 2))
steps = st.lists(st.integers(1, 12 * 3600), max_size=10, unique=True).map(
    lambda seconds: tuple(timedelta(seconds=each) for each in sorted(seconds))
)
settings = st.builds(
    Settings,
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"]),
    rollover_hour=st.integers(0, 23),
    desired_retention=st.integers(700, 970).map(lambda mille: mille / 1000),
    minutes_a_day=st.integers(1, 600),
    new_a_day=st.integers(0, 500),
    reviews_a_day=st.integers(1, 5000),
    buttons=st.sampled_from([2, 4]),
    learning_steps=steps,
    relearning_steps=steps,
    maximum_interval_days=st.integers(1, 36500),
    bury_siblings=st.booleans(),
    load_balancing=st.booleans(),
    easy_days=st.lists(shares, min_size=7, max_size=7).filter(any).map(tuple),
    leech_lapses=st.integers(2, 99),
    leech_suspends=st.booleans(),
)


@given(settings)
def test_settings_survive_json(chosen: Settings) -> None:
    """What is kept as JSON comes back equal, and valid."""
    assert from_json(json.loads(json.dumps(as_json(chosen)))) == chosen == validated(chosen)


@given(settings)
def test_what_is_shown_can_be_typed_back(chosen: Settings) -> None:
    """Typing the shown value of every setting makes the same settings again."""
    typed = Settings()
    for name, shown, _ in describe(chosen):
        typed = change(typed, name, shown)
    assert typed == chosen


def test_json_of_another_version_is_read_as_far_as_it_goes() -> None:
    """Unknown keys are left out and missing ones take the default."""
    assert from_json({"minutes_a_day": 30, "colour": "blue"}) == replace(Settings(), minutes_a_day=30)


@pytest.mark.parametrize(
    "kept",
    [
        {"desired_retention": 0},
        {"desired_retention": float("nan")},
        {"minutes_a_day": True},
        {"minutes_a_day": "20"},
        {"learning_steps": ["x"]},
        {"learning_steps": 5},
        {"learning_steps": [1e300]},
        {"easy_days": [1]},
        {"easy_days": None},
        {"easy_days": [True] * 7},
        {"zone": 3},
        {"zone": "Nowhere"},
        {"leech_suspends": 1},
    ],
)
def test_json_that_makes_no_settings_is_refused(kept: dict[str, Any]) -> None:
    """A value of the wrong type or out of range raises a BotError, whatever it is."""
    with pytest.raises(BotError):
        from_json(kept)


def test_each_wrong_field_gets_its_sentence() -> None:
    """Checking settings names every field that is out of range, not only the first."""
    with pytest.raises(BotError) as raised:
        validated(replace(Settings(), desired_retention=0.5, minutes_a_day=0, easy_days=(1.0,)))
    assert raised.value.message.count(" must be ") == 3
    assert "from 70% to 97%, not '0.5'" in raised.value.message
