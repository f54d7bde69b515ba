"""Parts as discord.py's components. What a press means stands in its `custom_id` alone.

Every button and menu is a `Token` and every view is a new one without a timeout, so that discord.py keeps nothing of
them: it would forget all items of a class when one view of it ends, and a view kept for each message is never freed.
"""

import re
from collections.abc import Sequence
from typing import Any

from discord import ButtonStyle, Interaction, SelectOption, ui

from bot.platforms.discord import limits
from bot.platforms.discord.parts import Attached, Beside, Choice, Menu, Part, Press, Row, Rule, Words
from bot.platforms.discord.text import bare, units

NUMBER_SIGN = "#"  # parts a token from the number that makes it unique in its message


class CustomIdTooLongError(ValueError):
    """Discord refuses a message with such an id, and discord.py lets it through."""


class Token(ui.DynamicItem[ui.Item[Any]], template=re.compile(".{1,100}", re.DOTALL)):
    """A button or menu that carries our token.

    discord.py need not dispatch it: it would drop the press of a button that its message no longer shows, and the press
    would stay unanswered. The client reads every interaction itself.
    """

    @classmethod
    async def from_custom_id(cls, _: Interaction[Any], item: ui.Item[Any], __: re.Match[str], /) -> "Token":
        """The item of a message that discord.py has read."""
        return cls(item)

    def is_dispatchable(self) -> bool:
        """Whether discord.py has anything to do with it."""
        return False


class Ids:
    """Gives each token an id that no other has in the same place; the same ones at every rendering."""

    def __init__(self, longest: int = limits.CUSTOM_ID) -> None:
        self._longest = longest
        self._given: set[str] = set()

    def give(self, token: str) -> str:
        """The token, with a number where it was given before; raises CustomIdTooLongError."""
        made, number = token, 1
        while made in self._given:
            number += 1
            made = f"{token}{NUMBER_SIGN}{number}"
        if not 0 < units(made) <= self._longest:
            raise CustomIdTooLongError(f"{made!r} has {units(made)} characters; an id has 1 to {self._longest}")
        self._given.add(made)
        return made


def token_of(custom_id: str) -> str:
    """The token that an id was made of."""
    return custom_id.partition(NUMBER_SIGN)[0]


def to_layout(parts: Sequence[Part]) -> ui.LayoutView:
    """One message; raises ValueError beyond 40 components, CustomIdTooLongError where an id is too long."""
    ids = Ids()
    container: ui.Container[ui.LayoutView] = ui.Container(*(_item(part, ids) for part in parts))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _item(part: Part, ids: Ids) -> ui.Item[Any]:
    match part:
        case Words(markdown=markdown):
            return ui.TextDisplay(markdown)
        case Beside(markdown=markdown, press=press):
            return ui.Section(ui.TextDisplay(markdown), accessory=_button(press, ids))
        case Row(items=items):
            return ui.ActionRow(
                *(_button(each, ids) if isinstance(each, Press) else _menu(each, ids) for each in items)
            )
        case Rule():
            return ui.Separator()
        case Attached(name=name):
            return ui.File(f"attachment://{name}")


def _button(press: Press, ids: Ids) -> Token:
    style = ButtonStyle.primary if press.primary else ButtonStyle.secondary
    label = bare(press.label, limits.BUTTON_LABEL)
    return Token(ui.Button(style=style, label=label, custom_id=ids.give(press.token)))


def _menu(menu: Menu, ids: Ids) -> Token:
    values = Ids(limits.OPTION_VALUE)
    made: ui.Select[Any] = ui.Select(
        custom_id=ids.give(menu.token),
        placeholder=bare(menu.placeholder, limits.SELECT_PLACEHOLDER),
        options=[_option(choice, values) for choice in menu.choices],
        min_values=0 if menu.any_number else 1,
        max_values=len(menu.choices) if menu.any_number else 1,
        required=not menu.any_number,
    )
    return Token(made)


def _option(choice: Choice, values: Ids) -> SelectOption:
    label = bare(choice.label, limits.OPTION_LABEL)
    return SelectOption(label=label, value=values.give(choice.value), default=choice.chosen)
