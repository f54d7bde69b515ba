"""Review histories at the hours at which people study, played by our scheduler for the oracles to play again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.domain.calendar import instant_of
from bot.domain.memory import Grade, Interval, Memory
from bot.domain.scheduler import answer, offers
from bot.domain.settings import Settings
from bot.domain.spacing import seeded_draw

SETTINGS = Settings(maximum_interval_days=36500)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
HORIZON = datetime(2027, 1, 1, tzinfo=UTC)  # beyond it rounding alone moves the long intervals by a day
CARD_IDS = [f"card-{number}" for number in range(4000)]
ODDS = {Grade.AGAIN: 12, Grade.HARD: 10, Grade.GOOD: 68, Grade.EASY: 10}


@dataclass(frozen=True)
class Answered:
    """One answer of a history; `seconds` since EPOCH, and what our scheduler made of it."""

    seconds: float
    grade: Grade
    elapsed_days: int
    interval: Interval
    memory: Memory


def histories(count: int, length: int) -> list[list[Answered]]:
    """Histories of up to a year: mostly on the days when cards are due, at any hour from 06:00 to 02:00."""
    random, ids = Random(20261123), _unfuzzed_ids(length)  # noqa: S311  (the same draws at every run, no secrets)
    return [_history(random, ids, length) for _ in range(count)]


def _history(random: Random, ids: list[str], length: int) -> list[Answered]:
    now = _some_time_on(date(2026, 1, 1) + timedelta(days=random.randrange(60)), random)
    memory: Memory | None = None
    answered: list[Answered] = []
    for repetition in range(length):
        grade = random.choices(list(ODDS), weights=list(ODDS.values()))[0]
        interval = offers(memory, ids[repetition], SETTINGS, now)[grade]
        before, memory = memory, answer(memory, "card", grade, interval, SETTINGS, now).memory
        elapsed = (memory.last_review_day - before.last_review_day).days if before else 0
        answered.append(Answered((now - EPOCH).total_seconds(), grade, elapsed, interval, memory))
        now = _next_time(memory, random)
        if now > HORIZON:
            break
    return answered


def _next_time(memory: Memory, random: Random) -> datetime:
    if memory.due_at and random.random() < 0.8:
        soon = memory.due_at + timedelta(minutes=random.randrange(1, 40))
        if not 2 <= soon.hour < 6:
            return soon
    late = random.choices([0, 1, 2, 5, 30], weights=[70, 12, 8, 8, 2])[0]
    day = max(memory.due_day, memory.last_review_day + timedelta(days=1))
    return _some_time_on(day + timedelta(days=late), random)


def _some_time_on(day: date, random: Random) -> datetime:
    return instant_of(day, time(6), "UTC") + timedelta(minutes=random.randrange(20 * 60))


def _unfuzzed_ids(length: int) -> list[str]:
    """For each repetition a card id whose draw is so near one half that fuzz keeps the middle of its range."""
    return [_nearest_to_half(repetition) for repetition in range(length)]


def _nearest_to_half(repetition: int) -> str:
    return min(CARD_IDS, key=lambda card_id: abs(seeded_draw(card_id, repetition) - 0.5))
