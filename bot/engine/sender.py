"""Sends what is owed on one platform. `deliver` is the one function that sends, whatever queues the work.

Each delivery is claimed when it is about to go out, and never more of them than the lease allows to be sent in time.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any

import structlog

from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import Found, Limited, Outcome, Sent, Unsure
from bot.door_deliveries import Begun, DeliveryDoor, Settled, Verdict
from bot.engine.outlet import Call, Outlet
from bot.engine.pace import FairQueue, Pace, Rates
from bot.store.deliveries import Ticket
from bot.store.errors import StoreError

log = structlog.get_logger("engine")

QUEUED = 200
LOOK_AGAIN_SECONDS = 1.0
PATIENCE = 5  # leases for which a lost message waits for the one that counts


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's rates, how many requests may be under way, and how long one may take.

    A request must take less than the grace of the door's terms.
    """

    rates: Rates
    seats: int = 16
    request_seconds: float = 15.0


class Sender:
    """Takes tickets in turn and delivers them, many at a time, until it is stopped."""

    def __init__(
        self,
        outlet: Outlet,
        door: DeliveryDoor,
        call: Call,
        limits: Limits,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        if limits.request_seconds >= door.terms.grace.total_seconds():
            raise ValueError("a request may not take as long as the grace: it could arrive after its search")
        self._outlet, self._door, self._call, self._clock = outlet, door, call, clock
        self._request_seconds = limits.request_seconds
        self._lease_seconds = door.terms.lease.total_seconds()
        self._grace_seconds = door.terms.grace.total_seconds()
        self._pace = Pace(limits.rates)
        self._queue = FairQueue(self._pace)
        self._seats = max(1, min(limits.seats, int(limits.rates.platform * self._lease_seconds)))
        self._under_way: set[asyncio.Task[None]] = set()
        self._nudged = asyncio.Event()
        self._stopping = False
        self._refilled_at = -inf

    def nudge(self) -> None:
        """Something new may be due."""
        self._refilled_at = -inf
        self._nudged.set()

    async def run(self) -> None:
        """Send what is owed until `stop`. What is wrong with the database is reported, and waited out."""
        while not self._stopping:
            await self._refill_safely()
            self._send_ready()
            await self._pause()

    async def stop(self, seconds: float = 5.0) -> None:
        """Begin nothing new, and wait for what is under way; what is not done then is found by the sweeper."""
        self._stopping = True
        self._nudged.set()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def deliver(self, ticket: Ticket) -> None:
        """Send one delivery, if it is to be had; returns when what came of it is kept, or left to the sweeper."""
        deadline = self._clock() + self._lease_seconds  # read before the claim: never later than the lease ends
        held = await self._call(self._door.claim, ticket.tenant, ticket.id)
        begun = await self._call(self._door.begin, held) if held else None
        if begun is None or self._clock() >= deadline:
            return
        outcome = await self._send(begun)
        if isinstance(outcome, Limited):
            self._pace.hold(ticket, outcome.scope, self._clock() + outcome.wait.total_seconds())
        if await self._settle(begun.delivery, outcome) is Settled.LOST:
            await self._concede(begun.delivery, outcome)

    async def _refill_safely(self) -> None:
        try:
            await self._refill()
        except StoreError as error:
            log.warning("deliveries wait for the database", platform=self._outlet.platform, error=str(error))
        except Exception:
            log.exception("looking for deliveries failed", platform=self._outlet.platform)

    async def _refill(self) -> None:
        now = self._clock()
        if len(self._queue) > QUEUED // 2 or now < self._refilled_at + LOOK_AGAIN_SECONDS:
            return
        added = self._queue.add(await self._call(self._door.owed, self._outlet.platform, QUEUED))
        self._refilled_at = now if added < QUEUED // 2 else -inf

    def _send_ready(self) -> None:
        while not self._stopping and len(self._under_way) < self._seats and (ticket := self._queue.take(self._clock())):
            task = asyncio.create_task(self._deliver_safely(ticket))
            self._under_way.add(task)
            task.add_done_callback(self._leave_seat)

    async def _pause(self) -> None:
        """Until something may go out: its time comes, a seat is free, or somebody nudges."""
        full = len(self._under_way) >= self._seats
        wait = LOOK_AGAIN_SECONDS if full else min(LOOK_AGAIN_SECONDS, self._queue.next_at() - self._clock())
        if not self._stopping and wait > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), wait)
        self._nudged.clear()

    def _leave_seat(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._nudged.set()

    async def _deliver_safely(self, ticket: Ticket) -> None:
        """Whatever goes wrong, the delivery stays where the sweeper finds it."""
        try:
            await self.deliver(ticket)
        except StoreError as error:
            log.warning("a delivery waits for the database", delivery=ticket.id, error=str(error))
        except Exception:
            log.exception("a delivery failed", delivery=ticket.id, tenant=ticket.tenant)
        finally:
            self._queue.done(ticket)

    async def _send(self, begun: Begun) -> Outcome:
        try:
            async with asyncio.timeout(self._request_seconds):
                return await self._outlet.send(begun.delivery, begun.content)
        except TimeoutError:
            return Unsure("timeout")
        except Exception as error:
            log.exception("sending failed", delivery=begun.delivery.id)
            return Unsure(type(error).__name__)

    async def _settle(self, held: Delivery, outcome: Outcome) -> Settled:
        """A database that is away must not turn a message that is there into one that has to be looked for."""
        give_up = self._clock() + self._lease_seconds + self._grace_seconds
        while True:
            try:
                return await self._call(self._door.settle, held, outcome)
            except StoreError:
                if self._clock() >= give_up:
                    raise
                await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _concede(self, held: Delivery, outcome: Outcome) -> None:
        """Our time was over, and another hand has the delivery: of the messages, one may stay."""
        for message in await self._left_behind(held, outcome):
            for _ in range(int(PATIENCE * (self._lease_seconds + self._grace_seconds) / LOOK_AGAIN_SECONDS) + 1):
                verdict = await self._call(self._door.concede, held, message)
                if verdict is not Verdict.ASK_AGAIN:
                    break
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
            if verdict is Verdict.DELETE:
                await self._outlet.delete(held, message)
                log.info("a message was taken back", delivery=held.id)

    async def _left_behind(self, held: Delivery, outcome: Outcome) -> tuple[str, ...]:
        if isinstance(outcome, Sent):
            return (outcome.message,)
        found: Any = await self._outlet.find(held) if isinstance(outcome, Unsure) else None
        return found.messages if isinstance(found, Found) else ()
