"""Doors with a trouble of their own: the real one behind a gate, or one that fails a few times."""

import threading
from collections.abc import Callable

from bot.door import Door
from bot.intents import Actor, PublicIntent, Request
from bot.screens.model import Reply

PATIENCE_SECONDS = 20


class HeldDoor(Door):
    """Does nothing until `gate` is set, as with a slow database. `requests` are those that came."""

    gate: threading.Event
    requests: list[Request]

    def answer(self, request: Request) -> Reply:
        """Wait, then as the real one."""
        self.requests.append(request)
        if not isinstance(request.intent, PublicIntent):  # that needs no database
            self.gate.wait(PATIENCE_SECONDS)
        return super().answer(request)

    def receive(self, request: Request, event_id: str) -> bool:
        """Wait, then as the real one."""
        self.gate.wait(PATIENCE_SECONDS)
        return super().receive(request, event_id)


class FailingDoor(Door):
    """Raises errors, one a call, before it works."""

    errors: list[Exception]

    def answer(self, request: Request) -> Reply:
        """Fail, or as the real one."""
        if self.errors:
            raise self.errors.pop(0)
        return super().answer(request)

    def work_inbox(self, who: Actor) -> Reply | None:
        """Fail, or as the real one."""
        if self.errors:
            raise self.errors.pop(0)
        return super().work_inbox(who)


def held(gate: threading.Event, requests: list[Request]) -> Callable[[Door], Door]:
    """Wraps a door."""

    def wrap(door: Door) -> Door:
        made = HeldDoor(door._database, door._library)
        made.gate, made.requests = gate, requests
        return made

    return wrap


def failing(*errors: Exception) -> Callable[[Door], Door]:
    """Wraps a door."""

    def wrap(door: Door) -> Door:
        made = FailingDoor(door._database, door._library)
        made.errors = list(errors)
        return made

    return wrap
