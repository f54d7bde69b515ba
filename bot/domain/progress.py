"""Where a learner stands, worked out from memories and cards. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.card import Card
from bot.domain.memory import Memory
from bot.domain.steps import STEPS, Step

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step: how many of its cards are known, and the mean recall of those today (0 to 1, None without any)."""

    step: Step
    cards: int
    known: int
    recall: float | None


def by_step(
    cards: Iterable[Card], memories: Mapping[str, Memory], recall: Callable[[Memory], float]
) -> list[StepProgress]:
    """Progress for each of the six steps, in their order."""
    by_step: dict[Step, list[Memory | None]] = {step: [] for step in STEPS}
    for card in cards:
        if card.step in by_step:
            by_step[card.step].append(memories.get(card.id))
    return [_progress(step, found, recall) for step, found in by_step.items()]


def _progress(step: Step, found: list[Memory | None], recall: Callable[[Memory], float]) -> StepProgress:
    known = [memory for memory in found if memory is not None]
    mean = sum(recall(memory) for memory in known) / len(known) if known else None
    return StepProgress(step, len(found), len(known), mean)


def weakest(steps: Iterable[StepProgress]) -> StepProgress | None:
    """The step with the lowest recall among those begun; None before the first card."""
    begun = [(step.recall, step) for step in steps if step.recall is not None]
    return min(begun, key=lambda pair: pair[0])[1] if begun else None


def streak(days: Iterable[date], today: date, free: Iterable[date] = ()) -> int:
    """Days in a row up to today, from the first of them with answers.

    Days with nothing due (`free`) count, since nothing was missed. Today counts once something was answered or nothing
    was due, and breaks nothing before.
    """
    studied = set(days)
    held = studied.union(free)
    day = today if today in held else today - ONE_DAY
    row: list[date] = []
    while day in held:
        row.append(day)
        day -= ONE_DAY
    return max((length for length, day in enumerate(row, 1) if day in studied), default=0)
