"""Options as lettered lines with buttons, check lists as boxes in groups of ten."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.platforms.slack import limits
from bot.platforms.slack.elements import Choice, actions, button, checkboxes, groups
from bot.platforms.slack.parts import Part, Weight
from bot.platforms.slack.text import clean, cut, length
from bot.screens.model import Mark, Option, Options, Spans, Tick, Ticks, spans, strong
from bot.screens.spoken import MARKS, text_of
from bot.screens.tokens import encode

SIGNS = {Mark.RIGHT: "✅ ", Mark.WRONG: "❌ ", Mark.OTHER: "", None: ""}
RECOGNISED = 40  # characters
BOXES = {True: "☑ ", False: "☐ "}


def options_read(block: Options) -> Iterator[Spans]:
    """Each option on its line; what became of it is said in words too."""
    for option in block.items:
        yield spans(SIGNS[option.mark], strong(option.key.upper()), f"  {option.text}{MARKS[option.mark]}")


def options_pressed(block: Options) -> Iterator[Part]:
    """A button for each option that can be chosen alone, named by its letter."""
    buttons = [_option(option) for option in block.items if option.intent]
    for group in groups(buttons, limits.ACTIONS_ELEMENTS):
        yield Part(actions(group), Weight.CHOOSING)


def _option(option: Option) -> dict[str, object]:
    key = option.key.upper()
    return button(key, encode(option.intent), spoken=f"{key}: {option.text}") if option.intent else {}


@dataclass(frozen=True, slots=True)
class Group:
    """Up to ten lines of a check list, from index `start` on."""

    block: Ticks
    start: int
    items: tuple[Tick, ...]

    @property
    def compact(self) -> bool:
        """Whether all that is to be read fits beside the boxes."""
        return all(
            length(clean(choice.text)) <= limits.OPTION_TEXT
            and length(clean(choice.detail)) <= limits.OPTION_DESCRIPTION
            for choice in self._full()
        )

    def read(self) -> Iterator[Spans]:
        """Each line in full."""
        for number, tick in enumerate(self.items, self.block.first + self.start):
            detail = spans(": ", *tick.detail) if tick.detail else ()
            yield spans(BOXES[tick.ticked], strong(f"{number}."), f" {tick.text}", *detail)

    def ticked(self) -> Part:
        """The boxes. Their token holds what is ticked in the other groups, so that one press tells all."""
        mine = range(self.start, self.start + len(self.items))
        others = tuple(index for index, tick in enumerate(self.block.items) if tick.ticked and index not in mine)
        token = encode(replace(self.block.intent, ticked=others))
        choices = self._full() if self.compact else self._short()
        return Part(actions([checkboxes(token, choices, [tick.ticked for tick in self.items])]), Weight.CHOOSING)

    def _full(self) -> list[Choice]:
        return [
            Choice(f"{self.block.first + index}. {tick.text}", str(index), text_of(tick.detail))
            for index, tick in enumerate(self.items, self.start)
        ]

    def _short(self) -> list[Choice]:
        """What is read in full above the boxes need only be recognised beside them."""
        return [Choice(cut(choice.text, RECOGNISED), choice.value) for choice in self._full()]


def tick_groups(block: Ticks) -> Iterator[Group]:
    """A check list in groups that fit one element."""
    start = 0
    for items in groups(block.items, limits.CHECKBOXES_OPTIONS):
        yield Group(block, start, tuple(items))
        start += len(items)
