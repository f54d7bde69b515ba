"""An installation of the bot in a Slack workspace, or in a whole organisation at once."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """Who let the bot in, and what it may do there. An organisation's installation names no team.

    `installed_at` is set by the store, aware UTC.
    """

    enterprise_id: str | None
    team_id: str | None
    bot_user_id: str
    token: str = field(repr=False)
    bot_id: str = ""
    app_id: str = ""
    name: str = ""
    scopes: frozenset[str] | None = None  # None where Slack did not say
    installed_at: datetime | None = None

    @property
    def tenant(self) -> str:
        """The tenant that it belongs to."""
        return tenant_of(self.enterprise_id, self.team_id)

    @property
    def is_org_wide(self) -> bool:
        """Whether it serves every workspace of an organisation."""
        return self.team_id is None


def tenant_of(enterprise_id: str | None, team_id: str | None) -> str:
    """`slack:` and the team, or the organisation where no team is named; raises ValueError without either."""
    if not team_id and not enterprise_id:
        raise ValueError("an installation names a team or an organisation")
    return f"slack:{team_id or enterprise_id}"
