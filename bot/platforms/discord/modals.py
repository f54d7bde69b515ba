"""Forms as modals, and the texts that come back from them, also when the modal was open across a restart."""

from collections.abc import Iterator, Mapping
from typing import Any

from discord import TextStyle, ui

from bot.platforms.discord import limits
from bot.platforms.discord.items import Ids
from bot.platforms.discord.text import bare, clean, units
from bot.screens.forms import Field, Form
from bot.screens.tokens import Act, encode

CONTINUED = "Continued, if it is long"
MOST_INPUTS = 2  # a long answer goes on in a second input


def to_modal(form: Form) -> ui.Modal:
    """Render a form. Its `custom_id` is the intent's token, so that a submission is understood after a restart."""
    token = Ids().give(encode(form.intent, Act.ASK))
    modal = ui.Modal(title=bare(form.title, limits.MODAL_TITLE), custom_id=token, timeout=None)
    for field in form.fields:
        for number in range(_count(field)):
            modal.add_item(_label(form, field, number))
    return modal


def texts_of(form: Form, components: Any) -> dict[str, str]:
    """What was typed into each field, from a submission's raw components; what is not there is empty."""
    values = dict(_values(components))
    return {
        field.name: "\n".join(filter(None, (values.get(_input_id(field, number)) for number in range(MOST_INPUTS))))
        for field in form.fields
    }


def _values(node: Any) -> Iterator[tuple[str, str]]:
    """Each input's id with its text, however the inputs are wrapped."""
    if isinstance(node, list):
        for each in node:
            yield from _values(each)
    elif isinstance(node, Mapping):
        name, value = node.get("custom_id"), node.get("value")
        if isinstance(name, str) and isinstance(value, str):
            yield name, value
        yield from _values(node.get("component"))
        yield from _values(node.get("components"))


def _count(field: Field) -> int:
    return MOST_INPUTS if field.longest > limits.TYPED_TEXT else 1


def _label(form: Form, field: Field, number: int) -> ui.Label[ui.Modal]:
    """A label that is too long for its place stands below it, in full as far as there is room."""
    text, description = CONTINUED if number else field.label, None
    if units(text) > limits.LABEL_TEXT:
        text, description = form.title, bare(text, limits.LABEL_DESCRIPTION)
    return ui.Label(text=bare(text, limits.LABEL_TEXT), description=description, component=_input(field, number))


def _input(field: Field, number: int) -> ui.TextInput[ui.Modal]:
    longest = min(field.longest, limits.TYPED_TEXT)
    start = number * limits.TYPED_TEXT
    return ui.TextInput(
        custom_id=_input_id(field, number),
        style=TextStyle.paragraph if field.lines else TextStyle.short,
        placeholder=bare(field.placeholder, limits.TYPED_PLACEHOLDER) if field.placeholder and not number else None,
        default=_head(clean(field.initial)[start:], longest) or None,
        required=number == 0,
        max_length=longest,
    )


def _head(text: str, room: int) -> str:
    """The beginning of a text as typed: nothing is escaped in an input."""
    return text[:room] if units(text[:room]) <= room else text[: room // 2]


def _input_id(field: Field, number: int) -> str:
    return f"{field.name}-{number}"
