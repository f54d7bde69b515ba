"""The memory model: FSRS-6 by the `fsrs` package, with the rules around it that the package leaves to us.

The only module that imports `fsrs`. Elapsed time is counted in the learner's local days, never in periods of 24 hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

import fsrs

from bot.domain.calendar import local_day
from bot.domain.errors import BotError
from bot.domain.leech import is_leech
from bot.domain.memory import Grade, Interval, Memory, State
from bot.domain.settings import Settings
from bot.domain.spacing import Spacing, Wanted, seeded_draw

MODEL = "fsrs-6"
LONGEST_STABILITY_DAYS = 36500.0
NO_LOAD: Mapping[date, int] = MappingProxyType({})

_NOW = datetime(2100, 1, 1, tzinfo=UTC)  # the package only subtracts instants, so any fixed one will do
_RATINGS = {grade: fsrs.Rating(grade) for grade in Grade}
_STATES = {
    State.LEARNING: fsrs.State.Learning,
    State.REVIEW: fsrs.State.Review,
    State.RELEARNING: fsrs.State.Relearning,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer led to. `leech` is set when this very lapse makes the card a leech."""

    memory: Memory
    leech: bool


def require_model(model: str) -> None:
    """Raise BotError unless memories written by this model can be read."""
    if model != MODEL:
        raise BotError(
            f"These memories were written by the model '{model}'; this version of the bot knows only '{MODEL}'.",
            "Install a newer version of the bot.",
        )


def offers(
    memory: Memory | None, card_id: str, settings: Settings, now: datetime, load: Mapping[date, int] = NO_LOAD
) -> dict[Grade, Interval]:
    """What each grade would give now; `load` counts the person's cards due by local day.

    Hard < Good < Easy as long as `maximum_interval_days` leaves room, and a pass never shortens the interval unless the
    stability fell. The same arguments always give the same offers.
    """
    today = _today(settings, now)
    spacing = _spacing(memory, card_id, settings, today, load)
    following = _following(memory, settings, today)
    wanted = {grade: _wanted(memory, grade, row) for grade, row in following.items() if row.step is None}
    wanted.setdefault(Grade.GOOD, Wanted(1))  # Easy skips the steps, so it gives more than the day at their end
    days = spacing.choose(wanted)
    steps = {grade: Interval(0, row.wait) for grade, row in following.items() if row.step is not None}
    return {grade: steps.get(grade) or Interval(days[grade]) for grade in Grade}


def answer(
    memory: Memory | None, card_id: str, grade: Grade, offered: Interval, settings: Settings, now: datetime
) -> Outcome:
    """The memory after an answer given at `now`; the next review comes after exactly the `offered` interval.

    Every instant in it has whole milliseconds, which is what the store keeps. Raises ValueError for an empty interval.
    """
    if offered.days < 1 and not offered.delay:
        raise ValueError("an interval needs days or a delay")
    today = _today(settings, now)
    now = _whole_milliseconds(now)
    following = _after(_scheduler(settings), _as_card(memory, settings, today), grade)
    lapsed = memory is not None and memory.state is State.REVIEW and grade is Grade.AGAIN
    before = memory or _first_sight(card_id, now, today)
    state, step = _place_after(before, offered, following)
    due_at = _whole_milliseconds(now + offered.delay) if offered.delay else None
    changed = Memory(
        card_id=card_id,
        state=state,
        step=step,
        stability=following.stability,
        difficulty=following.difficulty,
        due_day=_today(settings, due_at) if due_at else today + timedelta(days=offered.days),
        due_at=due_at,
        last_review_at=now,
        last_review_day=today,
        introduced_day=before.introduced_day,
        repetitions=before.repetitions + 1,
        lapses=before.lapses + lapsed,
    )
    return Outcome(changed, leech=lapsed and is_leech(changed.lapses, settings.leech_lapses))


def practice_offers(
    memory: Memory, settings: Settings, now: datetime, load: Mapping[date, int] = NO_LOAD
) -> dict[Grade, Interval]:
    """What each grade would give in practice: on a card that is not due, every pass leaves the schedule as it is."""
    offered = offers(memory, memory.card_id, settings, now, load)
    if is_due(memory, settings, now):
        return offered
    left = memory.due_day - _today(settings, now)
    unchanged = Interval(0, memory.due_at - now) if memory.due_at else Interval(left.days)
    return {grade: offered[grade] if grade is Grade.AGAIN else unchanged for grade in Grade}


def practise(memory: Memory, grade: Grade, offered: Interval, settings: Settings, now: datetime) -> Outcome:
    """Like `answer`, but a card that is not due changes only on a fail: cramming must not lengthen intervals."""
    if grade is Grade.AGAIN or is_due(memory, settings, now):
        return answer(memory, memory.card_id, grade, offered, settings, now)
    return Outcome(memory, leech=False)


def is_due(memory: Memory, settings: Settings, now: datetime) -> bool:
    """Whether the card's time has come: at its instant in a short step, else from the start of its local day."""
    if memory.due_at is not None:
        return memory.due_at <= now
    return memory.due_day <= _today(settings, now)


def retrievability(memory: Memory, settings: Settings, day: date) -> float:
    """The probability of recall on a local day, from 0 to 1."""
    return _scheduler(settings).get_card_retrievability(_card_on(memory, day), _NOW)


@dataclass(slots=True)
class _Following:
    """What the model makes of one grade; `step` is None once the card is in review, and `wait` is then whole days."""

    step: int | None
    stability: float
    difficulty: float
    wait: timedelta


def _following(memory: Memory | None, settings: Settings, today: date) -> dict[Grade, _Following]:
    scheduler, card = _scheduler(settings), _as_card(memory, settings, today)
    return {grade: _after(scheduler, card, grade) for grade in Grade}


def _after(scheduler: fsrs.Scheduler, card: fsrs.Card, grade: Grade) -> _Following:
    reviewed, _ = scheduler.review_card(card, _RATINGS[grade], _NOW)
    if reviewed.stability is None or reviewed.difficulty is None:
        raise RuntimeError("the fsrs package left a reviewed card without a memory")
    stability = min(reviewed.stability, LONGEST_STABILITY_DAYS)
    return _Following(reviewed.step, stability, reviewed.difficulty, reviewed.due - _NOW)


def _scheduler(settings: Settings) -> fsrs.Scheduler:
    return _scheduler_with(
        settings.desired_retention, settings.learning_steps, settings.relearning_steps, settings.maximum_interval_days
    )


@lru_cache(maxsize=256)
def _scheduler_with(
    retention: float, steps: tuple[timedelta, ...], relearning_steps: tuple[timedelta, ...], longest: int
) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=retention,
        learning_steps=steps,
        relearning_steps=relearning_steps,
        maximum_interval=longest,
        enable_fuzzing=False,  # the package's fuzz is unseeded and biased; ours is in `spacing`
    )


def _as_card(memory: Memory | None, settings: Settings, today: date) -> fsrs.Card:
    """The package's card. One whose steps were shortened in the meantime stands at the last one left."""
    if memory is None:
        return fsrs.Card(card_id=0, due=_NOW)  # without an id the package sleeps to make one
    card = _card_on(memory, today)
    steps = settings.learning_steps if memory.state is State.LEARNING else settings.relearning_steps
    if card.step is not None and steps:
        card.step = min(card.step, len(steps) - 1)
    return card


def _card_on(memory: Memory, day: date) -> fsrs.Card:
    elapsed = max(timedelta(), day - memory.last_review_day)  # none when the clock or the zone went back
    return fsrs.Card(
        card_id=0,
        state=_STATES[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_NOW,
        last_review=_NOW - elapsed,
    )


def _spacing(memory: Memory | None, card_id: str, settings: Settings, today: date, load: Mapping[date, int]) -> Spacing:
    return Spacing(
        today=today,
        longest=settings.maximum_interval_days,
        draw=seeded_draw(card_id, memory.repetitions if memory else 0),
        load=load if settings.load_balancing else NO_LOAD,
        weights=settings.easy_days,
    )


def _wanted(memory: Memory | None, grade: Grade, following: _Following) -> Wanted:
    """The model's days, and the last interval as long as a pass must not shorten it.

    An interval far above what the model asks for now was made by other settings or moved by hand, and may shrink.
    """
    days = following.wait.days
    if memory is None or memory.state is not State.REVIEW or grade is Grade.AGAIN:
        return Wanted(days)
    last = (memory.due_day - memory.last_review_day).days
    keeps = following.stability >= memory.stability and last <= 1.5 * days + 4
    return Wanted(days, keep=max(1, last) if keeps else 1)


def _first_sight(card_id: str, now: datetime, today: date) -> Memory:
    return Memory(card_id, State.LEARNING, 0, 0.0, 0.0, today, None, now, today, today, 0, 0)


def _place_after(before: Memory, offered: Interval, following: _Following) -> tuple[State, int | None]:
    """State and step. The offer decides, not the model: settings may have changed since it was made."""
    if not offered.delay:
        return State.REVIEW, None
    state = State.LEARNING if before.state is State.LEARNING else State.RELEARNING
    return state, following.step or 0


def _today(settings: Settings, now: datetime) -> date:
    return local_day(now, settings.zone, settings.rollover_hour)


def _whole_milliseconds(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)
