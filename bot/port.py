"""What a platform is given, and what it must offer in return."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.intents import Request
from bot.screens.model import Reply

Answer = Callable[[Request], Reply]
"""The door, as a platform sees it: raises BotError where the person can mend something."""

AsyncAnswer = Callable[[Request], Awaitable[Reply]]
"""The same from an event loop."""


class Platform(Protocol):
    """A platform that runs until it is stopped."""

    async def start(self) -> None:
        """Connect; raises BotError where the operator can mend something."""

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, disconnect."""
