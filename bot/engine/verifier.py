"""Looks for messages of which nobody knows whether they arrived, and takes back those that are there twice."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import Found, Search, SearchLater
from bot.door_deliveries import DeliveryDoor
from bot.engine.outlet import Call, Outlet
from bot.store.errors import StoreError

log = structlog.get_logger("engine")

BATCH = 20
LOOK_AGAIN_SECONDS = 2.0
TRY_AGAIN = timedelta(seconds=30)


class Verifier:
    """Looks on one platform, one delivery after another: the search is what platforms limit most."""

    def __init__(self, outlet: Outlet, door: DeliveryDoor, call: Call, batch: int = BATCH) -> None:
        self._outlet, self._door, self._call, self._batch = outlet, door, call, batch
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Look until `stop`. What is wrong with the database is reported, and waited out."""
        while not self._stopping.is_set():
            looked = await self._look_safely()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 0 if looked else LOOK_AGAIN_SECONDS)

    async def stop(self) -> None:
        """Look for no more than what is under way."""
        self._stopping.set()

    async def look(self) -> int:
        """Resolve what is in doubt; returns how many were looked for. Stops early where the platform says to wait."""
        held = await self._call(self._door.take_up, self._outlet.platform, self._batch)
        wait: SearchLater | None = None
        for each in held:
            search = wait or await self._search(each)
            wait = search if isinstance(search, SearchLater) else None
            if await self._call(self._door.resolve, each, search) and isinstance(search, Found):
                await self._take_back(each, search.messages[1:])
        return len(held)

    async def _look_safely(self) -> int:
        try:
            return await self.look()
        except StoreError as error:
            log.warning("messages in doubt wait for the database", platform=self._outlet.platform, error=str(error))
        except Exception:
            log.exception("verifying failed", platform=self._outlet.platform)
        return 0

    async def _search(self, held: Delivery) -> Search:
        try:
            return await self._outlet.find(held)
        except Exception:
            log.exception("looking for a message failed", delivery=held.id)
            return SearchLater(TRY_AGAIN)

    async def _take_back(self, held: Delivery, messages: tuple[str, ...]) -> None:
        for message in messages:
            await self._outlet.delete(held, message)
            log.info("a message was taken back", delivery=held.id)
