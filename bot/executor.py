"""The door from an event loop: the synchronous core runs in threads of our own, never in the loop's default pool.

asyncio's default pool also resolves host names, and a slow database must not keep it busy.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bot.door import Door
from bot.intents import Actor, Request
from bot.screens.model import Reply
from bot.usecases.table import PUBLIC

Given = ParamSpec("Given")
Result = TypeVar("Result")

PUBLIC_THREADS = 2
ASIDE_THREADS = 4


class AsyncDoor:
    """Answers requests without blocking the loop. `threads` is 1 for SQLite, which has one writer."""

    def __init__(self, door: Door, threads: int) -> None:
        self._door = door
        self._personal = ThreadPoolExecutor(threads, thread_name_prefix="door")
        self._keeping = ThreadPoolExecutor(threads, thread_name_prefix="keeping")
        self._public = ThreadPoolExecutor(PUBLIC_THREADS, thread_name_prefix="public")
        self._aside = ThreadPoolExecutor(ASIDE_THREADS, thread_name_prefix="aside")

    async def answer(self, request: Request) -> Reply:
        """As `Door.answer`. Help, forms and look-ups never wait for the database."""
        pool = self._public if type(request.intent) in PUBLIC else self._personal
        return await self._run(pool, self._door.answer, request)

    async def receive(self, request: Request, event_id: str) -> bool:
        """As `Door.receive`. It waits behind no act: what was typed must be kept within seconds."""
        return await self._run(self._keeping, self._door.receive, request, event_id)

    async def work_inbox(self, who: Actor) -> Reply | None:
        """As `Door.work_inbox`."""
        return await self._run(self._personal, self._door.work_inbox, who)

    async def told(self, who: Actor) -> None:
        """As `Door.told`."""
        await self._run(self._personal, self._door.told, who)

    async def backlog(self, platform: str) -> list[Actor]:
        """As `Door.backlog`."""
        return await self._run(self._personal, self._door.backlog, platform)

    async def refused(self, who: Actor) -> None:
        """As `Door.refused`."""
        await self._run(self._personal, self._door.refused, who)

    async def knows(self, who: Actor) -> bool:
        """As `Door.knows`."""
        return await self._run(self._personal, self._door.knows, who)

    async def call(self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Run other synchronous work of the store, which does not wait behind the door's."""
        return await self._run(self._aside, work, *args, **kwargs)

    def close(self) -> None:
        """Let what is running end, and take nothing new."""
        for pool in (self._keeping, self._personal, self._public, self._aside):
            pool.shutdown(cancel_futures=True)

    async def _run(
        self, pool: ThreadPoolExecutor, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: work(*args, **kwargs))
