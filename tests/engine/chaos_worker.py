"""A worker of the chaos tests: the real engine on a real database, which tells every point that it passes."""

import asyncio
import json
import logging
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.domain.delivery import Delivery, Terms
from bot.domain.delivery_outcome import Found, Limited, Outcome, Refused, Search, SearchLater, Sent, Unsure
from bot.door_deliveries import Begun, DeliveryDoor, Settled
from bot.door_timers import TimerDoor, Woken
from bot.engine import sender, verifier
from bot.engine.engine import Engine
from bot.engine.pace import Rates
from bot.engine.sender import Limits
from bot.store.database import Database, Transaction
from bot.store.timers import Advance, Timer

PLATFORM = "loopback"
LATE = timedelta(hours=6)
TERMS = Terms(lease=timedelta(seconds=1), grace=timedelta(seconds=0.8))
REQUEST_SECONDS = 0.4
ROUND = timedelta(milliseconds=300)
POINTS = (
    "tick.before",
    "wake.before",
    "wake.in transaction",
    "wake.committed",
    "claim.before",
    "claim.committed",
    "begin.before",
    "begin.in transaction",
    "begin.committed",
    "post.before",
    "post.stored",
    "post.answered",
    "settle.before",
    "settle.committed",
    "sweep.before",
    "sweep.committed",
    "verify.before",
    "verify.committed",
    "search.before",
    "search.answered",
    "resolve.before",
    "resolve.committed",
)


class Points:
    """The line to the director."""

    def __init__(self, port: int) -> None:
        self._port = port

    def passes(self, point: str) -> None:
        """Tell, and wait for leave to go on."""
        with socket.create_connection(("127.0.0.1", self._port)) as line, line.makefile("rwb") as pipe:
            pipe.write(json.dumps({"do": "pass", "point": point, "pid": os.getpid()}).encode() + b"\n")
            pipe.flush()
            pipe.readline()


class WatchedTimers(TimerDoor):
    """The door, telling when a transaction begins and has ended."""

    points: Points

    def tenants_due(self, most: int) -> list[str]:
        """As ever."""
        found = super().tenants_due(most)
        if found:
            self.points.passes("tick.before")
        return found

    def wake(self, tenant: str, most: int) -> Woken:
        """As ever."""
        self.points.passes("wake.before")
        woken = super().wake(tenant, most)
        self.points.passes("wake.committed")
        return woken


class WatchedDeliveries(DeliveryDoor):
    """The door, telling when a transaction begins and has ended."""

    points: Points

    def claim(self, tenant: str, delivery_id: str) -> Delivery | None:
        """As ever."""
        self.points.passes("claim.before")
        held = super().claim(tenant, delivery_id)
        self.points.passes("claim.committed")
        return held

    def begin(self, held: Delivery) -> Begun | None:
        """As ever."""
        self.points.passes("begin.before")
        begun = super().begin(held)
        self.points.passes("begin.committed")
        return begun

    def settle(self, held: Delivery, outcome: Outcome) -> Settled:
        """As ever."""
        self.points.passes("settle.before")
        settled = super().settle(held, outcome)
        self.points.passes("settle.committed")
        return settled

    def sweep(self, most: int) -> int:
        """As ever."""
        self.points.passes("sweep.before")
        swept = super().sweep(most)
        if swept:
            self.points.passes("sweep.committed")
        return swept

    def take_up(self, platform: str, most: int) -> list[Delivery]:
        """As ever."""
        self.points.passes("verify.before")
        held = super().take_up(platform, most)
        if held:
            self.points.passes("verify.committed")
        return held

    def resolve(self, held: Delivery, search: Search) -> bool:
        """As ever."""
        self.points.passes("resolve.before")
        resolved = super().resolve(held, search)
        self.points.passes("resolve.committed")
        return resolved


class LoopbackOutlet:
    """What a platform's client does with its answers."""

    platform = PLATFORM

    def __init__(self, port: int, points: Points) -> None:
        self._port, self._points = port, points

    async def send(self, delivery: Delivery, content: Any) -> Outcome:
        """Send it once."""
        self._points.passes("post.before")
        reply = await self._ask("send", delivery, content=content)
        self._points.passes("post.answered")
        match reply.get("status"):
            case 200:
                return Sent(reply["message"])
            case 429:
                return Limited(timedelta(seconds=reply["wait"]))
            case 403:
                return Refused("blocked")
        return Unsure(f"status {reply.get('status')}")

    async def find(self, delivery: Delivery) -> Search:
        """Look for it."""
        self._points.passes("search.before")
        reply = await self._ask("find", delivery)
        self._points.passes("search.answered")
        if reply.get("status") != 200:
            return SearchLater(timedelta(seconds=0.2))
        return Found(tuple(reply["messages"]))

    async def delete(self, delivery: Delivery, message: str) -> None:
        """Take it back."""
        await self._ask("delete", delivery, message=message)

    async def _ask(self, what: str, delivery: Delivery, **more: Any) -> dict[str, Any]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            request = {"do": what, "delivery": delivery.id, "address": delivery.address, "pid": os.getpid(), **more}
            writer.write(json.dumps(request).encode() + b"\n")
            line = await reader.readline()
            reply: dict[str, Any] = json.loads(line) if line else {}
            return reply
        finally:
            writer.close()


def wake(tx: Transaction, timer: Timer, points: Points) -> Advance:
    """Owe the drill of the timer's date; go on with the next date until the last one."""
    points.passes("wake.in transaction")
    assert timer.local_date
    assert timer.due_at
    owed = Delivery(
        tenant=timer.tenant,
        platform=PLATFORM,
        recipient=timer.subject,
        purpose="drill",
        slot=timer.local_date.isoformat(),
        address=timer.data["address"],
        due_at=tx.now(),
        expires_at=tx.now() + LATE,
        learner_id=timer.learner_id,
    )
    if timer.data["left"] == 1:
        return Advance(None, (owed,))
    following = replace(
        timer,
        due_at=timer.due_at + ROUND,
        last_date=timer.local_date,
        local_date=timer.local_date + timedelta(days=1),
        data={**timer.data, "left": timer.data["left"] - 1},
    )
    return Advance(following, (owed,))


def compose(_: Transaction, delivery: Delivery, points: Points) -> str:
    """What the drill says."""
    points.passes("begin.in transaction")
    return f"Drill of {delivery.slot}"


def report(error: Exception, timer: Timer) -> None:
    """A use case of this module that fails is a fault of the test."""
    raise AssertionError(f"{timer.kind} failed") from error


def work(url: str, port: int) -> None:
    """Work until killed. Looks for work more often than an engine at home, since its leases are short, too."""
    sender.LOOK_AGAIN_SECONDS = verifier.LOOK_AGAIN_SECONDS = 0.2
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_work(url, port))


async def _work(url: str, port: int) -> None:
    points = Points(port)
    database = Database.open(url)
    threads = ThreadPoolExecutor(1 if database.dialect == "sqlite" else 4)
    timers = WatchedTimers(database, partial(wake, points=points), report)
    deliveries = WatchedDeliveries(database, partial(compose, points=points), TERMS)
    timers.points = deliveries.points = points

    async def call(work: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(threads, partial(work, *args, **kwargs))

    limits = Limits(Rates(platform=400, tenant=200, address=50), seats=8, request_seconds=REQUEST_SECONDS)
    engine = Engine((timers, deliveries), call, [(LoopbackOutlet(port, points), limits)], tick_seconds=0.2)
    await engine.start()
    await asyncio.Event().wait()
