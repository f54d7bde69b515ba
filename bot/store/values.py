"""How values lie in columns: instants as milliseconds since 1970 UTC, local days as ISO dates, the rest as JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

_encode = json.JSONEncoder(separators=(",", ":")).encode


def to_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970 UTC, rounded down; a naive datetime raises TypeError."""
    return (instant - EPOCH) // MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The aware UTC instant."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def to_ms_or_none(instant: datetime | None) -> int | None:
    """As `to_ms`; None stays None."""
    return None if instant is None else to_ms(instant)


def from_ms_or_none(milliseconds: int | None) -> datetime | None:
    """As `from_ms`; None stays None."""
    return None if milliseconds is None else from_ms(milliseconds)


def to_json(data: Mapping[str, Any]) -> str:
    """Compact JSON text."""
    return _encode(data)


def from_json(text: str) -> dict[str, Any]:
    """The object of a JSON text that `to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    return data


def to_text(typed: str) -> str:
    """Text that both databases take: PostgreSQL refuses NUL, and lone surrogates have no UTF-8."""
    return typed.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def to_text_or_none(typed: str | None) -> str | None:
    """As `to_text`; None stays None."""
    return None if typed is None else to_text(typed)


def to_day_or_none(day: date | None) -> str | None:
    """The ISO date; None stays None."""
    return None if day is None else day.isoformat()


def from_day_or_none(text: str | None) -> date | None:
    """The date of an ISO text; None stays None."""
    return None if text is None else date.fromisoformat(text)
