"""What a plan of a person's day is made from: the cards, the settings, and what the day holds already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.domain.calendar import local_day
from bot.domain.card import Tier
from bot.domain.memory import Mark, Memory
from bot.domain.pace import Pace
from bot.domain.settings import Settings
from bot.domain.steps import Step


class Sibling(Protocol):
    """Anything that belongs to a group of siblings: cards that give one another away."""

    @property
    def note(self) -> str:
        """The name of the group."""


class Fresh(Sibling, Protocol):
    """What the queue needs of a card that is new to the person; every Card has it."""

    @property
    def id(self) -> str:
        """The card's id."""

    @property
    def step(self) -> Step:
        """The step of the interview that the card is about."""

    @property
    def tier(self) -> Tier:
        """How much the card decides."""


@dataclass(frozen=True, slots=True)
class Known:
    """A card that the person has a memory of, with its group of siblings and its recall today (0 to 1)."""

    memory: Memory
    note: str
    retrievability: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What the local day holds so far. `notes` are the sibling groups met today, `new_by_step` counts its new cards."""

    seconds: float = 0.0
    new: int = 0
    reviews: int = 0
    notes: frozenset[str] = frozenset()
    new_by_step: Mapping[Step, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """Who studies, when, how fast, by which settings, and after what. `marks` are by card."""

    person: str
    now: datetime
    settings: Settings
    pace: Pace = field(default_factory=Pace)
    spent: Spent = field(default_factory=Spent)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The person's local day."""
        return local_day(self.now, self.settings.zone, self.settings.rollover_hour)

    def hides(self, card_id: str) -> bool:
        """Whether the card is suspended, or buried on this day."""
        mark = self.marks.get(card_id)
        if mark is None:
            return False
        return mark.suspended or (mark.buried_until is not None and self.day < mark.buried_until)
