"""Faults that a test asks for: errors, resets, lost replies, delays. Each is used up by the calls that meet it."""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.loopback.discord.violations import DiscordError
from tests.loopback.slack.faults import Gate


@dataclass(frozen=True)
class Status:
    """Answer with an HTTP status and no JSON, before anything is done."""

    status: int


@dataclass(frozen=True)
class Refusal:
    """Answer with one of Discord's errors, before anything is done."""

    error: DiscordError


@dataclass(frozen=True)
class Limited:
    """Answer 429, before anything is done."""

    seconds: float
    everywhere: bool


@dataclass(frozen=True)
class Reset:
    """Reset the connection; `after` doing the work (the reply is lost) or before it."""

    after: bool


Fault = Status | Refusal | Limited | Reset


@dataclass
class Faults:
    """Faults and gates by operation, used in the order in which they were asked for."""

    waiting: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    gates: dict[str, Gate] = field(default_factory=dict)

    def add(self, operation: str, fault: Fault, times: int) -> None:
        """Let the next calls of an operation meet the fault."""
        self.waiting[operation].extend([fault] * times)

    def hold(self, operation: str) -> Gate:
        """Hold the calls of an operation until the gate opens."""
        return self.gates.setdefault(operation, Gate())

    async def take(self, operation: str) -> Fault | None:
        """The fault for a call that has just come in."""
        if operation in self.gates:
            await self.gates[operation].passing()
        faults = self.waiting[operation]
        return faults.pop(0) if faults else None
