"""The strict loopback Slack: one server on 127.0.0.1 with every door that a Slack app uses, and a test's view of it."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from tests.loopback.slack import payloads
from tests.loopback.slack.clock import Clock
from tests.loopback.slack.courier import Courier
from tests.loopback.slack.delivery import Delivery, Event, Kind
from tests.loopback.slack.directory import Team
from tests.loopback.slack.doors import application
from tests.loopback.slack.faults import Error, Gate, Reset, Status
from tests.loopback.slack.grants import App, Grant
from tests.loopback.slack.http_mode import HttpMode
from tests.loopback.slack.person import PATIENCE_SECONDS, Person
from tests.loopback.slack.shown import Dialog
from tests.loopback.slack.socket_mode import SocketMode
from tests.loopback.slack.violations import Violations
from tests.loopback.slack.workspace import Workspace
from tests.loopback.slack.world import Called, Settings, World

Found = TypeVar("Found")


class Transport(StrEnum):
    """How the app is reached."""

    SOCKET = "socket"
    HTTP = "http"


class LoopbackSlack:
    """Use as `async with LoopbackSlack() as slack`. Leaving it without an error asserts that no rule was broken."""

    def __init__(
        self,
        transport: Transport = Transport.SOCKET,
        app: App | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.transport = transport
        self.app = app or App()
        self._world = World(self.app, settings or Settings())
        self._sockets = SocketMode(self._world)
        self._http = HttpMode(self._world)
        self._courier = Courier(self._world, self._sockets if transport is Transport.SOCKET else self._http)
        self._world.announce = self._courier.announce
        self._workspaces: dict[str, Workspace] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of this machine."""
        self._runner = web.AppRunner(application(self._world, self._sockets), shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._world.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; raises RuleBroken if the bot broke rules and nothing else went wrong."""
        await self._courier.close()
        await self._sockets.close()
        await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if error is None:
            self.assert_clean()

    # What the app is configured with

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, for `SLACK_API_URL`."""
        return f"{self._world.base}/api/"

    @property
    def authorize_url(self) -> str:
        """The consent page of OAuth v2."""
        return f"{self._world.base}/oauth/v2/authorize"

    def environment(self) -> dict[str, str]:
        """The app's configuration, without a bot token: that is a team's own."""
        credentials = {
            "SLACK_API_URL": self.api_url,
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
            "SLACK_CLIENT_ID": self.app.client_id,
            "SLACK_CLIENT_SECRET": self.app.client_secret,
        }
        token = {"SLACK_APP_TOKEN": self.app.app_token} if self.transport is Transport.SOCKET else {}
        return credentials | token

    def posts_to(self, url: str) -> None:
        """In HTTP mode: the app's request URL."""
        self._http.url = url

    async def verifies_url(self) -> bool:
        """In HTTP mode: whether the app answers the challenge for its request URL."""
        return await self._http.verify(secrets.token_hex(16))

    # Who is there

    def team(
        self, name: str, enterprise: str | None = None, *, installed: bool = True, scopes: tuple[str, ...] = ()
    ) -> Workspace:
        """A workspace, made at first mention, with the app installed there unless it is to be installed by OAuth."""
        if name not in self._workspaces:
            team = Team(name, name.lower(), enterprise)
            self._world.directory[name] = team
            self._workspaces[name] = Workspace(self._world, self._courier, team)
            if installed and self._world.grants.of_team(team) is None:
                self._world.grants.give(name, enterprise, scopes or self.app.scopes)
        return self._workspaces[name]

    def install_for_organisation(self, enterprise: str) -> Grant:
        """One token for all teams of an organisation, those of later mention included."""
        return self._world.grants.give(None, enterprise, self.app.scopes)

    def modal_of(self, person: Person) -> Dialog | None:
        """The modal that a person looks at."""
        return person.modal

    def allow_mentions_of(self, person: Person) -> None:
        """From here on the bot may mention this person; everybody else it may not."""
        self._world.allowed_mentions.add(person.id)

    # What goes wrong

    def fault(self, method: str, status: int = 500, times: int = 1) -> None:
        """The next calls are answered with an HTTP status and no JSON, and not done.

        Besides methods, `response_url` and `link` (the handshake of Socket Mode) can be named here.
        """
        self._world.faults.add(method, Status(status), times)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """The next calls are answered with one of Slack's errors, and not done."""
        self._world.faults.add(method, Error(error), times)

    def reset(self, method: str, times: int = 1) -> None:
        """The connection of the next calls is reset before they are done."""
        self._world.faults.add(method, Reset(after=False), times)

    def drop_reply(self, method: str, times: int = 1) -> None:
        """The next calls are done, but the connection is reset before the answer."""
        self._world.faults.add(method, Reset(after=True), times)

    def hold(self, method: str) -> Gate:
        """Calls stand still until the gate opens."""
        return self._world.faults.hold(method)

    def rate_limit(self, method: str, retry_after: float = 1.0, team: str = "") -> None:
        """For so long every call of the method (for one team) is answered 429."""
        self._world.pace.refuse((method, team) if team else (method,), retry_after)

    def deliver_again(self, event: Event) -> None:
        """The same event once more, as Slack does at times."""
        self._courier.again(event)

    def lose_first_attempt(self, times: int = 1) -> None:
        """The next events reach the app only as retries."""
        self._courier.lose_first_attempts(times)

    @asynccontextmanager
    async def out_of_order(self) -> AsyncIterator[None]:
        """Events that happen inside are delivered afterwards, the newest first."""
        self._courier.hold()
        yield
        self._courier.release()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Socket Mode: ask the app to reconnect."""
        await self._sockets.disconnect(reason)

    def reset_sockets(self) -> None:
        """Socket Mode: break every connection."""
        self._sockets.reset()

    def go_silent(self) -> None:
        """Socket Mode: leave every connection half open."""
        self._sockets.go_silent()

    async def forge(self, person: Person, line: str, how: str) -> int:
        """HTTP mode: a command with a "wrong signature", "no signature" or "old timestamp"; the app's status."""
        payload = payloads.command_json(self._world, person.member, person.dm, line)
        return await self._http.forge(Delivery(Kind.COMMAND, payload), how)

    # What happened

    @property
    def clock(self) -> Clock:
        """The server's time; `advance` skips ahead."""
        return self._world.clock

    @property
    def violations(self) -> Violations:
        """The rules that were broken so far; `taken()` also forgets them."""
        return self._world.violations

    def assert_clean(self) -> None:
        """Raises RuleBroken naming every rule that was broken."""
        self._world.violations.assert_clean()

    @property
    def events(self) -> list[Event]:
        """The events that were sent, oldest first."""
        return self._courier.events

    def calls(self, method: str = "", team: str = "") -> list[Called]:
        """The calls so far, of a method and for a team, oldest first; refused ones count."""
        return [call for call in self._world.calls if method in ("", call.method) and team in ("", call.team)]

    def count(self, method: str) -> int:
        """How often a method was called."""
        return len(self.calls(method))

    async def connected(self, sockets: int = 1) -> None:
        """Wait until so many sockets are open; raises TimeoutError."""
        await self.until(lambda: self._sockets.open_sockets >= sockets, f"{sockets} sockets")

    async def until(
        self, find: Callable[[], Found | None], what: str = "it", seconds: float = PATIENCE_SECONDS
    ) -> Found:
        """Wait for a condition on what happened here; raises TimeoutError."""
        return await self._world.changes.until(find, seconds, what)

    async def never(self, find: Callable[[], object], what: str = "it", seconds: float = 0.2) -> None:
        """Watch for so long that something does not happen; raises AssertionError if it does."""
        await self._world.changes.never(find, seconds, what)
