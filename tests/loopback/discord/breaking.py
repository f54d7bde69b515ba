"""What a test can let go wrong: requests over REST, and connections of the gateway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.loopback.discord.courier import Courier
from tests.loopback.discord.events import Event
from tests.loopback.discord.faults import Limited, Refusal, Reset, Status
from tests.loopback.discord.gateway import Gateway
from tests.loopback.discord.rest import Rest
from tests.loopback.discord.violations import DiscordError
from tests.loopback.discord.world import World
from tests.loopback.slack.faults import Gate


class Breakable:
    """The doors of the server, with their faults. Operations are named by Discord's operationId."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rest = Rest(world)
        self._gateway = Gateway(world)
        self._courier = Courier(world, self._gateway)

    # Over REST

    def fault(self, operation: str, status: int = 500, times: int = 1) -> None:
        """The next calls are answered with an HTTP status (500, 502) and no JSON, and not done."""
        self._world.faults.add(operation, Status(status), times)

    def fail(self, operation: str, error: DiscordError, times: int = 1) -> None:
        """The next calls are answered with one of the errors of `violations.py`, and not done."""
        self._world.faults.add(operation, Refusal(error), times)

    def rate_limit(self, operation: str, seconds: float = 0.1, times: int = 1, *, everywhere: bool = False) -> None:
        """The next calls are answered 429, by their bucket or by the global limit."""
        self._world.faults.add(operation, Limited(seconds, everywhere), times)

    def reset(self, operation: str, times: int = 1) -> None:
        """The connection of the next calls is reset before they are done."""
        self._world.faults.add(operation, Reset(after=False), times)

    def drop_reply(self, operation: str, times: int = 1) -> None:
        """The next calls are done, but the connection is reset before the answer."""
        self._world.faults.add(operation, Reset(after=True), times)

    def hold(self, operation: str) -> Gate:
        """Calls stand still until the gate opens."""
        return self._world.faults.hold(operation)

    def expect_unknown(self, method: str, path: str) -> None:
        """An address below the API's base that this server does not know may be asked for: 404, no violation."""
        self._rest.expected_unknown.add((method, path))

    # On the gateway

    def deliver_again(self, event: Event) -> None:
        """The same event once more."""
        self._courier.again(event)

    @asynccontextmanager
    async def out_of_order(self) -> AsyncIterator[None]:
        """Events that happen inside are delivered afterwards, the newest first; acts inside do not wait."""
        self._courier.hold()
        yield
        self._courier.release()

    async def ask_to_reconnect(self) -> None:
        """RECONNECT: the bot shall resume elsewhere."""
        await self._gateway.ask_to_reconnect()

    async def invalidate_sessions(self, *, resumable: bool = False) -> None:
        """INVALID_SESSION."""
        await self._gateway.invalidate(resumable=resumable)

    async def close_sockets(self, code: int = 4000) -> None:
        """Close every connection; 4004 and 4010 to 4014 tell the bot not to come back."""
        await self._gateway.close_all(code)

    def reset_sockets(self) -> None:
        """Break every connection."""
        self._gateway.reset()

    def go_silent(self) -> None:
        """Leave every connection half open."""
        self._gateway.go_silent()
