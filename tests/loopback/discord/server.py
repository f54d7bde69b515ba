"""The strict loopback Discord: one server on 127.0.0.1 with REST and gateway, and a test's view of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from tests.loopback.discord.addresses import API
from tests.loopback.discord.breaking import Breakable
from tests.loopback.discord.community import Community
from tests.loopback.discord.connecting import redirected
from tests.loopback.discord.directory import Account, Guild, Json, Kind, Place
from tests.loopback.discord.doors import application
from tests.loopback.discord.events import Event
from tests.loopback.discord.person import PATIENCE_SECONDS, Person
from tests.loopback.discord.routes.identity import gateway_url
from tests.loopback.discord.violations import Violations
from tests.loopback.discord.world import App, Called, Settings, World
from tests.loopback.slack.clock import Clock

Found = TypeVar("Found")


class LoopbackDiscord(Breakable):
    """Use as `async with LoopbackDiscord() as discord`. Leaving it without an error asserts that no rule was broken."""

    def __init__(self, app: App | None = None, settings: Settings | None = None) -> None:
        self.app = app or App()
        super().__init__(World(self.app, settings or Settings()))
        self._world.dispatch = self._courier.dispatch
        self._people: dict[str, Person] = {}
        self._guilds: dict[str, Community] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of this machine."""
        routes = application(self._world, self._rest, self._gateway)
        self._runner = web.AppRunner(routes, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._world.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._courier.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; raises RuleBroken if the bot broke rules and nothing else went wrong."""
        await self._courier.close()
        await self._gateway.close_all(1001)
        if self._runner is not None:
            await self._runner.cleanup()
        if error is None:
            self.assert_clean()

    # What the bot is configured with

    @property
    def api_url(self) -> str:
        """The base of the REST API, for `DISCORD_API_URL`."""
        return f"{self._world.base}{API}"

    @property
    def gateway_url(self) -> str:
        """The gateway, for `DISCORD_GATEWAY_URL`."""
        return gateway_url(self._world)

    def environment(self) -> dict[str, str]:
        """The bot's configuration."""
        addresses = {"DISCORD_API_URL": self.api_url, "DISCORD_GATEWAY_URL": self.gateway_url}
        return {"DISCORD_TOKEN": self.app.token, **addresses}

    @contextmanager
    def redirected(self) -> Iterator[None]:
        """Lead every discord.py client of this process here."""
        with redirected(self.api_url, self.gateway_url):
            yield

    # Who is there

    @property
    def bot(self) -> Account:
        """The bot's own account; its id is the application's."""
        return self._world.bot

    def person(self, name: str, locale: str = "en-US") -> Person:
        """Somebody, made at first mention: in no guild, without the app."""
        if name not in self._people:
            account = Account(self._world.new_id(), name, locale)
            self._world.directory.accounts[account.id] = account
            self._people[name] = Person(self._world, self._courier, account)
        return self._people[name]

    def guild(self, name: str, members: tuple[Person, ...] = (), *, with_bot: bool = True) -> Community:
        """A guild, made at first mention, with or without the bot; later mentions add members."""
        if name not in self._guilds:
            guild = Guild(self._world.new_id(), name, owner=self._world.new_id(), has_bot=False)
            self._world.directory.guilds[guild.id] = guild
            self._guilds[name] = Community(self._world, self._courier, guild)
            if with_bot:
                self._guilds[name].adds_bot()
        self._guilds[name].joins(*members)
        return self._guilds[name]

    def private_channel(self, *people: Person) -> Place:
        """Direct messages of people among themselves, where only user-installed apps work."""
        kind = Kind.DM if len(people) == 2 else Kind.GROUP
        place = Place(self._world.new_id(), kind, members=[one.account for one in people], with_bot=False)
        self._world.directory.places[place.id] = place
        return place

    def allow_mentions_of(self, person: Person) -> None:
        """From here on the bot may mention this person; everybody else it may not."""
        self._world.allowed_mentions.add(person.id)

    @property
    def commands(self) -> list[Json]:
        """The slash commands that the bot has registered."""
        return self._world.commands

    @property
    def creations(self) -> int:
        """How many commands were created so far; Discord allows 200 a day."""
        return len(self._world.creations)

    # What happened

    @property
    def clock(self) -> Clock:
        """The server's time; `advance` skips ahead, `stop` holds it."""
        return self._world.clock

    @property
    def violations(self) -> Violations:
        """The rules that were broken so far; `taken()` also forgets them."""
        return self._world.violations

    def assert_clean(self) -> None:
        """Raises RuleBroken naming every rule that was broken, with what happened before."""
        self._world.violations.assert_clean()

    @property
    def events(self) -> list[Event]:
        """The events that were told, oldest first."""
        return self._courier.events

    @property
    def invalid_requests(self) -> int:
        """Answers of 401, 403 and 429 in the last ten minutes; 10,000 ban the address."""
        return self._world.pace.count_invalid(0)

    @property
    def identifies(self) -> int:
        """How often a session was begun; 1000 a day are allowed."""
        return self._gateway.identifies

    @property
    def resumes(self) -> int:
        """How often a session was resumed."""
        return self._gateway.resumes

    @property
    def live_sessions(self) -> int:
        """How many sessions hear of events now."""
        return sum(session.live for session in self._gateway.sessions)

    def calls(self, operation: str = "") -> list[Called]:
        """The requests so far, of one operation or all, oldest first; refused ones count."""
        return [call for call in self._world.calls if operation in ("", call.operation)]

    def count(self, operation: str) -> int:
        """How often an operation was called."""
        return len(self.calls(operation))

    async def connected(self, shards: int = 1) -> None:
        """Wait until so many sessions are live; raises TimeoutError."""
        await self.until(lambda: self.live_sessions >= shards, f"{shards} sessions")

    async def until(
        self, find: Callable[[], Found | None], what: str = "it", seconds: float = PATIENCE_SECONDS
    ) -> Found:
        """Wait for a condition on what happened here; raises TimeoutError."""
        return await self._world.changes.until(find, seconds, what)

    async def never(self, find: Callable[[], object], what: str = "it", seconds: float = 0.2) -> None:
        """Watch for so long that something does not happen; raises AssertionError if it does."""
        await self._world.changes.never(find, seconds, what)
