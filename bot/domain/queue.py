"""What to study now, and in which order: steps, due cards, new cards, within the limits of a day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.drill import Waiting, Work
from bot.domain.memory import Memory
from bot.domain.order import LOOK_AHEAD, apart, in_turns, most_at_risk_first, running_steps, weakest_first
from bot.domain.pace import minutes_for
from bot.domain.today import Fresh, Known, Moment

_NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Plan:
    """Cards in the order in which to show them.

    Of `entries`, `due` were met before and `new` were not; `seconds` is what they should take. `left_out` counts the
    due cards that had no room.
    """

    entries: tuple[Waiting, ...]
    due: int
    new: int
    seconds: float
    left_out: int = 0


def plan(
    known: Iterable[Known], fresh: Iterable[Fresh], moment: Moment, limit: int | None = None, new: int | None = None
) -> Plan:
    """Today's cards: steps whose time has come, due cards (most at risk first), new cards spread among them.

    `limit` caps the cards of this sitting and `new` the new ones among them; both only narrow the day's limits. While
    due cards are left out, no new ones are begun unless `new` asks for them.
    """
    visible = [row for row in known if not moment.hides(row.memory.card_id)]
    steps = running_steps(visible, moment)[:limit]
    notes = moment.spent.notes | {row.note for row in steps}
    due = apart(most_at_risk_first(visible, moment.day), notes, moment)
    room = _Room(moment, len(steps), limit)
    reviews = due[: room.reviews(len(due))]
    left_out = len(due) - len(reviews)
    count = room.new(len(reviews), new) if new is not None or not left_out else 0
    notes |= {row.note for row in reviews}
    begun = apart(in_turns(fresh, moment), notes, moment)[:count]
    return _laid_out(steps, reviews, begun, moment, left_out)


def more_new(fresh: Iterable[Fresh], moment: Moment, count: int) -> Plan:
    """So many new cards beyond the day's limits, because the person asked for them."""
    begun = apart(in_turns(fresh, moment), moment.spent.notes, moment)[:count]
    return _laid_out([], [], begun, moment, left_out=0)


def practice(known: Iterable[Known], moment: Moment, limit: int) -> Plan:
    """Cards that are not due, the weakest first; practice changes a schedule only on a fail."""
    visible = [row for row in known if not moment.hides(row.memory.card_id)]
    chosen = apart(weakest_first(visible, moment.day), frozenset(), moment)[:limit]
    entries = tuple(Waiting(row.memory.card_id, Work.PRACTICE) for row in chosen)
    return Plan(entries, len(entries), 0, len(entries) * moment.pace.review_seconds)


def next_up(waiting: Sequence[Waiting], now: datetime) -> Waiting | None:
    """What to show now: a step whose time has come, else the next card, else a step that is nearly due; else None."""
    steps = sorted((row.due_at, place) for place, row in enumerate(waiting) if row.due_at is not None)
    others = (row for row in waiting if row.due_at is None)
    if steps and steps[0][0] <= now:
        return waiting[steps[0][1]]
    coming = waiting[steps[0][1]] if steps and steps[0][0] <= now + LOOK_AHEAD else None
    return next(others, coming)


def after_answer(waiting: Iterable[Waiting], memory: Memory, day: date) -> tuple[Waiting, ...]:
    """The running queue after an answer on a local day: a card in a step that ends on this day waits in it again."""
    others = tuple(row for row in waiting if row.card_id != memory.card_id)
    if memory.due_at is None or memory.due_day > day:
        return others
    return (*others, Waiting(memory.card_id, Work.LEARNING, memory.due_at))


@dataclass(frozen=True, slots=True)
class _Room:
    """How many cards the day's limits and the sitting's `limit` still have room for, to the nearest card."""

    moment: Moment
    steps: int
    limit: int | None

    def reviews(self, wanted: int) -> int:
        moment = self.moment
        by_count = moment.settings.reviews_a_day - moment.spent.reviews
        by_time = self._fitting(self.steps, moment.pace.review_seconds)
        return max(0, min(wanted, by_count, by_time, self._in_sitting(self.steps)))

    def new(self, reviews: int, asked: int | None) -> int:
        moment = self.moment
        begun = self.steps + reviews
        share = moment.settings.easy_days[moment.day.weekday()]
        by_count = round(moment.settings.new_a_day * share) - moment.spent.new
        by_time = self._fitting(begun, moment.pace.first_day_seconds(moment.settings))
        by_wish = by_count if asked is None else asked
        return max(0, min(by_count, by_time, by_wish, self._in_sitting(begun)))

    def _fitting(self, begun: int, seconds_each: float) -> int:
        moment = self.moment
        left = moment.settings.minutes_a_day * 60 - moment.spent.seconds - begun * moment.pace.review_seconds
        return int(left / seconds_each + 0.5)

    def _in_sitting(self, begun: int) -> int:
        return _NO_LIMIT if self.limit is None else self.limit - begun


def _laid_out(
    steps: Sequence[Known], reviews: Sequence[Known], begun: Sequence[Fresh], moment: Moment, left_out: int
) -> Plan:
    """Steps first, then reviews with the new cards spread evenly among them."""
    timed = [Waiting(row.memory.card_id, Work.LEARNING, row.memory.due_at) for row in steps]
    spread = [
        ((place + 0.5) / len(reviews), Waiting(row.memory.card_id, Work.REVIEW)) for place, row in enumerate(reviews)
    ]
    spread += [((place + 0.5) / len(begun), Waiting(card.id, Work.NEW)) for place, card in enumerate(begun)]
    entries = (*timed, *(row for _, row in sorted(spread, key=lambda pair: pair[0])))
    due = len(steps) + len(reviews)
    seconds = 60 * minutes_for(moment.pace, moment.settings, due, len(begun))
    return Plan(entries, due, len(begun), seconds, left_out)
