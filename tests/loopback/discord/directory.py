"""Who and what is on this Discord: accounts, guilds, channels, messages with all their versions."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from tests.loopback.discord import limits

if TYPE_CHECKING:
    from tests.loopback.discord.asked import Interaction
    from tests.loopback.discord.events import Event

Json = dict[str, Any]


class Kind(IntEnum):
    """Discord's numbers for sorts of channels."""

    TEXT = 0
    DM = 1
    GROUP = 3


class Context(IntEnum):
    """Discord's numbers for where an interaction happens."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


@dataclass(eq=False)
class Account:
    """A person, or the bot itself. `installed` says whether they added the app for themselves."""

    id: str
    name: str
    locale: str = "en-US"
    bot: bool = False
    takes_dms: bool = True
    installed: bool = False


@dataclass(eq=False)
class Version:
    """What a message said at one time."""

    content: str
    components: list[Json]
    embeds: list[Json]
    attachments: list[Json]


@dataclass(eq=False)
class Message:
    """A message. `only_for` is the one who sees an ephemeral one; the last version is what stands there now."""

    id: str
    place: "Place"
    author: Account
    at: float
    versions: list[Version]
    flags: int = 0
    only_for: str | None = None
    nonce: str | int | None = None
    source: "Interaction | None" = None
    edited_at: float | None = None
    deleted: bool = False
    by_bot: bool = False

    @property
    def now(self) -> Version:
        """What it says now, or said at last."""
        return self.versions[-1]

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.only_for is not None

    @property
    def has_layout(self) -> bool:
        """Whether it is made of components only."""
        return bool(self.flags & limits.COMPONENTS_V2)

    @property
    def loading(self) -> bool:
        """Whether it says that the app is thinking."""
        return bool(self.flags & limits.LOADING)

    def visible_to(self, account: str) -> bool:
        """Whether somebody in its channel sees it."""
        return not self.deleted and self.only_for in (None, account)


@dataclass(eq=False)
class Guild:
    """A server. `has_bot` says whether the bot is in it, `farewell` is what it was told when it was removed."""

    id: str
    name: str
    owner: str
    locale: str = "en-US"
    has_bot: bool = True
    members: set[str] = field(default_factory=set)
    places: list["Place"] = field(default_factory=list)
    farewell: "Event | None" = None


@dataclass(eq=False)
class Place:
    """A channel of a guild, direct messages of one person with the bot, or a private channel without the bot."""

    id: str
    kind: Kind
    name: str = ""
    guild: Guild | None = None
    members: list[Account] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    bot_sees: bool = True
    bot_writes: bool = True
    with_bot: bool = True
    deleted: bool = False

    @property
    def context(self) -> Context:
        """Where an interaction in it happens."""
        if self.guild is not None:
            return Context.GUILD
        return Context.BOT_DM if self.with_bot else Context.PRIVATE_CHANNEL

    def holds(self, account: Account) -> bool:
        """Whether somebody can be here."""
        return account.id in self.guild.members if self.guild else account in self.members


@dataclass
class Directory:
    """Everything by its id."""

    accounts: dict[str, Account] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)

    def direct(self, account: Account) -> Place | None:
        """Somebody's conversation with the bot, once there is one."""
        found = (place for place in self.places.values() if place.context is Context.BOT_DM)
        return next((place for place in found if account in place.members), None)

    def meets_bot(self, account: Account) -> bool:
        """Whether somebody shares a guild with the bot or has installed the app."""
        shared = any(guild.has_bot and account.id in guild.members for guild in self.guilds.values())
        return shared or account.installed
