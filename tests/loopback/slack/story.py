"""Asynchronous tests without a plugin: `@story` runs one in a loop of its own, within a time."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

Given = ParamSpec("Given")

STORY_SECONDS = 30.0


def story(test: Callable[Given, Coroutine[Any, Any, None]]) -> Callable[Given, None]:
    """Make a coroutine function a test; raises TimeoutError when it takes too long."""

    @functools.wraps(test)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        async def within_time() -> None:
            async with asyncio.timeout(STORY_SECONDS):
                await test(*args, **kwargs)

        asyncio.run(within_time())

    return run
