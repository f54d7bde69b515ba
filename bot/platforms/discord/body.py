"""What is read on a screen, as Discord's markdown; what is chosen there stands in `choosing`."""

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch

from bot.platforms.discord import choosing, limits, markdown
from bot.platforms.discord.parts import Beside, How, Part, Words
from bot.platforms.discord.text import clean, quiet, units
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
from bot.screens.spoken import TONES, lines_of, text_of

SIGNS = {Tone.GOOD: "✅ ", Tone.BAD: "❌ ", Tone.LESSON: "💡 "}
BAR_CELLS = 10
TABLE_WIDTH = 48  # beyond it lines wrap on a phone and columns no longer stand under one another
FENCE = "```"
ASIDE = "-# "
SHORTEST_LINE = 60
ASIDE_LINES = 20
MARGIN = 100  # what marks at the beginnings of lines may add to a piece
TITLE = 200
OPTION = 1000

Dress = Callable[[str], str]


@singledispatch
def parts_of(block: Block, _how: How) -> Iterator[Part]:
    """The parts of one block; none where it says nothing."""
    raise TypeError(f"no Discord form for {type(block).__name__}")


def prose(words: Spans, how: How, dress: Dress = str) -> Iterator[Part]:
    """Text as one component, or as many as it needs."""
    words = markdown.tidy(words)
    if how.longest is not None:
        words = markdown.cut(words, how.longest)
    for piece in markdown.split(words, limits.CHARACTERS - MARGIN):
        if any(span.text.strip() for span in piece):
            yield Words(dress(markdown.to_markdown(piece)))


def listed(lines: Iterable[Spans], how: How) -> Iterator[Part]:
    """Lines one under the other; where they must be cut, each is."""
    tidied = [line for line in map(markdown.tidy, lines) if line]
    if how.longest is not None and tidied:
        room = max(SHORTEST_LINE, how.longest // len(tidied))
        tidied = [markdown.cut(line, room) for line in tidied]
    stacked = [span for line in tidied for span in (Span("\n"), *line)]
    return prose(tuple(stacked[1:]), How())


def title(text: str, marks: str) -> Words:
    """A heading, on one line."""
    return Words(marks + markdown.to_markdown(markdown.cut(spans(" ".join(clean(text).split()) or "–"), TITLE)))


@parts_of.register
def _(block: Paragraph, how: How) -> Iterator[Part]:
    if all(span.style is Style.EMPHASIS for span in block.spans):
        yield from _aside(block.spans, how)
    else:
        yield from prose(block.spans, how)


@parts_of.register
def _(block: Note, how: How) -> Iterator[Part]:
    if block.tone is not Tone.INFO:
        yield from prose(spans(SIGNS[block.tone], strong(TONES[block.tone]), *block.spans), how)
    elif all(span.style is Style.PLAIN for span in block.spans):
        yield from _aside(block.spans, how)
    else:
        yield from prose(block.spans, how)


def _aside(words: Spans, how: How) -> Iterator[Part]:
    """What steps back is set small, unless it is long."""
    text = text_of(words)
    return prose(spans(text), how, _small if text.count("\n") < ASIDE_LINES else str)


def _small(text: str) -> str:
    return "\n".join(ASIDE + line for line in text.split("\n") if line.strip())


@parts_of.register
def _(block: Heading, _how: How) -> Iterator[Part]:
    if clean(block.text).strip():
        yield title(block.text, "### ")


@parts_of.register
def _(block: Countdown, how: How) -> Iterator[Part]:
    yield from prose(spans("⏱️ ", *lines_of(block)), how)


@parts_of.register
def _(block: Bullets, how: How) -> Iterator[Part]:
    """A list of Discord's own, which screen readers tell as one."""
    signs = (f"{number}. " if block.numbered else "- " for number in range(1, len(block.items) + 1))
    yield from listed((spans(sign, *item) for sign, item in zip(signs, block.items, strict=True)), how)


@parts_of.register
def _(block: Facts, how: How) -> Iterator[Part]:
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
    rows = [[quiet(" ".join(clean(cell).split())) for cell in row] for row in (block.head, *block.rows)]
    text = "\n".join(_aligned(rows))
    narrow = max(map(len, text.split("\n"))) <= TABLE_WIDTH
    if text.strip() and narrow and "`" not in text and units(text) <= (how.longest or limits.CHARACTERS - MARGIN):
        yield Words(f"{FENCE}\n{text}\n{FENCE}")
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
    if choosing.by_the_side(block, how):
        for option in block.items:
            press = choosing.pressed(option)
            text = markdown.to_markdown(markdown.cut(markdown.tidy(choosing.option_read(option)), OPTION))
            if press:
                yield Beside(text, press)
        return
    yield from listed((choosing.option_read(option) for option in block.items), how)
    if not how.reading:
        yield from choosing.options_pressed(block)


@parts_of.register
def _(block: Ticks, how: How) -> Iterator[Part]:
    yield from listed(choosing.ticks_read(block), how)
    if not how.reading:
        yield from choosing.ticks_pressed(block)
