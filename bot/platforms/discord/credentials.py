"""What the operator sets for Discord, checked before anything connects. Loads nothing of discord.py."""

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.errors import BotError

DEFAULT_API: Final = "https://discord.com/api/v10"
_SLICE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})")


class BadShards(BotError):
    """DISCORD_SHARDS is no slice of shards."""


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards that this process runs, of so many in all."""

    ids: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Credentials:
    """The bot's token; other addresses, for a rate-limit proxy that many processes share; a slice of the shards.

    Empty addresses are Discord's own, and without a slice Discord says how many shards there are.
    """

    token: str
    api: str = ""
    gateway: str = ""
    shards: Shards | None = None

    @property
    def leads(self) -> bool:
        """Whether this process runs the first shard: Discord tells it of direct messages, and no other."""
        return self.shards is None or 0 in self.shards.ids


def parse_shards(text: str) -> Shards | None:
    """`0-3/16` is the first four of sixteen, `5/16` the sixth; empty is all. Raises BadShards."""
    if not text.strip():
        return None
    match = _SLICE.fullmatch(text.strip())
    first, last, total = (int(part) for part in (match[1], match[2] or match[1], match[3])) if match else (0, 0, 0)
    if not first <= last < total:
        raise BadShards(
            f"DISCORD_SHARDS is {text!r}, which is no slice of shards.",
            "Write the first and last of how many there are, such as 0-3/16.",
        )
    return Shards(tuple(range(first, last + 1)), total)
