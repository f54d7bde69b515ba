"""Everything that the loopback Discord knows, in one place; and a call of the bot, as far as rules are concerned."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.loopback.discord import limits
from tests.loopback.discord.asked import Interaction, OpenForm
from tests.loopback.discord.directory import Account, Directory, Guild, Json, Message, Place
from tests.loopback.discord.events import Event
from tests.loopback.discord.faults import Faults
from tests.loopback.discord.pace import Pace
from tests.loopback.discord.violations import DiscordError, Violations, unknown_channel, unknown_message
from tests.loopback.slack.clock import Clock
from tests.loopback.slack.waiting import Changes


@dataclass(frozen=True)
class App:
    """How the application is set up in the developer portal, and which intents it says it needs."""

    name: str = "mlsd"
    token: str = "MTAwMDAwMDAwMDAwMDAwMDAw.loop.back"  # noqa: S105 - opens nothing
    intents: int = limits.GUILDS | limits.DIRECT_MESSAGES
    privileged: int = 0  # intents that were granted


@dataclass(frozen=True)
class Settings:
    """How strict the server is; the defaults are Discord's own figures."""

    response_seconds: float = limits.RESPONSE_SECONDS
    heartbeat_seconds: float = limits.HEARTBEAT_SECONDS
    attachment_bytes: int = limits.ATTACHMENT_BYTES
    rate_limits: bool = True
    new_dms: int = 50  # before 40003; Discord does not tell its figure
    shards: int = 1  # what /gateway/bot recommends


@dataclass(frozen=True)
class Called:
    """A request as it came in. `at` is the server's time."""

    operation: str
    parameters: dict[str, str]
    body: Json | list[Json] | None
    at: float


@dataclass
class Upload:
    """A file that came with a request."""

    index: int
    name: str
    content: bytes
    kind: str = "application/octet-stream"


class World:
    """The state behind every door of the server: REST, gateway, the test itself."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.base = ""
        self.clock = Clock()
        self.changes = Changes()
        self.violations = Violations(self.changes.tell)
        self.directory = Directory()
        self.faults = Faults()
        self.pace = Pace(self.clock, settings.rate_limits)
        self.interactions: dict[str, Interaction] = {}  # by token
        self.forms: dict[str, OpenForm] = {}  # on whose screen
        self.commands: list[Json] = []
        self.creations: list[float] = []
        self.nonces: dict[tuple[str, str], tuple[Message, float]] = {}
        self.closed_doors: set[str] = set()  # accounts that refused a message and have not been heard of since
        self.dms_opened: list[float] = []
        self.agreed: set[str] = set()  # accounts that have done something with the bot
        self.calls: list[Called] = []
        self.allowed_mentions: set[str] = set()
        self.dispatch: Callable[[str, Json, Place | Guild | None], Event | None] = _nobody_listens
        self._last_id = 0
        self.bot = Account(self.new_id(), app.name, bot=True)
        self.directory.accounts[self.bot.id] = self.bot

    def heard_of(self, account: Account) -> None:
        """Somebody did something with the bot, so it may write to them."""
        self.agreed.add(account.id)
        self.closed_doors.discard(account.id)

    def new_id(self) -> str:
        """A snowflake: the time in milliseconds, never twice."""
        at = (int(self.clock.now() * 1000) - limits.EPOCH_MILLISECONDS) << 22
        self._last_id = max(at, self._last_id + 1)
        return str(self._last_id)


def _nobody_listens(_name: str, _data: Json, _where: Place | Guild | None) -> None:
    """Until a gateway stands, events go nowhere."""


@dataclass
class Call:
    """A request that was let in: its body fits Discord's schema."""

    world: World
    name: str
    parameters: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    listed: list[Json] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    def broken(self, sentence: str, error: DiscordError) -> DiscordError:
        """Record that a rule was broken; the error is for whoever wants to raise Discord's answer."""
        self.world.violations.record(f"{self.name}: {sentence}.")
        return error

    def place(self) -> Place:
        """The channel that is addressed; raises DiscordError. One that never was is a violation."""
        name = self.parameters["channel_id"]
        place = self.world.directory.places.get(name)
        if place is None:
            raise self.broken(f"no channel {name} was ever there", unknown_channel())
        if place.deleted:
            raise unknown_channel()
        return place

    def message_of(self, place: Place) -> Message:
        """The bot's view of a message; raises DiscordError. Ephemeral ones belong to webhooks alone."""
        name = self.parameters["message_id"]
        message = self.world.directory.messages.get(name)
        if message is None or message.place is not place:
            raise self.broken(f"no message {name} was ever there", unknown_message())
        if message.ephemeral:
            raise self.broken("an ephemeral message can only be reached by its webhook", unknown_message())
        if message.deleted:
            raise unknown_message()
        return message
