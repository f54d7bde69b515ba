"""The parts of a rendered screen, and fitting them into the room that Slack gives."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.platforms.slack import limits
from bot.platforms.slack.elements import Json, numbered


class Weight(IntEnum):
    """What goes first where there is no room."""

    READING = 0
    CHOOSING = 1  # options and check boxes
    ACTING = 2  # buttons


@dataclass(frozen=True, slots=True)
class Part:
    """A block of Slack's."""

    block: Json
    weight: Weight = Weight.READING


@dataclass(frozen=True, slots=True)
class How:
    """How to render: the most characters that one block of a screen may take, and whether it is only to be read."""

    longest: int | None = None
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How many blocks, and how many characters of JSON in all."""

    blocks: int
    characters: int


MESSAGE = Room(limits.MESSAGE_BLOCKS, limits.MESSAGE_CHARACTERS)
VIEW = Room(limits.VIEW_BLOCKS, limits.VIEW_CHARACTERS)
LENGTHS = (None, 3000, 2000, 1200, 800, 500, 300, 150, 80)

Render = Callable[[int | None], Sequence[Part]]


def fit(render: Render, room: Room) -> list[Json]:
    """Render with all the text, else with ever shorter texts, else with parts left out, the weightiest last."""
    parts: Sequence[Part] = ()
    for longest in LENGTHS:
        parts = render(longest)
        if _fits(parts, room):
            return _blocks(parts)
    while not _fits(parts, room):
        parts = _lightened(parts)
    return _blocks(parts)


def _lightened(parts: Sequence[Part]) -> Sequence[Part]:
    """Without the last of the lightest."""
    least = min(part.weight for part in parts)
    last = max(place for place, part in enumerate(parts) if part.weight is least)
    return [*parts[:last], *parts[last + 1 :]]


def _fits(parts: Sequence[Part], room: Room) -> bool:
    return len(parts) <= room.blocks and len(json.dumps(_blocks(parts), ensure_ascii=False)) <= room.characters


def _blocks(parts: Sequence[Part]) -> list[Json]:
    return numbered(part.block for part in parts)
