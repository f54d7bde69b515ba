"""The orders in which cards are studied: steps by time, due cards by risk, new cards in turns, siblings apart."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

from bot.domain.card import Tier
from bot.domain.steps import Step
from bot.domain.today import Fresh, Known, Moment, Sibling

LOOK_AHEAD = timedelta(minutes=20)  # with nothing else left, a step may come this much early, as in Anki
LAPSE_WEAKNESS = 0.02  # a lapse makes a card as weak as two points of recall do
_TIERS = list(Tier)

AnySibling = TypeVar("AnySibling", bound=Sibling)


def running_steps(visible: Iterable[Known], moment: Moment) -> list[Known]:
    """Cards in a step that is over, or nearly so, the soonest first."""
    timed = [(row.memory.due_at, row) for row in visible if row.memory.due_at is not None]
    soon = [pair for pair in timed if pair[0] <= moment.now + LOOK_AHEAD]
    return [row for _, row in sorted(soon, key=lambda pair: (pair[0], pair[1].memory.card_id))]


def most_at_risk_first(visible: Iterable[Known], day: date) -> list[Known]:
    """Cards due by a local day, the least likely to be remembered first."""
    due = [row for row in visible if row.memory.due_at is None and row.memory.due_day <= day]
    return sorted(due, key=lambda row: (row.retrievability, row.memory.due_day, row.memory.card_id))


def weakest_first(visible: Iterable[Known], day: date) -> list[Known]:
    """Cards that are not due on a local day nor in a step: low recall and many lapses first."""
    rested = [row for row in visible if row.memory.due_at is None and row.memory.due_day > day]
    return sorted(rested, key=lambda row: (-_weakness(row), row.memory.card_id))


def in_turns(fresh: Iterable[Fresh], moment: Moment) -> list[Fresh]:
    """New cards: wanted ones first, then core ones; within these the steps take turns.

    The order of cards within a step is a person's own; the order of steps changes by the day. Cards begun today count
    as turns taken, so that a plan made again in the middle of the day goes on where the last one stood.
    """
    day, person, begun_today = moment.day, moment.person, moment.spent.new_by_step
    step_order = {step: _shuffle(person, f"{day}:{step}") for step in Step}
    visible = [card for card in fresh if not moment.hides(card.id)]
    turns: Counter[tuple[int, int, Step]] = Counter()
    placed: list[tuple[tuple[int, int, int, str], Fresh]] = []
    for card in sorted(visible, key=lambda card: _shuffle(person, card.id)):
        wanted, tier = _precedence(card, moment)
        turn = begun_today.get(card.step, 0) + turns[wanted, tier, card.step]
        turns[wanted, tier, card.step] += 1
        placed.append(((wanted, tier, turn, step_order[card.step]), card))
    return [card for _, card in sorted(placed, key=lambda pair: pair[0])]


def apart(rows: Iterable[AnySibling], met: Collection[str], moment: Moment) -> list[AnySibling]:
    """The first of each group of siblings, without the groups `met` today; all rows when siblings are not buried."""
    if not moment.settings.bury_siblings:
        return list(rows)
    first: dict[str, AnySibling] = {}
    for row in rows:
        first.setdefault(row.note, row)
    return [row for note, row in first.items() if note not in met]


def _weakness(row: Known) -> float:
    return (1 - row.retrievability) + LAPSE_WEAKNESS * row.memory.lapses


def _precedence(card: Fresh, moment: Moment) -> tuple[int, int]:
    mark = moment.marks.get(card.id)
    return 0 if mark and mark.wanted else 1, _TIERS.index(card.tier)


def _shuffle(person: str, name: str) -> str:
    return blake2b(f"{person}:{name}".encode(), digest_size=8).hexdigest()
