"""A screen with colour and layout, for a TTY. Text from cards and people is never read as markup."""

from functools import singledispatch

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from bot.platforms.terminal.keys import by_key, keys_of
from bot.platforms.terminal.safe import printable
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
    Screen,
    Spans,
    Style,
    Table,
    Ticks,
    Tone,
)
from bot.screens.typed import words_of

STYLES = {Style.PLAIN: "", Style.STRONG: "bold", Style.EMPHASIS: "dim", Style.CODE: "cyan"}
TONES = {
    Tone.GOOD: ("✓", "green"),
    Tone.BAD: ("✗", "red"),
    Tone.INFO: ("i", "blue"),
    Tone.LESSON: ("lesson", "magenta"),
}
MARKS = {Mark.RIGHT: ("✓ ", "green"), Mark.WRONG: ("✗ ", "red"), Mark.OTHER: ("  ", "dim"), None: ("", "")}
BAR_CELLS = 24


def to_renderable(screen: Screen) -> RenderableType:
    """Render a whole screen for rich's console."""
    parts: list[RenderableType] = [Rule(Text(printable(screen.title), style="bold"), align="left", style="dim")]
    parts.extend(Padding(_render(block), (0, 0, 1, 1)) for block in screen.blocks)
    if screen.buttons or screen.entry:
        parts.append(_ways(screen))
    return Group(*parts)


def to_text(spans: Spans) -> Text:
    """Set a line of spans."""
    return Text.assemble(*((printable(span.text), STYLES[span.style]) for span in spans))


@singledispatch
def _render(block: Block) -> RenderableType:
    raise TypeError(f"no terminal form for {type(block).__name__}")


@_render.register
def _(block: Paragraph) -> RenderableType:
    return to_text(block.spans)


@_render.register
def _(block: Note) -> RenderableType:
    sign, colour = TONES[block.tone]
    if block.tone is Tone.LESSON:
        return Panel(to_text(block.spans), title=sign, title_align="left", border_style=colour)
    return Text.assemble((f"{sign} ", f"bold {colour}"), to_text(block.spans))


@_render.register
def _(block: Heading) -> RenderableType:
    return Text(printable(block.text), style="bold underline")


@_render.register
def _(block: Bullets) -> RenderableType:
    return Group(
        *(
            Text.assemble((f"{number}. " if block.numbered else "• ", "dim"), to_text(item))
            for number, item in enumerate(block.items, 1)
        )
    )


@_render.register
def _(block: Facts) -> RenderableType:
    grid = Grid.grid(padding=(0, 2))
    for label, value in block.rows:
        grid.add_row(Text(printable(label), style="dim"), Text(printable(value)))
    return grid


@_render.register
def _(block: Options) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    for option in block.items:
        sign, colour = MARKS[option.mark]
        grid.add_row(Text(option.key.upper(), style="bold cyan"), Text(f"{sign}{printable(option.text)}", style=colour))
    return grid


@_render.register
def _(block: Ticks) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    for number, tick in enumerate(block.items, block.first):
        box = Text("☑" if tick.ticked else "☐", style="green" if tick.ticked else "")
        line = Text.assemble(printable(tick.text), ("\n" if tick.detail else ""), to_text(tick.detail))
        grid.add_row(Text(str(number), style="bold cyan"), box, line)
    return grid


@_render.register
def _(block: Bars) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    for bar in block.rows:
        filled = round(max(0.0, min(1.0, bar.share)) * BAR_CELLS)
        line = Text.assemble(("█" * filled, "green"), ("░" * (BAR_CELLS - filled), "dim"))
        grid.add_row(Text(printable(bar.label)), line, Text(printable(bar.text)))
    return grid


@_render.register
def _(block: Table) -> RenderableType:
    grid = Grid(box=None, header_style="dim", pad_edge=False)
    for head in block.head:
        grid.add_column(Text(head))
    for row in block.rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    return grid


@_render.register
def _(block: Countdown) -> RenderableType:
    return Text(f"Say it aloud. You have {block.seconds} seconds.", style="yellow")


def _ways(screen: Screen) -> Text:
    """What can be done: by single keys, or by words where a whole line is read."""
    line = _keys(screen) if by_key(screen) else _words(screen)
    if screen.entry and not screen.entry.optional:
        return Text.assemble((f"{printable(screen.entry.label)}\n", "bold"), line)
    return line


def _keys(screen: Screen) -> Text:
    line = Text()
    for key, button in keys_of(screen).items():
        style = "bold cyan" if not button.quiet else "dim cyan"
        line.append(f"[{key}] ", style=style)
        label = button.label + (" (Enter)" if button.default else "")
        line.append(f"{label}   ", style="dim" if button.quiet else "")
    if screen.entry:
        line.append("[t] type it   ", style="dim")
    line.append("[q] quit", style="dim")
    return line


def _words(screen: Screen) -> Text:
    default = next((f"Enter alone: {button.label}. " for button in screen.buttons if button.default), "")
    return Text(f"{default}Or type: {', '.join(words_of(screen))}", style="dim")
