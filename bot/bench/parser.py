"""How long loading decks takes against the C parser alone: below twice the time of draining its events."""

import gc
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from bot.bench.sample_deck import write
from bot.content.files import deck_files
from bot.content.loader import load
from bot.content.parser import IN_C, drain

CARDS = 20_000
ROUNDS = 3
LIMIT = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians in seconds of one run; `ratio` is load over drain."""

    cards: int
    bytes: int
    events: int
    drain_seconds: float
    load_seconds: float

    @property
    def ratio(self) -> float:
        """How many times the bare parser's time a load takes."""
        return self.load_seconds / self.drain_seconds


def run(cards: int = CARDS, rounds: int = ROUNDS) -> Figures:
    """Write the cards to a temporary folder, time both by turns, and print a table."""
    with tempfile.TemporaryDirectory(prefix="mlsd-bench-") as name:
        figures = measure(Path(name), cards, rounds)
    _print(figures)
    return figures


def measure(folder: Path, cards: int, rounds: int) -> Figures:
    """Both times by turns, so that a slow minute of the machine slows both. The collector is off for both."""
    write(folder, cards)
    texts = [path.read_bytes() for path in deck_files([folder])]
    drains, loads, events = [], [], 0
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        started = perf_counter()
        events = sum(drain(text) for text in texts)
        drained = perf_counter()
        library = load([folder])
        loads.append(perf_counter() - drained)
        drains.append(drained - started)
        gc.enable()
        if len(library.cards) != cards:
            raise RuntimeError(f"loaded {len(library.cards)} of {cards} cards")
    return Figures(cards, sum(map(len, texts)), events, median(drains), median(loads))


def _print(figures: Figures) -> None:
    parser = "the C parser" if IN_C else "the pure Python parser"
    table = Table(title=f"Loading {figures.cards:,} cards with {parser} ({figures.bytes / 1e6:.1f} MB)")
    table.add_column("what")
    table.add_column("seconds", justify="right")
    table.add_column("per card", justify="right")
    for what, seconds in (("drain the events", figures.drain_seconds), ("load the decks", figures.load_seconds)):
        table.add_row(what, f"{seconds:.2f}", f"{seconds / figures.cards * 1e6:.0f} µs")
    verdict = "ok" if figures.ratio < LIMIT else "TOO SLOW"
    table.add_row("ratio", f"{figures.ratio:.2f}", f"< {LIMIT:.1f} {verdict}")
    Console().print(table)
