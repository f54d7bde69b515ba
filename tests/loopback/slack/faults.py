"""Faults that a test asks for: errors, resets, lost replies, delays. Each is used up by the calls that meet it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Status:
    """Answer with an HTTP status and no JSON, before anything is done."""

    status: int


@dataclass(frozen=True)
class Error:
    """Answer with one of Slack's errors, before anything is done."""

    error: str


@dataclass(frozen=True)
class Reset:
    """Reset the connection; `after` doing the work (the reply is lost) or before it."""

    after: bool


class Gate:
    """Holds calls back until it is opened, so that a test can act while one is under way."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._open = asyncio.Event()

    async def reached(self, seconds: float = 5.0) -> None:
        """Wait until a call stands at the gate; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            await self._reached.wait()

    def open(self) -> None:
        """Let every call through, now and later."""
        self._open.set()

    async def passing(self) -> None:
        """For the server: stand at the gate until it opens."""
        self._reached.set()
        await self._open.wait()


Fault = Status | Error | Reset


@dataclass
class Faults:
    """Faults and gates by method, used in the order in which they were asked for."""

    waiting: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    gates: dict[str, Gate] = field(default_factory=dict)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Let the next calls of a method meet the fault."""
        self.waiting[method].extend([fault] * times)

    def hold(self, method: str) -> Gate:
        """Hold the calls of a method."""
        return self.gates.setdefault(method, Gate())

    async def take(self, method: str) -> Fault | None:
        """The fault for a call that has just come in."""
        if method in self.gates:
            await self.gates[method].passing()
        faults = self.waiting[method]
        return faults.pop(0) if faults else None
