"""Everything that the loopback Slack knows, in one place; and whoever speaks to it, as far as rules are concerned."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.loopback.slack import limits, tickets
from tests.loopback.slack.clock import Clock
from tests.loopback.slack.dialogs import Dialogs
from tests.loopback.slack.directory import Channel, Directory, Json, Member, Team
from tests.loopback.slack.faults import Faults
from tests.loopback.slack.grants import App, Grant, Grants
from tests.loopback.slack.pace import Pace
from tests.loopback.slack.tickets import Tickets
from tests.loopback.slack.violations import SlackError, Violations
from tests.loopback.slack.waiting import Changes


@dataclass(frozen=True)
class Settings:
    """How strict the server is; the defaults are Slack's own figures."""

    acknowledge_seconds: float = limits.ACKNOWLEDGE_SECONDS
    trigger_seconds: float = limits.TRIGGER_SECONDS
    rate_limits: bool = True


@dataclass(frozen=True)
class Called:
    """A call of the Web API as it came in. `at` is the server's time."""

    method: str
    team: str
    args: Json
    at: float


@dataclass
class Upload:
    """A file on its way: asked for, then uploaded, then shared."""

    id: str
    team: str
    name: str
    length: int
    alt_text: str
    content: bytes | None = None


class World:
    """The state behind every door of the server: Web API, sockets, response URLs, OAuth pages, the test itself."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.base = ""
        self.clock = Clock()
        self.changes = Changes()
        self.violations = Violations(self.changes.tell)
        self.directory = Directory()
        self.grants = Grants()
        self.dialogs = Dialogs()
        self.faults = Faults()
        self.pace = Pace(self.clock, settings.rate_limits)
        self.triggers = tickets.triggers(self.clock, settings.trigger_seconds)
        self.response_urls = tickets.response_urls(self.clock)
        self.codes = Tickets(self.clock, limits.OAUTH_CODE_SECONDS)
        self.socket_tickets = Tickets(self.clock, limits.SOCKET_TICKET_SECONDS)
        self.uploads: dict[str, Upload] = {}
        self.calls: list[Called] = []
        self.allowed_mentions: set[str] = set()
        self.announce: Callable[[Team, Json], object] = _nobody_listens
        self._last_ts = 0.0

    def new_ts(self) -> str:
        """A message's timestamp: the time, never twice."""
        self._last_ts = max(self.clock.now(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"


def _nobody_listens(team: Team, event: Json) -> None:
    """Until a transport stands, events go nowhere."""


@dataclass
class Source:
    """Whoever sends something, named as violations name them."""

    world: World
    name: str

    def broken(self, sentence: str, error: str, *messages: str) -> SlackError:
        """Record that a rule was broken; the error is for whoever wants to raise Slack's answer."""
        self.world.violations.record(f"{self.name}: {sentence}.")
        return SlackError(error, *messages)


@dataclass
class Call(Source):
    """A call of the Web API whose token and arguments are in order."""

    args: Json = field(default_factory=dict)
    grant: Grant | None = None

    @property
    def token(self) -> Grant:
        """The bot token of the call; methods without one must not ask."""
        if self.grant is None:
            raise SlackError("not_authed")
        return self.grant

    def teams(self) -> list[Team]:
        """The teams that the token covers, or the one of them that the call names."""
        covered = [team for team in self.world.directory.values() if self.token.covers(team)]
        return [team for team in covered if self.args.get("team_id") in (None, team.id)]

    def member(self, name: str) -> Member:
        """A member by id; raises SlackError. Someone of another team only is a violation."""
        for team in self.teams():
            if name in team.members:
                return team.members[name]
        other = self.world.directory.owner_of_member(name)
        raise self.strange("user", name, other, "user_not_found")

    def channel(self, name: str) -> Channel:
        """A conversation by id; raises SlackError. One of another team is a violation."""
        for team in self.teams():
            if name in team.channels and not team.channels[name].deleted:
                return team.channels[name]
        other = self.world.directory.owner_of_channel(name)
        if other and other.channels[name].deleted and self.token.covers(other):
            raise SlackError("channel_not_found")
        raise self.strange("channel", name, other, "channel_not_found")

    def strange(self, noun: str, name: str, owner: Team | None, error: str) -> SlackError:
        """A violation: an id of another team, or one that never was."""
        if owner is None:
            return self.broken(f"no {noun} {name!r} was ever there", error)
        whose = self.token.team or self.token.enterprise
        return self.broken(f"the token of {whose} was used on {noun} {name!r} of {owner.id}", error)
