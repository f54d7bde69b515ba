"""A platform on this machine that misbehaves by plan, and a director that kills and freezes the processes that use it.

One line of JSON in, one out. A worker tells every named point that it passes, and goes on when it is told to: it is
killed or frozen exactly there. What the platform keeps outlives every worker.
"""

import json
import os
import signal
import socketserver
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

KILL, FREEZE = signal.SIGKILL, signal.SIGSTOP
SPARED_SECONDS = 3.0
LATEST_PASSING = 12
NOT_KEPT: dict[str, dict[str, Any] | None] = {
    "limited": {"status": 429, "wait": 0.2},
    "error_before": {"status": 500},
    "request_lost": None,
}


@dataclass(frozen=True, slots=True)
class Weather:
    """Shares of requests that go wrong in each way; the rest is answered."""

    reply_lost: float = 0.08
    request_lost: float = 0.04
    error_after: float = 0.04
    error_before: float = 0.04
    limited: float = 0.05
    slow: float = 0.02


CALM = Weather(*[0.0] * 6)


@dataclass
class Platform:
    """Messages by address. `slow_seconds` is more than a request may take, and less than its grace."""

    random: Random
    weather: Weather
    slow_seconds: float
    messages: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    told: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: Any = field(default_factory=count)

    def send(self, request: dict[str, Any], director: "Director") -> dict[str, Any] | None:
        """Keep a message, or not, and answer, or not."""
        mishap = self._mishap()
        self.told[mishap] += 1
        if request["address"].startswith("blocked"):
            return {"status": 403}
        if mishap in NOT_KEPT:
            return NOT_KEPT[mishap]
        if mishap == "slow":
            time.sleep(self.slow_seconds)
        message = self._keep(request)
        director.passes("post.stored", request["pid"])
        if mishap == "reply_lost":
            return None
        return {"status": 500} if mishap == "error_after" else {"status": 200, "message": message}

    def find(self, request: dict[str, Any]) -> dict[str, Any]:
        """The messages with a delivery's id."""
        if self._mishap() == "limited":
            return {"status": 429, "wait": 0.2}
        with self._lock:
            kept = self.messages[request["address"]].items()
            return {"status": 200, "messages": [key for key, delivery in kept if delivery == request["delivery"]]}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """Forget a message."""
        with self._lock:
            self.messages[request["address"]].pop(request["message"], None)
        return {"status": 200}

    def shown(self) -> Counter[str]:
        """How many messages there are of each delivery."""
        with self._lock:
            return Counter(delivery for kept in self.messages.values() for delivery in kept.values())

    def _keep(self, request: dict[str, Any]) -> str:
        with self._lock:
            message = f"m{next(self._numbers)}"
            self.messages[request["address"]][message] = request["delivery"]
            return message

    def _mishap(self) -> str:
        with self._lock:
            drawn = self.random.random()
        for name in Weather.__slots__:
            drawn -= getattr(self.weather, name)
            if drawn < 0:
                return name
        return "answered"


class Director:
    """Strikes at points: each planned fault at some passing of its point, drawn from the seed."""

    def __init__(self, random: Random, faults: list[tuple[str, signal.Signals]], frozen_seconds: float) -> None:
        self.passed: Counter[str] = Counter()
        self.struck: Counter[tuple[str, str]] = Counter()
        self._frozen_seconds = frozen_seconds
        self._lock = threading.Lock()
        self._spared_until: dict[int, float] = {}
        self._planned: dict[str, list[tuple[int, signal.Signals]]] = defaultdict(list)
        for point, fault in faults:
            self._planned[point].append((random.randint(1, LATEST_PASSING), fault))
        for planned in self._planned.values():
            planned.sort()

    def passes(self, point: str, pid: int) -> None:
        """A worker is at a point: it goes on when this returns, if it lives."""
        fault = self._due(point, pid)
        if fault is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, fault)
            if fault is FREEZE:
                threading.Timer(self._frozen_seconds, _thaw, [pid]).start()

    def left(self) -> list[str]:
        """Points with faults that did not come yet."""
        return [point for point, planned in self._planned.items() if planned]

    def _due(self, point: str, pid: int) -> signal.Signals | None:
        with self._lock:
            self.passed[point] += 1
            planned = self._planned[point]
            spared = time.monotonic() < self._spared_until.get(pid, 0)
            ready = [
                (at, fault) for at, fault in planned if self.passed[point] >= at and not (spared and fault is KILL)
            ]
            if not ready:
                return None
            planned.remove(ready[0])
            fault = ready[0][1]
            self.struck[point, fault.name] += 1
            if fault is FREEZE:
                # What it does then about a message that it sends too late is not struck again: see `Sender._concede`.
                self._spared_until[pid] = time.monotonic() + self._frozen_seconds + SPARED_SECONDS
            return fault


class Loopback(socketserver.ThreadingTCPServer):
    """Serves platform and director at a port of this machine."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, platform: Platform, director: Director) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.platform, self.director = platform, director

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The reply to a request; None: the connection is dropped."""
        match request["do"]:
            case "send":
                return self.platform.send(request, self.director)
            case "find":
                return self.platform.find(request)
            case "delete":
                return self.platform.delete(request)
        self.director.passes(request["point"], request["pid"])
        return {"status": 200}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error."""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            reply = self.server.answer(json.loads(line))  # type: ignore[attr-defined]  # the server is a Loopback
            if reply is None:
                return
            self.wfile.write(json.dumps(reply).encode() + b"\n")


def _thaw(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
