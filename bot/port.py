"""What a platform is given, and what it must offer in return."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.intents import Actor, Request
from bot.screens.model import Reply

Answer = Callable[[Request], Reply]
"""The door, as a platform sees it: raises BotError where the person can mend something."""

Report = Callable[[BaseException], str]
"""Keeps a fault of ours; says its id and where its details are."""


class Core(Protocol):
    """The door from an event loop; each method as the door's own of that name."""

    def answer(self, request: Request) -> Awaitable[Reply]:
        """Do what the request's intent says; raises BotError where the person can mend something."""

    def receive(self, request: Request, event_id: str) -> Awaitable[bool]:
        """Keep what a person typed, before it is acknowledged."""

    def work_inbox(self, who: Actor) -> Awaitable[Reply | None]:
        """Act on the oldest text that waits; None when none does."""

    def told(self, who: Actor) -> Awaitable[None]:
        """The answers to all that was acted on were shown."""

    def backlog(self, platform: str) -> Awaitable[list[Actor]]:
        """The accounts whose texts wait, at a start."""

    def refused(self, who: Actor) -> Awaitable[None]:
        """The account takes no messages of ours; its next reply says so."""

    def knows(self, who: Actor) -> Awaitable[bool]:
        """Whether this account ever met the bot."""


class Platform(Protocol):
    """A platform that runs until it is stopped."""

    async def start(self) -> None:
        """Connect; raises BotError where the operator can mend something."""

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, disconnect."""
