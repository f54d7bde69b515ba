"""Where a press or a form came from, so that the answer goes back there: a message, the home tab, or nowhere."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.intents import Actor, Intent, Place, Request, Surface

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Origin:
    """`channel` and `message` name a message that may be updated; `home` is the home tab.

    An ephemeral message cannot be updated by name, only through its `response_url`.
    """

    channel: str = ""
    message: str = ""
    home: bool = False
    ephemeral: bool = False
    response_url: str = ""

    def packed(self) -> str:
        """As text that a modal carries."""
        return json.dumps(asdict(self), separators=(",", ":"))


def unpacked(text: str) -> Origin:
    """The origin that a modal carried; an empty one where it cannot be read."""
    try:
        data = json.loads(text or "{}")
        return Origin(**data) if isinstance(data, dict) else Origin()
    except (ValueError, TypeError):
        return Origin()


def origin_of(payload: Mapping[str, Any]) -> Origin:
    """Where a `block_actions` payload came from."""
    container = _mapping(payload.get("container"))
    if container.get("type") == "view":
        view = _mapping(payload.get("view"))
        return Origin(home=view.get("type") == "home")
    return Origin(
        channel=str(container.get("channel_id") or ""),
        message=str(container.get("message_ts") or ""),
        ephemeral=bool(container.get("is_ephemeral")),
        response_url=str(payload.get("response_url") or ""),
    )


def tenant_of(payload: Mapping[str, Any]) -> str:
    """The tenant of any payload: the team, or the enterprise where no team is named."""
    team = payload.get("team_id") or _mapping(payload.get("team")).get("id")
    enterprise = payload.get("enterprise_id") or _mapping(payload.get("enterprise")).get("id")
    return f"{PLATFORM}:{team or enterprise}"


def user_of(payload: Mapping[str, Any]) -> str:
    """Who did it."""
    event = _mapping(payload.get("event"))
    user = payload.get("user_id") or _mapping(payload.get("user")).get("id") or event.get("user")
    return str(user or "")


def request_of(payload: Mapping[str, Any], intent: Intent, channel: str, zone: str = "") -> Request:
    """What the payload's person wants, there."""
    surface = Surface.DIRECT if not channel or channel.startswith("D") else Surface.CHANNEL
    actor = Actor(PLATFORM, tenant_of(payload), user_of(payload), zone)
    return Request(actor, Place(surface, channel), intent)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
