"""What a failed call says of a message: that it was not sent, that it never will be, or nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError

from bot.domain.delivery_outcome import Limited, Outcome, Refused, Scope, Search, SearchLater, Unsearchable, Unsure
from bot.platforms.slack.errors import error_code

NOT_INSTALLED = "the app is not installed there"
WAIT = Limited(timedelta(seconds=10), Scope.PLATFORM)
"""Nothing left this machine."""
SHORTEST_WAIT = 1.0
LOOK_AGAIN = timedelta(seconds=30)
TOO_MANY = 429
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNCLEAR = frozenset(
    {"", "fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Slack's word for trouble of its own: the message may be there."""


def outcome_of(error: BaseException) -> Outcome:
    """What a call that posts came to, of an error of CALL_ERRORS."""
    if isinstance(error, ClientConnectorError):
        return WAIT
    if not isinstance(error, SlackApiError):
        return Unsure(type(error).__name__)
    code = error_code(error)
    if _status(error) == TOO_MANY or code in LIMITED:
        return Limited(_retry_after(error), Scope.TENANT)
    return Unsure(code or f"HTTP {_status(error)}") if code in UNCLEAR else Refused(code)


def search_of(error: BaseException) -> Search:
    """What a search came to, of an error of CALL_ERRORS."""
    outcome = outcome_of(error)
    if isinstance(outcome, Refused):
        return Unsearchable()
    return SearchLater(outcome.wait if isinstance(outcome, Limited) else LOOK_AGAIN)


def _retry_after(error: SlackApiError) -> timedelta:
    headers = getattr(error.response, "headers", {})
    seconds = headers.get("Retry-After", "") if isinstance(headers, Mapping) else ""
    return timedelta(seconds=max(SHORTEST_WAIT, float(seconds) if str(seconds).isdecimal() else SHORTEST_WAIT))


def _status(error: SlackApiError) -> Any:
    return getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
