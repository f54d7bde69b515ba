"""How long loading decks takes against the C parser alone: below twice the time of draining its events."""

import gc
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

from rich.console import Console
from rich.table import Table

from bot.bench.sample_deck import write
from bot.content.files import deck_files
from bot.content.loader import load
from bot.content.parser import IN_C, drain

CARDS = 20_000
ROUNDS = 5
LIMIT = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was read, and the processor's seconds of each round."""

    cards: int
    size_bytes: int
    events: int
    drains: tuple[float, ...]
    loads: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times the bare parser's time a load takes: the median of the rounds' own ratios."""
        return median(load / drain for load, drain in zip(self.loads, self.drains, strict=True))


def run(cards: int = CARDS, rounds: int = ROUNDS) -> Figures:
    """Write the cards to a temporary folder, time both by turns, and print a table."""
    with tempfile.TemporaryDirectory(prefix="mlsd-bench-") as name:
        figures = measure(Path(name), cards, rounds)
    _print(figures)
    return figures


def measure(folder: Path, cards: int, rounds: int) -> Figures:
    """Both times by turns, since a busy machine is slow for seconds at a time, with the collector off for both."""
    write(folder, cards)
    texts = [path.read_bytes() for path in deck_files([folder])]
    drains, loads, events = [], [], 0
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        started = process_time()
        events = sum(map(drain, texts))
        drained = process_time()
        library = load([folder])
        loads.append(process_time() - drained)
        drains.append(drained - started)
        gc.enable()
        if len(library.cards) != cards:
            raise RuntimeError(f"loaded {len(library.cards)} of {cards} cards")
    return Figures(cards, sum(map(len, texts)), events, tuple(drains), tuple(loads))


def _print(figures: Figures) -> None:
    parser = "the C parser" if IN_C else "the pure Python parser"
    size = f"{figures.size_bytes / 1e6:.1f} MB, {figures.events:,} events"
    table = Table(
        title=f"Loading {figures.cards:,} cards with {parser}", caption=f"{size}, median of {len(figures.loads)}"
    )
    table.add_column("what")
    table.add_column("seconds", justify="right")
    table.add_column("a card", justify="right")
    for what, seconds in (("drain the events", figures.drains), ("load the decks", figures.loads)):
        table.add_row(what, f"{median(seconds):.2f}", f"{median(seconds) / figures.cards * 1e6:.0f} µs")
    table.add_row("ratio", f"{figures.ratio:.2f}", f"< {LIMIT:.1f}: {'yes' if figures.ratio < LIMIT else 'NO'}")
    Console().print(table)
