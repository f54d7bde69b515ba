"""The parts of a rendered screen as plain data, and fitting them into the room that Discord gives."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TypeVar

from bot.platforms.discord import limits
from bot.platforms.discord.text import units

T = TypeVar("T")


class Weight(IntEnum):
    """What goes first where there is no room."""

    READING = 0
    CHOOSING = 1  # options and check lists
    ACTING = 2  # buttons


@dataclass(frozen=True, slots=True)
class Press:
    """A button. `token` says what it means."""

    label: str
    token: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu."""

    label: str
    value: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu for up to 25 things; a check list where any number may be chosen."""

    token: str
    placeholder: str
    choices: tuple[Choice, ...]
    any_number: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown to be read."""

    markdown: str
    weight: Weight = Weight.READING


@dataclass(frozen=True, slots=True)
class Beside:
    """Markdown with a button at its side."""

    markdown: str
    press: Press
    weight: Weight = Weight.CHOOSING


@dataclass(frozen=True, slots=True)
class Row:
    """Up to five buttons, or one menu."""

    items: tuple[Press | Menu, ...]
    weight: Weight = Weight.ACTING


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between what is read and what is pressed."""

    weight: Weight = Weight.READING


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that the message carries, by name."""

    name: str
    weight: Weight = Weight.ACTING


Part = Words | Beside | Row | Rule | Attached


@dataclass(frozen=True, slots=True)
class How:
    """How to render: about how much one block may take, with as few components as possible, only to be read."""

    longest: int | None = None
    compact: bool = False
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How many components, and how many characters in all."""

    components: int = limits.COMPONENTS - 1  # the container is one
    characters: int = limits.CHARACTERS


Render = Callable[[How], Sequence[Part]]

ROOM = Room()
LENGTHS = (None, 3000, 2000, 1200, 800, 500, 300, 150, 80)


def fit(render: Render, room: Room = ROOM) -> list[Part]:
    """Render with all the text, else closer together, else with ever shorter texts, else with parts left out.

    The weightiest parts stay to the last.
    """
    parts = render(How())
    for longest in LENGTHS:
        if fits(parts, room):
            break
        parts = merged(render(How(longest, compact=True)))
    while not fits(parts, room):
        parts = _lightened(parts)
    return list(parts)


def fits(parts: Sequence[Part], room: Room = ROOM) -> bool:
    """Whether the parts fit in one message."""
    return sum(map(_components, parts)) <= room.components and sum(map(_characters, parts)) <= room.characters


def merged(parts: Sequence[Part]) -> list[Part]:
    """The same with neighbouring words in one component."""
    made: list[Part] = []
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Words) and isinstance(last, Words) and part.weight is last.weight:
            made[-1] = replace(last, markdown=f"{last.markdown}\n{part.markdown}")
        else:
            made.append(part)
    return made


def groups(items: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items in groups of at most so many."""
    return (tuple(items[start : start + size]) for start in range(0, len(items), size))


def _lightened(parts: Sequence[Part]) -> Sequence[Part]:
    """Without the last of the lightest."""
    least = min(part.weight for part in parts)
    last = max(place for place, part in enumerate(parts) if part.weight is least)
    return [*parts[:last], *parts[last + 1 :]]


def _components(part: Part) -> int:
    match part:
        case Beside():
            return 3  # the section, its text, its button
        case Row(items=items):
            return 1 + len(items)
    return 1


def _characters(part: Part) -> int:
    return units(part.markdown) if isinstance(part, Words | Beside) else 0
