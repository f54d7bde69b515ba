"""The door from an event loop: the synchronous core runs in threads of our own, never in the loop's default pool.

asyncio's default pool also resolves host names, and a slow database must not keep it busy.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bot.door import Door
from bot.intents import Request
from bot.screens.model import Reply
from bot.usecases.table import PUBLIC

Given = ParamSpec("Given")
Result = TypeVar("Result")

PUBLIC_THREADS = 2


class AsyncDoor:
    """Answers requests without blocking the loop. `threads` is 1 for SQLite, which has one writer."""

    def __init__(self, door: Door, threads: int) -> None:
        self._door = door
        self._personal = ThreadPoolExecutor(threads, thread_name_prefix="door")
        self._public = ThreadPoolExecutor(PUBLIC_THREADS, thread_name_prefix="public")

    async def answer(self, request: Request) -> Reply:
        """As `Door.answer`. Help, forms and look-ups never wait for the database."""
        pool = self._public if type(request.intent) in PUBLIC else self._personal
        return await self._run(pool, self._door.answer, request)

    async def call(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Run other synchronous work of the store beside the door's."""
        return await self._run(self._personal, work, *args, **kwargs)

    def close(self) -> None:
        """Let what is running end, and take nothing new."""
        self._personal.shutdown(cancel_futures=True)
        self._public.shutdown(cancel_futures=True)

    async def _run(
        self, pool: ThreadPoolExecutor, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: work(*args, **kwargs))
