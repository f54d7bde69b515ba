"""The hour at which a person wants to be asked: kept, and off until it is set."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BotError
from bot.domain.settings import Settings, as_json, change, describe, from_json
from bot.intents import ChangeSetting, ShowSettings
from tests.usecases.conftest import Chat


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("8", time(8)), ("08:30", time(8, 30)), ("8.30", time(8, 30)), ("8:30 pm", time(20, 30))),
        *(("12am", time(0)), ("23:59", time(23, 59)), ("off", None), ("none", None)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, kept: time | None) -> None:
    """With and without minutes, by either clock; `off` is none."""
    assert change(Settings(), "drill-at", typed).drill_at == kept


@pytest.mark.parametrize("typed", ["24:00", "8:60", "13pm", "0am", "noonish", "8:5", "-1", "08:30:00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    """With what would do."""
    with pytest.raises(BotError, match="08:30, or off"):
        change(Settings(), "drill-at", typed)


@given(st.none() | st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_a_time_survives_json_and_typing(moment: time | None) -> None:
    """What is kept and what is shown mean the same time."""
    chosen = Settings(drill_at=moment)
    shown = {name: value for name, value, _ in describe(chosen)}["drill-at"]
    assert from_json(as_json(chosen)) == chosen == change(Settings(), "drill-at", shown)


@pytest.mark.parametrize("kept", ["25:00", 8, "08:30:15", "08:30+02:00"])
def test_json_that_is_no_time_is_refused(kept: object) -> None:
    """Whatever it is, it raises a BotError."""
    with pytest.raises(BotError):
        from_json({"drill_at": kept})


@pytest.mark.parametrize(
    ("name", "typed", "attribute", "kept"),
    [
        ("drill-days", "weekdays", "drill_days", frozenset(range(5))),
        ("drill-days", "Mon, Wed", "drill_days", frozenset({0, 2})),
        ("drill-days", "daily", "drill_days", frozenset(range(7))),
        ("drill-pause", "on", "drill_pause", date.max),
        ("drill-pause", "off", "drill_pause", None),
        ("drill-pause", "2026-12-24", "drill_pause", date(2026, 12, 24)),
    ],
)
def test_days_and_pause_are_settings_too(name: str, typed: str, attribute: str, kept: object) -> None:
    """What is shown can be typed back, and comes back from JSON."""
    chosen = change(Settings(), name, typed)
    assert getattr(chosen, attribute) == kept
    shown = {row[0]: row[1] for row in describe(chosen)}[name]
    assert from_json(as_json(chosen)) == chosen == change(Settings(), name, shown)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("drill-days", "mondey"), ("drill-days", ""), ("drill-days", "09:00"), ("drill-pause", "soon")],
)
def test_what_is_no_day_is_refused(name: str, typed: str) -> None:
    """With what would do."""
    with pytest.raises(BotError, match=r"mon,wed|2026-12-24|monday"):
        change(Settings(), name, typed)


def test_nobody_is_asked_before_they_said_when(chat: Chat) -> None:
    """The setting is off, and is kept once it is set."""
    before: Any = chat.asks(ShowSettings()).data
    chat.asks(ChangeSetting("drill-at", "8"))
    after: Any = chat.asks(ShowSettings()).data
    assert (before["drill-at"], after["drill-at"]) == ("off", "08:00")
