"""The two faces of the terminal: plain lines, or colour and single keys. Both show screens and ask for a line."""

import sys
from collections.abc import Callable
from typing import Protocol, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task
from rich.text import Text

from bot.domain.errors import BotError
from bot.platforms.terminal.keys import by_key, keys_of, line_for
from bot.platforms.terminal.plain import to_lines
from bot.platforms.terminal.safe import printable
from bot.platforms.terminal.view import to_renderable
from bot.screens.model import Countdown, Screen

END_OF_ANSWER = frozenset({".", "done"})


class Face(Protocol):
    """Shows screens and errors, and asks for what comes next."""

    def show(self, screen: Screen) -> None:
        """Show a screen."""

    def complain(self, error: BotError) -> None:
        """Say what was wrong and what to do."""

    def ask(self, screen: Screen) -> str | None:
        """Wait for the next line (several joined, where the screen wants several); None at the end of input."""


class Plain:
    """One line in, one act; everything in reading order."""

    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._source = source
        self._sink = sink

    def show(self, screen: Screen) -> None:
        """Print the screen's lines."""
        self._print(*to_lines(screen))

    def complain(self, error: BotError) -> None:
        """Print the error as one line."""
        self._print(f"! {printable(str(error))}")

    def ask(self, screen: Screen) -> str | None:
        """Read one line, or the lines of a long answer."""
        return ask_lines(screen, self._read)

    def _read(self) -> str | None:
        line = self._source.readline()
        return line.rstrip("\r\n") if line else None

    def _print(self, *lines: str) -> None:
        self._sink.write("\n".join(lines) + "\n")
        self._sink.flush()


class Colour:
    """Rich layout, single keys where one is enough, a running clock where one speaks aloud."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, screen: Screen) -> None:
        """Draw the screen below what is there: scrolling back stays possible."""
        self._console.print(to_renderable(screen))

    def complain(self, error: BotError) -> None:
        """Show the error."""
        self._console.print(Text.assemble(("! ", "bold red"), printable(str(error))))

    def ask(self, screen: Screen) -> str | None:
        """Wait for a key or read a line."""
        self._count_down(screen)
        if by_key(screen):
            return self._key(screen)
        return ask_lines(screen, self._read)

    def _key(self, screen: Screen) -> str | None:
        while True:
            key = typer.getchar()
            if key == "\x04":
                return None
            if key == "t" and screen.entry:
                return self._read()
            line = line_for(screen, key)
            if line is not None:
                return self._with_text(screen, key, line)

    def _with_text(self, screen: Screen, key: str, line: str) -> str | None:
        button = keys_of(screen).get(key)
        if button is None or button.entry is None:
            return line
        text = self._read(button.entry.label)
        return None if text is None else f"{line} {text}"

    def _read(self, label: str = "") -> str | None:
        try:
            return self._console.input(Text(f"{label}> ", style="bold cyan"))
        except EOFError:
            return None

    def _count_down(self, screen: Screen) -> None:
        for block in screen.blocks:
            if isinstance(block, Countdown):
                with Progress(BarColumn(bar_width=16), _Left(), console=self._console, transient=True) as progress:
                    progress.add_task("", total=block.seconds)
                    typer.getchar()


class _Left(ProgressColumn):
    """Seconds left of the time to speak; a key ends it early, and nothing happens when it is over."""

    def render(self, task: Task) -> Text:
        spent = task.elapsed or 0.0
        task.completed = min(spent, task.total or 0.0)
        left = max(0, round((task.total or 0.0) - spent))
        return Text(f"{left} s left; then a key" if left else "Time is up; press a key")


def ask_lines(screen: Screen, read: Callable[[], str | None]) -> str | None:
    """Read one line; where several are wanted, read on to a lone `.` or `done`, or the end of input."""
    first = read()
    if first is None or not (screen.entry and screen.entry.lines) or _is_act(screen, first):
        return first
    lines = [first]
    while (line := read()) is not None and line.strip().lower() not in END_OF_ANSWER:
        lines.append(line)
    return "\n".join(lines)


def _is_act(screen: Screen, line: str) -> bool:
    word = line.strip().partition(" ")[0].lower()
    return not line.strip() or word == "quit" or word in {button.word for button in screen.buttons}


def choose(*, plain: bool, source: TextIO = sys.stdin, sink: TextIO = sys.stdout) -> Face:
    """Plain when asked for, or when either end is no TTY."""
    if plain or not (source.isatty() and sink.isatty()):
        return Plain(source, sink)
    return Colour(Console(file=sink, highlight=False))
