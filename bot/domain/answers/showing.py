"""What was drawn for one showing of a card: the wording, the order of options or items, the numbers."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.card import Card, Choice, Numeric, Order
from bot.domain.errors import BotError
from bot.domain.numeric.draws import draw
from bot.domain.numeric.filling import fill


@dataclass(frozen=True, slots=True)
class Showing:
    """One showing of a card.

    `front` is the wording, filled in. `order` says what stands where: the i-th line shown is the option or item
    `order[i]` (option 0 is the key of a choice; items count in the right order). `numbers` are a numeric card's draws.
    """

    card_id: str
    repetition: int
    front: str
    order: tuple[int, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data that `from_json` turns back."""
        return {
            "card_id": self.card_id,
            "repetition": self.repetition,
            "front": self.front,
            "order": list(self.order),
            "numbers": dict(self.numbers),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Showing":
        """The showing that `as_json` wrote down."""
        return cls(data["card_id"], data["repetition"], data["front"], tuple(data["order"]), dict(data["numbers"]))


class CardChanged(BotError):
    """The card was corrected between its showing and the answer, so that the answer can no longer be judged."""


def show(card: Card, seed: str, repetition: int) -> Showing:
    """Draw one showing; the same card, seed (a learner, say) and repetition give the same one in every process.

    Raises TemplateError where a numeric card's numbers cannot be drawn.
    """
    front = card.front[repetition % len(card.front)]
    own_seed = f"{seed}/{card.id}/{repetition}"
    if isinstance(card, Numeric):
        draws = draw(card, own_seed)
        return Showing(card.id, repetition, fill(front, draws.values), numbers=draws.numbers)
    if isinstance(card, Order):
        return Showing(card.id, repetition, front, _disorder(len(card.items), own_seed))
    if isinstance(card, Choice):
        return Showing(card.id, repetition, front, _shuffle(1 + len(card.distractors), random.Random(own_seed)))  # noqa: S311 - a shuffle
    return Showing(card.id, repetition, front)


def shown_lines(card: Card, showing: Showing) -> tuple[str, ...]:
    """The options of a choice or the items of an order card as they were shown, from A on; () for other kinds.

    Raises CardChanged where the card has other lines or other draws than were shown.
    """
    lines = _lines(card)
    drawn = set(card.draw) if isinstance(card, Numeric) else set()
    if sorted(showing.order) != list(range(len(lines))) or drawn != set(showing.numbers):
        raise CardChanged("This card was corrected after it was shown.", "Ask for it again and answer the new version.")
    return tuple(lines[index] for index in showing.order)


def _lines(card: Card) -> tuple[str, ...]:
    if isinstance(card, Choice):
        return (card.answer, *(distractor.text for distractor in card.distractors))
    return card.items if isinstance(card, Order) else ()


def _shuffle(count: int, dice: random.Random) -> tuple[int, ...]:
    order = list(range(count))
    dice.shuffle(order)
    return tuple(order)


def _disorder(count: int, seed: str) -> tuple[int, ...]:
    """A shuffle that is not the right order already (one item alone has no other)."""
    dice = random.Random(seed)  # noqa: S311 - a shuffle
    order = _shuffle(count, dice)
    while count > 1 and order == tuple(range(count)):
        order = _shuffle(count, dice)
    return order
