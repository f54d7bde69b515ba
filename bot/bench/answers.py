"""`mlsd bench answers`: turning, grading and the next card through the door, against a raw sqlite3 + fsrs loop.

Both work on copies of one database with synchronous=FULL, write the same rows in the same two transactions, and compute
the intervals of all four grades. They take turns, card by card, so that a noisy machine disturbs both alike.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.bench.crowd import CROWD, NOON, cards_of, populate
from bot.bench.raw import RawLoop
from bot.domain.memory import Grade
from bot.door import Door
from bot.intents import Actor, AnswerCard, EndDrill, GradeCard, Intent, Place, Request, StartDrill, Surface
from bot.screens.model import Screen
from bot.store.database import Database

ROUNDS = 4
PLACE = Place(Surface.TERMINAL)


@dataclass(frozen=True, slots=True)
class Size:
    """How many memories all learners have together, and how many cards each one's drill holds."""

    memories: int
    drill: int


SIZES = (Size(1_000, 5), Size(20_000, 5), Size(1_000_000, 5), Size(20_000, 60))


@dataclass(frozen=True, slots=True)
class Cost:
    """Median milliseconds of a card: by the clock, disk included, and of the processor alone."""

    wall_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One size on both sides."""

    size: Size
    door: Cost
    raw: Cost

    @property
    def ratio(self) -> float:
        """Door over raw, by the clock: the bar is 2.0."""
        return self.door.wall_ms / self.raw.wall_ms


def run(sizes: tuple[Size, ...] = SIZES, console: Console | None = None) -> list[Measured]:
    """Measure every size and print the table."""
    console = console or Console()
    results = []
    for size in sizes:
        console.print(f"{size.memories:,} memories of {CROWD} learners…", style="dim")
        with tempfile.TemporaryDirectory(prefix="mlsd-bench-") as folder:
            results.append(_measure(Path(folder), size))
    console.print(_table(results))
    return results


def _measure(folder: Path, size: Size) -> Measured:
    persons = populate(folder / "door.sqlite3", size.memories, size.drill)
    shutil.copy(folder / "door.sqlite3", folder / "raw.sqlite3")
    database = Database.open(f"sqlite:///{folder / 'door.sqlite3'}", clock=lambda: NOON)
    door, raw = _DoorLoop(Door(database, cards_of(size.memories))), RawLoop(folder / "raw.sqlite3", persons)
    for learner in range(CROWD):
        door.begin(learner)
        raw.begin(learner)
    costs = [(_timed(door.step, who), _timed(raw.step, who)) for _ in range(ROUNDS) for who in range(CROWD)]
    database.close()
    raw.close()
    return Measured(size, _median([pair[0] for pair in costs]), _median([pair[1] for pair in costs]))


def _timed(step: Callable[[int], None], learner: int) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    step(learner)
    return Cost((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(cost.wall_ms for cost in costs), statistics.median(cost.cpu_ms for cost in costs))


class _DoorLoop:
    """One drill a learner through the door: answer, take the proposed grade, see the next card."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._fronts: dict[int, Screen] = {}

    def begin(self, learner: int) -> None:
        self._fronts[learner] = self._ask(learner, StartDrill())

    def step(self, learner: int) -> None:
        back = self._ask(learner, AnswerCard(*_at(self._fronts[learner])))
        self._fronts[learner] = self._ask(learner, GradeCard(*_at(back), Grade.GOOD))

    def _ask(self, learner: int, intent: Intent) -> Screen:
        actor = Actor("bench", "bench", str(learner))
        return self._door.answer(Request(actor, PLACE, intent)).screens[-1]


def _at(screen: Screen) -> tuple[int, int]:
    if not isinstance(screen.leave, EndDrill):
        raise TypeError(f"no card is open on the screen {screen.title!r}")
    return screen.leave.session, screen.leave.version


def _table(results: list[Measured]) -> Table:
    table = Table("Memories", "Drill", "Door ms", "Raw ms", "Ratio", "Door CPU ms", "Raw CPU ms", "CPU ratio", "Growth")
    for row in results:
        door, raw = row.door, row.raw
        growth = door.wall_ms / results[0].door.wall_ms
        figures = (door.wall_ms, raw.wall_ms, row.ratio, door.cpu_ms, raw.cpu_ms, door.cpu_ms / raw.cpu_ms, growth)
        table.add_row(f"{row.size.memories:,}", str(row.size.drill), *(f"{figure:.2f}" for figure in figures))
    return table
