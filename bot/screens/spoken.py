"""Blocks as plain lines in reading order: for the terminal's plain mode, screen readers and notifications."""

from collections.abc import Iterator
from functools import singledispatch

from bot.screens.model import (
    Bars,
    Block,
    Bullets,
    Countdown,
    Facts,
    Heading,
    Mark,
    Note,
    Options,
    Paragraph,
    Spans,
    Style,
    Table,
    Ticks,
    Tone,
)

TONES = {Tone.GOOD: "Right: ", Tone.BAD: "Not yet: ", Tone.INFO: "", Tone.LESSON: "Lesson: "}
MARKS = {Mark.RIGHT: " (right)", Mark.WRONG: " (your answer)", Mark.OTHER: "", None: ""}


def text_of(spans: Spans) -> str:
    """A line of spans as plain text; what is to be typed stands in quotes."""
    return "".join(f"'{span.text}'" if span.style is Style.CODE else span.text for span in spans)


@singledispatch
def lines_of(block: Block) -> Iterator[str]:
    """The lines of a block, without markup."""
    raise TypeError(f"no plain form for {type(block).__name__}")


@lines_of.register
def _(block: Paragraph) -> Iterator[str]:
    yield from text_of(block.spans).splitlines()


@lines_of.register
def _(block: Note) -> Iterator[str]:
    yield TONES[block.tone] + text_of(block.spans)


@lines_of.register
def _(block: Heading) -> Iterator[str]:
    yield f"-- {block.text}"


@lines_of.register
def _(block: Bullets) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{f'{number}.' if block.numbered else '-'} {text_of(item)}"


@lines_of.register
def _(block: Facts) -> Iterator[str]:
    for label, value in block.rows:
        yield f"{label}: {value}"


@lines_of.register
def _(block: Options) -> Iterator[str]:
    for option in block.items:
        yield f"{option.key.upper()}) {option.text}{MARKS[option.mark]}"


@lines_of.register
def _(block: Ticks) -> Iterator[str]:
    for number, tick in enumerate(block.items, block.first):
        detail = f" ({text_of(tick.detail)})" if tick.detail else ""
        yield f"{number}. [{'x' if tick.ticked else ' '}] {tick.text}{detail}"


@lines_of.register
def _(block: Bars) -> Iterator[str]:
    for bar in block.rows:
        yield f"{bar.label}: {bar.text}"


@lines_of.register
def _(block: Table) -> Iterator[str]:
    yield " | ".join(block.head)
    for row in block.rows:
        yield " | ".join(row)


@lines_of.register
def _(block: Countdown) -> Iterator[str]:
    yield f"Say it aloud in {block.seconds} seconds, then go on."
