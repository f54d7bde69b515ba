"""A screen as plain lines: for scripts, pipes and screen readers. No colour, no boxes, nothing that redraws."""

from collections.abc import Iterator
from functools import singledispatch

from bot.platforms.terminal.inbound import words_of
from bot.screens.model import (
    Bars,
    Block,
    Bullets,
    Button,
    Countdown,
    Facts,
    Heading,
    Mark,
    Note,
    Options,
    Paragraph,
    Screen,
    Spans,
    Style,
    Table,
    Ticks,
    Tone,
)

TONES = {Tone.GOOD: "Right: ", Tone.BAD: "Not yet: ", Tone.INFO: "", Tone.LESSON: "Lesson: "}
MARKS = {Mark.RIGHT: " (right)", Mark.WRONG: " (your answer)", Mark.OTHER: "", None: ""}


def to_lines(screen: Screen) -> list[str]:
    """Render a whole screen, top to bottom."""
    lines = [f"== {screen.title}"]
    for block in screen.blocks:
        lines.extend(_lines(block))
    lines.extend(_prompt(screen))
    return lines


def text_of(spans: Spans) -> str:
    """A line of spans as plain text; what is to be typed stands in quotes."""
    return "".join(f"'{span.text}'" if span.style is Style.CODE else span.text for span in spans)


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    raise TypeError(f"no plain form for {type(block).__name__}")


@_lines.register
def _(block: Paragraph) -> Iterator[str]:
    yield from text_of(block.spans).splitlines()


@_lines.register
def _(block: Note) -> Iterator[str]:
    yield TONES[block.tone] + text_of(block.spans)


@_lines.register
def _(block: Heading) -> Iterator[str]:
    yield f"-- {block.text}"


@_lines.register
def _(block: Bullets) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{f'{number}.' if block.numbered else '-'} {text_of(item)}"


@_lines.register
def _(block: Facts) -> Iterator[str]:
    for label, value in block.rows:
        yield f"{label}: {value}"


@_lines.register
def _(block: Options) -> Iterator[str]:
    for option in block.items:
        yield f"{option.key.upper()}) {option.text}{MARKS[option.mark]}"


@_lines.register
def _(block: Ticks) -> Iterator[str]:
    for number, tick in enumerate(block.items, block.first):
        detail = f" ({text_of(tick.detail)})" if tick.detail else ""
        yield f"{number}. [{'x' if tick.ticked else ' '}] {tick.text}{detail}"


@_lines.register
def _(block: Bars) -> Iterator[str]:
    for bar in block.rows:
        yield f"{bar.label}: {bar.text}"


@_lines.register
def _(block: Table) -> Iterator[str]:
    yield " | ".join(block.head)
    for row in block.rows:
        yield " | ".join(row)


@_lines.register
def _(block: Countdown) -> Iterator[str]:
    yield f"Say it aloud in {block.seconds} seconds, then go on."


def _prompt(screen: Screen) -> Iterator[str]:
    if screen.entry:
        yield f"> {screen.entry.label}"
    if default := next((button for button in screen.buttons if button.default), None):
        yield f"> Empty line: {default.label}"
    labels = [_label(button) for button in screen.buttons if not button.quiet]
    if labels:
        yield f"> {', '.join(labels)}"
    quiet = [
        word for word in words_of(screen) if word not in {button.word for button in screen.buttons if not button.quiet}
    ]
    if screen.entry or screen.buttons:
        yield f"> also: {', '.join(quiet)}"


def _label(button: Button) -> str:
    return button.word if button.label.lower() == button.word else f"{button.word} ({button.label})"
