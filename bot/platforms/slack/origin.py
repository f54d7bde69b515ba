"""Where a press or a form came from, so that the answer goes back there: a message, the home tab, or nowhere."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

RESPONSE_SECONDS = 29 * 60  # Slack takes answers for half an hour


@dataclass(frozen=True, slots=True)
class Origin:
    """`channel` and `message` name a message that may be updated; `home` is the home tab.

    An ephemeral message cannot be updated by name, only through its `response_url`, which serves until `good_until`,
    seconds since 1970.
    """

    channel: str = ""
    message: str = ""
    home: bool = False
    ephemeral: bool = False
    response_url: str = ""
    good_until: float = 0.0

    @property
    def is_answerable(self) -> bool:
        """Whether the `response_url` can still be used."""
        return bool(self.response_url) and time.time() < self.good_until

    @property
    def in_channel(self) -> bool:
        """Whether others read along there."""
        return bool(self.channel) and not self.channel.startswith("D")

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


def of_command(payload: Mapping[str, Any]) -> Origin:
    """Where a slash command was typed."""
    return Origin(
        channel=str(payload.get("channel_id") or ""),
        response_url=str(payload.get("response_url") or ""),
        good_until=time.time() + RESPONSE_SECONDS,
    )


def of_press(payload: Mapping[str, Any]) -> Origin:
    """Where a `block_actions` payload came from."""
    container = _mapping(payload.get("container"))
    if container.get("type") == "view":
        return Origin(home=_mapping(payload.get("view")).get("type") == "home")
    return Origin(
        channel=str(container.get("channel_id") or ""),
        message=str(container.get("message_ts") or ""),
        ephemeral=bool(container.get("is_ephemeral")),
        response_url=str(payload.get("response_url") or ""),
        good_until=time.time() + RESPONSE_SECONDS,
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
