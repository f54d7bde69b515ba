"""What Slack sends to the app, and what comes back: the words that transports and courier share."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from tests.loopback.slack.directory import Json


class Kind(StrEnum):
    """The sorts of delivery, as Socket Mode names them."""

    EVENT = "events_api"
    INTERACTION = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True)
class Delivery:
    """One payload. `retry` counts from 1 when Slack tries again, with its reason."""

    kind: Kind
    payload: Json
    retry: int = 0
    reason: str = ""

    @property
    def name(self) -> str:
        """How violations name it."""
        if self.kind is Kind.COMMAND:
            return f"{self.payload['command']} {self.payload['text']}".strip()
        if self.kind is Kind.INTERACTION:
            return str(self.payload["type"])
        event = self.payload["event"]
        return f"event {event['type']}" + (f".{event['subtype']}" if "subtype" in event else "")


@dataclass(frozen=True)
class Reply:
    """An acknowledgement in time: its body (an object, a string, or nothing)."""

    body: Any
    seconds: float


class NotAcknowledged(Exception):
    """No acknowledgement. `blames_bot` tells a slow or failing bot from a broken line."""

    def __init__(self, reason: str, blames_bot: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blames_bot = blames_bot


class Transport(Protocol):
    """A way to the app."""

    async def send(self, delivery: Delivery) -> Reply:
        """Deliver once; raises NotAcknowledged."""


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery, for the test to look at."""

    acknowledged: bool
    seconds: float = 0.0
    body: Any = None
    reason: str = ""


@dataclass
class Event:
    """An event and how its delivery goes."""

    id: str
    team: str
    body: Json
    attempts: int = 0
    acknowledged: bool = False
    tried: bool = False
    reasons: list[str] = field(default_factory=list)
