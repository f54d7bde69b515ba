"""What a platform says of a message: what came of sending it, and what a search for it found."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What a platform's limit is for."""

    ADDRESS = "address"
    TENANT = "tenant"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there; `message` is the platform's own id of it, with which it can be edited and deleted."""

    message: str


@dataclass(frozen=True, slots=True)
class Limited:
    """Told to wait (429): it was not sent, and the next one in this scope will not be before."""

    wait: timedelta
    scope: Scope = Scope.ADDRESS


@dataclass(frozen=True, slots=True)
class Refused:
    """Never (a definite 4xx): the person blocked the bot, the channel is gone."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """No answer, or one that says nothing (timeout, reset, 5xx): it may be there or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """The messages that carry the delivery's id, the oldest first; none: it never arrived."""

    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchLater:
    """The search has to wait: it is limited too, or had no answer."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Unsearchable:
    """There is no way to look (no right to read, no mark to look for)."""


Outcome = Sent | Limited | Refused | Unsure
Search = Found | SearchLater | Unsearchable
