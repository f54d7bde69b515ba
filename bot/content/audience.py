"""Who sees a deck: everyone, one tenant, or one channel."""

from dataclasses import dataclass

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Where someone looks from: ids of the tenant and the channel, None where there is none.

    A deck for a tenant is seen in all of it, a deck for a channel only in that channel.
    """

    tenant: str | None = None
    channel: str | None = None

    def sees(self, audience: str) -> bool:
        """Whether a deck for this audience (`everyone`, `tenant:<id>`, `channel:<id>`) is shown here."""
        kind, _, name = audience.partition(":")
        return audience == EVERYONE or name == {"tenant": self.tenant, "channel": self.channel}[kind]


NOWHERE = Viewer()
"""Sees the decks for everyone, and no others."""
