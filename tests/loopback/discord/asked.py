"""Interactions from the moment they are sent to the end of their token, and the forms that they open."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.loopback.discord import limits
from tests.loopback.discord.directory import Account, Context, Json, Message, Place

if TYPE_CHECKING:
    from tests.loopback.discord.events import Event


class Asked(IntEnum):
    """Discord's numbers for sorts of interactions."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answered(IntEnum):
    """Discord's numbers for sorts of first responses."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(eq=False)
class Interaction:
    """Something that a person did, and what became of it. `late` once it is known that no answer came in time."""

    id: str
    token: str
    kind: Asked
    account: Account
    place: Place
    at: float
    name: str
    data: Json
    message: Message | None = None
    opened_by: "Interaction | None" = None
    event: "Event | None" = None
    late: bool = False
    answered: Answered | None = None
    answered_at: float = 0.0
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    form: "OpenForm | None" = None

    @property
    def reached(self) -> bool:
        """Whether a live session was told of it."""
        return self.event is not None and self.event.reached

    def has_expired(self, now: float) -> bool:
        """Whether its token is dead."""
        return now > self.at + limits.TOKEN_SECONDS

    @property
    def only_user_installed(self) -> bool:
        """Whether the app is here by the user's installation alone, so that follow-ups are few."""
        in_guild = self.place.guild is not None and self.place.guild.has_bot
        return self.place.context is not Context.BOT_DM and not in_guild

    @property
    def owners(self) -> Json:
        """`authorizing_integration_owners`: who installed the app here, by sort of installation."""
        guild = self.place.guild
        owners = {"1": self.account.id} if self.account.installed else {}
        if guild is not None and guild.has_bot:
            owners["0"] = guild.id
        elif self.place.context is Context.BOT_DM:
            owners["0"] = "0"
        return owners


@dataclass(eq=False)
class OpenForm:
    """A modal on somebody's screen; `given` is what stands in it by custom id."""

    body: Json
    interaction: Interaction
    given: dict[str, Json] = field(default_factory=dict)
