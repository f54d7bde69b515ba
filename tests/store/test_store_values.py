from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import values

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2400, 1, 1), timezones=ZONES)  # noqa: DTZ001  # zones are drawn


@given(INSTANTS)
def test_an_instant_comes_back_to_the_millisecond(instant: datetime) -> None:
    """Whatever the zone, what is read is the same instant in UTC, without its microseconds."""
    kept = values.from_ms(values.to_ms(instant))

    assert kept.tzinfo is UTC
    assert timedelta() <= instant - kept < values.MILLISECOND


@given(st.integers(-(10**13), 10**13))
def test_milliseconds_come_back_exactly(milliseconds: int) -> None:
    """No rounding creeps in on the way through a datetime."""
    assert values.to_ms(values.from_ms(milliseconds)) == milliseconds


def test_a_naive_instant_is_refused() -> None:
    """Local time never reaches a column by mistake."""
    with pytest.raises(TypeError):
        values.to_ms(datetime(2026, 3, 10))  # noqa: DTZ001  # the point of the test


@given(st.text(st.characters()))
def test_text_becomes_what_every_database_takes(typed: str) -> None:
    """Neither NUL nor lone surrogates remain, and ordinary text stays as it was."""
    kept = values.to_text(typed)

    assert "\0" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert len(kept) == len(typed)
    assert values.to_text(kept) == kept
