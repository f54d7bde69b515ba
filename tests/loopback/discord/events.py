"""Events as the gateway tells them."""

from dataclasses import dataclass

from tests.loopback.discord.directory import Guild, Json


@dataclass(eq=False)
class Event:
    """Something that Discord told, or will tell. `reached` says whether a live session heard of it."""

    name: str
    data: Json
    guild: Guild | None
    sent: bool = False
    reached: bool = False
