"""Forms as modals, the texts that come back from them, and what to say when a text will not do."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.errors import BotError
from bot.platforms.slack import limits
from bot.platforms.slack.elements import Json, plain
from bot.platforms.slack.text import escape, split
from bot.screens.forms import Field, Form
from bot.screens.tokens import Act, encode

CANCEL = "Cancel"
CONTINUED = "Continued, if it is long"
MOST_INPUTS = 2  # a long answer goes on in a second input


def to_modal(form: Form, origin: str = "") -> Json:
    """Render a form. Its `callback_id` is the intent's token, so that a submission is understood after a restart.

    `origin` says where the press came from and comes back with the submission; ValueError beyond 3,000 characters.
    """
    if len(origin) > limits.VIEW_PRIVATE_METADATA:
        raise ValueError(f"{len(origin)} characters of origin do not fit")
    return {
        "type": "modal",
        "callback_id": encode(form.intent, Act.ASK),
        "private_metadata": origin,
        "title": plain(form.title, limits.VIEW_TITLE),
        "submit": plain(form.submit, limits.VIEW_SUBMIT),
        "close": plain(CANCEL, limits.VIEW_CLOSE),
        "blocks": [block for field in form.fields for block in _inputs(field)],
    }


def texts_of(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """What was typed into each field, from `view.state.values`; what is not there is empty."""
    return {field.name: "\n".join(filter(None, _typed(field, values))) for field in form.fields}


def to_refusal(form: Form, error: BotError) -> Json:
    """What a submission is answered with to keep the modal open, its text in place."""
    return {"response_action": "errors", "errors": {_input_id(form.fields[0], 0): escape(str(error))}}


def _typed(field: Field, values: Mapping[str, Any]) -> Iterator[str]:
    for number in range(MOST_INPUTS):
        name = _input_id(field, number)
        block = values.get(name)
        element = block.get(name) if isinstance(block, Mapping) else None
        value = element.get("value") if isinstance(element, Mapping) else None
        yield value if isinstance(value, str) else ""


def _inputs(field: Field) -> Iterator[Json]:
    count = MOST_INPUTS if field.longest > limits.TYPED_TEXT else 1
    rest = field.initial
    for number in range(count):
        initial, rest = split(rest, limits.TYPED_TEXT)
        yield {
            "type": "input",
            "block_id": _input_id(field, number),
            "label": plain(CONTINUED if number else field.label, limits.INPUT_LABEL),
            "optional": number > 0,
            "element": {"action_id": _input_id(field, number), **_element(field, initial, hinted=number == 0)},
        }


def _element(field: Field, initial: str, *, hinted: bool) -> Json:
    made: Json = {
        "type": "plain_text_input",
        "multiline": field.lines,
        "max_length": min(field.longest, limits.TYPED_TEXT),
    }
    if field.placeholder and hinted:
        made["placeholder"] = plain(field.placeholder, limits.SELECT_PLACEHOLDER)
    if initial:
        made["initial_value"] = initial[: made["max_length"]]
    return made


def _input_id(field: Field, number: int) -> str:
    """The id of an input's block, and of the input in it."""
    return f"{field.name}-{number}"
