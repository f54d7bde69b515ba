"""A screen as plain lines: for scripts, pipes and screen readers. No colour, no boxes, nothing that redraws."""

from collections.abc import Iterator

from bot.platforms.terminal.safe import printable
from bot.screens.model import Button, Screen
from bot.screens.spoken import lines_of
from bot.screens.typed import words_of


def to_lines(screen: Screen) -> list[str]:
    """Render a whole screen, top to bottom."""
    lines = [f"== {screen.title}"]
    for block in screen.blocks:
        lines.extend(lines_of(block))
    lines.extend(_prompt(screen))
    return [printable(line) for line in lines]


def _prompt(screen: Screen) -> Iterator[str]:
    if screen.entry:
        yield f"> {screen.entry.label}"
    default = next((button for button in screen.buttons if button.default), None)
    if default:
        yield f"> Empty line: {default.label}"
    labels = [_label(button) for button in screen.buttons if not button.quiet]
    if labels and not (screen.entry and default and len(labels) == 1):
        yield f"> {', '.join(labels)}"
    quiet = [
        word for word in words_of(screen) if word not in {button.word for button in screen.buttons if not button.quiet}
    ]
    if screen.entry or screen.buttons:
        yield f"> also: {', '.join(quiet)}"


def _label(button: Button) -> str:
    return button.word if button.label.lower() == button.word else f"{button.word} ({button.label})"
