"""Teams, members, channels and messages: what the loopback Slack keeps. Plain state without behaviour of the wire."""

import copy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """The kinds of conversation."""

    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"


@dataclass
class Member:
    """A person in a team. `refuses_dms` is Slack's error for messages to them, or empty."""

    id: str
    team: str
    name: str
    zone: str
    refuses_dms: str = ""
    deactivated: bool = False


@dataclass
class Message:
    """A message; `only_for` is the one member who sees an ephemeral one. `versions` keeps what was shown before."""

    ts: str
    channel: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    only_for: str | None = None
    from_bot: bool = False
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    deleted: bool = False
    edited: str | None = None
    states: dict[str, Json] = field(default_factory=dict)
    versions: list[tuple[str, list[Json]]] = field(default_factory=list)

    def rewrite(self, text: str, blocks: list[Json]) -> None:
        """Show something else from now on."""
        self.versions.append((self.text, copy.deepcopy(self.blocks)))
        self.text, self.blocks = text, blocks

    def visible_to(self, member: str) -> bool:
        """Whether the member sees it, if they see its channel."""
        return not self.deleted and self.only_for in (None, member)


@dataclass
class Channel:
    """A conversation with its messages, oldest first."""

    id: str
    team: str
    name: str
    kind: Kind
    members: set[str] = field(default_factory=set)
    archived: bool = False
    deleted: bool = False
    messages: list[Message] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        """The message with that timestamp."""
        return next((message for message in self.messages if message.ts == ts), None)


@dataclass
class Team:
    """A workspace, and the organisation that it belongs to, if any."""

    id: str
    name: str
    enterprise: str | None = None
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    @property
    def bot_user(self) -> str:
        """The id of our app's bot user here."""
        return f"UBOT{self.id}"

    @property
    def bot_id(self) -> str:
        """The id of our app's bot here."""
        return f"BBOT{self.id}"

    def direct(self, member: str) -> Channel:
        """The conversation of a member with the bot; made at first use."""
        name = f"D{self.id}{member}"
        if name not in self.channels:
            self.channels[name] = Channel(name, self.id, "", Kind.DIRECT, {member, self.bot_user})
        return self.channels[name]


class Directory(dict[str, Team]):
    """All teams by id."""

    def owner_of_channel(self, channel: str) -> Team | None:
        """The team that has this channel id."""
        return next((team for team in self.values() if channel in team.channels), None)

    def owner_of_member(self, member: str) -> Team | None:
        """A team that has this member id."""
        return next((team for team in self.values() if member in team.members), None)
