"""The app as Slack knows it, and the tokens that its installations gave it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.loopback.slack.directory import Team

BOT_SCOPES = ("commands", "chat:write", "im:write", "im:history", "users:read", "files:write")
BOT_EVENTS = ("message.im", "app_home_opened", "app_uninstalled", "tokens_revoked", "user_change")


@dataclass(frozen=True)
class App:
    """What the app's manifest and credentials say. `distributed` apps outside the Marketplace read history slowly."""

    id: str = "A0LOOPBACK"
    client_id: str = "111.222"
    client_secret: str = field(default_factory=secrets.token_hex)
    signing_secret: str = field(default_factory=secrets.token_hex)
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex()}")
    commands: tuple[str, ...] = ("/mlsd",)
    scopes: tuple[str, ...] = BOT_SCOPES
    events: tuple[str, ...] = BOT_EVENTS
    distributed: bool = False


class Standing(StrEnum):
    """What becomes of a token; the value is Slack's error for its use, if any."""

    ACTIVE = ""
    REVOKED = "token_revoked"
    INACTIVE = "account_inactive"


@dataclass
class Grant:
    """A bot token: for one team, or for all teams of an organisation (`team` is then None)."""

    token: str
    team: str | None
    enterprise: str | None
    scopes: tuple[str, ...]
    standing: Standing = Standing.ACTIVE
    told_revoked: bool = False  # the bot has acknowledged that the token is gone

    def covers(self, team: Team) -> bool:
        """Whether the token may act in the team."""
        return team.id == self.team if self.team else team.enterprise == self.enterprise


@dataclass
class Grants:
    """All tokens that were ever given."""

    given: list[Grant] = field(default_factory=list)

    def give(self, team: str | None, enterprise: str | None, scopes: Iterable[str]) -> Grant:
        """A new bot token."""
        token = f"xoxb-{team or enterprise}-{secrets.token_hex(8)}"
        self.given.append(Grant(token, team, enterprise, tuple(scopes)))
        return self.given[-1]

    def of_token(self, token: str) -> Grant | None:
        """The grant behind a token."""
        return next((grant for grant in self.given if grant.token == token), None)

    def of_team(self, team: Team) -> Grant | None:
        """The newest live grant that covers the team."""
        live = (grant for grant in reversed(self.given) if grant.standing is Standing.ACTIVE)
        return next((grant for grant in live if grant.covers(team)), None)
