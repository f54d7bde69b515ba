"""Options as lines with buttons, check lists as lines with menus in groups of twenty-five."""

from collections.abc import Iterator
from dataclasses import replace

from bot.platforms.discord import limits
from bot.platforms.discord.parts import Choice, How, Menu, Press, Row, Weight, groups
from bot.screens.model import Mark, Option, Options, Spans, Ticks, spans, strong
from bot.screens.spoken import MARKS
from bot.screens.tokens import encode

SIGNS = {Mark.RIGHT: "✅ ", Mark.WRONG: "❌ ", Mark.OTHER: "", None: ""}
BOXES = {True: "☑ ", False: "☐ "}
TICK = "Tick what applies"


def option_read(option: Option) -> Spans:
    """An option on its line; what became of it is said in words too."""
    return spans(SIGNS[option.mark], strong(option.key.upper()), f"  {option.text}{MARKS[option.mark]}")


def pressed(option: Option) -> Press | None:
    """The button of an option that can be chosen alone, named by its letter."""
    return Press(option.key.upper(), encode(option.intent)) if option.intent else None


def options_pressed(block: Options) -> Iterator[Row]:
    """The buttons of all options in rows."""
    presses = [press for option in block.items if (press := pressed(option))]
    for group in groups(presses, limits.ROW_BUTTONS):
        yield Row(group, Weight.CHOOSING)


def by_the_side(block: Options, how: How) -> bool:
    """Whether each option gets its button at its side."""
    return not (how.compact or how.reading) and all(option.intent for option in block.items)


def ticks_read(block: Ticks) -> Iterator[Spans]:
    """Each line of a check list in full."""
    for number, tick in enumerate(block.items, block.first):
        detail = spans(": ", *tick.detail) if tick.detail else ()
        yield spans(BOXES[tick.ticked], strong(f"{number}."), f" {tick.text}", *detail)


def ticks_pressed(block: Ticks) -> Iterator[Row]:
    """The menus. What is read in full above them need only be recognised in them."""
    for indices in groups(range(len(block.items)), limits.SELECT_OPTIONS):
        choices = tuple(_choice(block, index) for index in indices)
        yield Row((Menu(_token(block, indices), TICK, choices, any_number=True),), Weight.CHOOSING)


def _choice(block: Ticks, index: int) -> Choice:
    tick = block.items[index]
    return Choice(f"{block.first + index}. {tick.text}", str(index), tick.ticked)


def _token(block: Ticks, mine: tuple[int, ...]) -> str:
    """It holds what is ticked in the other groups, so that one menu tells all."""
    others = tuple(index for index, tick in enumerate(block.items) if tick.ticked and index not in mine)
    return encode(replace(block.intent, ticked=others))
