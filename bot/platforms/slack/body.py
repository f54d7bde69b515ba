"""What is read on a screen, as Slack's blocks; what is chosen there stands in `choosing`."""

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch

from bot.platforms.slack import choosing, limits, mrkdwn
from bot.platforms.slack.elements import Json, context, fields, groups, preformatted, section
from bot.platforms.slack.parts import How, Part
from bot.platforms.slack.text import clean, length
from bot.screens.model import (
    Bars,
    Block,
    Bullets,
    Countdown,
    Facts,
    Heading,
    Note,
    Options,
    Paragraph,
    Span,
    Spans,
    Style,
    Table,
    Ticks,
    Tone,
    code,
    spans,
    strong,
)
from bot.screens.spoken import TONES, lines_of

SIGNS = {Tone.GOOD: "✅ ", Tone.BAD: "❌ ", Tone.LESSON: "💡 "}
SHORT = 80  # a label or value that fits half the width
BAR_CELLS = 10
TABLE_WIDTH = 60  # beyond it lines wrap and columns no longer stand under one another
TABLE_TEXT = limits.SECTION_TEXT - len("``````")


@singledispatch
def parts_of(block: Block, _how: How) -> Iterator[Part]:
    """The parts of one block; none where it says nothing."""
    raise TypeError(f"no Slack form for {type(block).__name__}")


def prose(words: Spans, how: How, make: Callable[[Spans], Json] = section) -> Iterator[Part]:
    """Text as one block, or as many as it needs."""
    words = mrkdwn.tidy(words)
    if how.longest is not None:
        words = mrkdwn.cut(words, how.longest)
    for piece in mrkdwn.split(words, limits.SECTION_TEXT):
        if any(span.text.strip() for span in piece):
            yield Part(make(piece))


def listed(lines: Iterable[Spans], how: How) -> Iterator[Part]:
    """Lines one under the other."""
    stacked = [span for line in lines for span in (Span("\n"), *line)]
    return prose(tuple(stacked[1:]), how)


@parts_of.register
def _(block: Paragraph, how: How) -> Iterator[Part]:
    aside = all(span.style is Style.EMPHASIS for span in block.spans)
    yield from prose(block.spans, how, context if aside else section)


@parts_of.register
def _(block: Note, how: How) -> Iterator[Part]:
    if block.tone is Tone.INFO:
        aside = all(span.style is Style.PLAIN for span in block.spans)
        yield from prose(block.spans, how, context if aside else section)
    else:
        yield from prose(spans(SIGNS[block.tone], strong(TONES[block.tone]), *block.spans), how)


@parts_of.register
def _(block: Heading, how: How) -> Iterator[Part]:
    yield from prose(spans(strong(block.text)), how)


@parts_of.register
def _(block: Countdown, how: How) -> Iterator[Part]:
    yield from prose(spans("⏱️ ", *lines_of(block)), how)


@parts_of.register
def _(block: Bullets, how: How) -> Iterator[Part]:
    signs = (f"{number}. " if block.numbered else "• " for number in range(1, len(block.items) + 1))
    yield from listed((spans(sign, *item) for sign, item in zip(signs, block.items, strict=True)), how)


@parts_of.register
def _(block: Facts, how: How) -> Iterator[Part]:
    if all(max(length(clean(label)), length(clean(value))) <= SHORT for label, value in block.rows):
        cells = [cell for label, value in block.rows if (cell := mrkdwn.tidy(spans(strong(label), "\n", value)))]
        yield from (Part(fields(group)) for group in groups(cells, limits.SECTION_FIELDS))
    else:
        yield from listed((spans(strong(label), ": ", value) for label, value in block.rows), how)


@parts_of.register
def _(block: Bars, how: How) -> Iterator[Part]:
    """The words come first: who listens hears the share before the bar that draws it."""
    yield from listed((spans(strong(bar.label), f": {bar.text} ", code(drawn(bar.share))) for bar in block.rows), how)


def drawn(share: float) -> str:
    """A share from 0 to 1 as a bar."""
    full = round(max(0.0, min(1.0, share)) * BAR_CELLS)
    return "█" * full + "░" * (BAR_CELLS - full)


@parts_of.register
def _(block: Table, how: How) -> Iterator[Part]:
    rows = [[" ".join(clean(cell).split()) for cell in row] for row in (block.head, *block.rows)]
    text = "\n".join(_aligned(rows))
    narrow = max(map(len, text.split("\n"))) <= TABLE_WIDTH
    if text.strip() and narrow and "`" not in text and length(text) <= min(how.longest or TABLE_TEXT, TABLE_TEXT):
        yield Part(preformatted(text))
    else:
        yield from listed((_row(block.head, row) for row in block.rows), how)


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=False)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> Spans:
    first, *others = row or ("",)
    named = zip(head[1:], others, strict=False)
    return spans(strong(first), " · ", "; ".join(f"{name}: {cell}" for name, cell in named))


@parts_of.register
def _(block: Options, how: How) -> Iterator[Part]:
    yield from listed(choosing.options_read(block), how)
    if not how.reading:
        yield from choosing.options_pressed(block)


@parts_of.register
def _(block: Ticks, how: How) -> Iterator[Part]:
    for group in choosing.tick_groups(block):
        if how.reading or not group.compact:
            yield from listed(group.read(), how)
        if not how.reading:
            yield group.ticked()
