"""Block Kit's objects and elements as dictionaries, each cut to its limits."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.platforms.slack import limits, mrkdwn
from bot.platforms.slack.text import clean, cut, escape
from bot.screens.model import Spans

Json = dict[str, Any]
T = TypeVar("T")

NUMBER_SIGN = "#"  # parts a token from the number that makes it unique


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a menu or a check list: what is read, and what comes back."""

    text: str
    value: str
    detail: str = ""


def groups(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in groups of at most so many."""
    return (items[start : start + size] for start in range(0, len(items), size))


def plain(text: str, longest: int) -> Json:
    """A text object that shows no formatting; nothing visible becomes a dash, since Slack wants a character."""
    return {"type": "plain_text", "text": escape(cut(clean(text).strip() or "–", longest)), "emoji": False}


def marked(spans: Spans) -> Json:
    """A text object with our formatting; Slack is told to find no links or mentions in it."""
    return {"type": "mrkdwn", "text": mrkdwn.to_mrkdwn(spans), "verbatim": True}


def header(title: str) -> Json:
    """The title of a screen."""
    return {"type": "header", "text": plain(title, limits.HEADER_TEXT)}


def section(spans: Spans) -> Json:
    """A paragraph that fits."""
    return {"type": "section", "text": marked(spans)}


def preformatted(text: str) -> Json:
    """Lines in columns, for clean text that fits and holds no backtick."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"```{escape(text)}```", "verbatim": True}}


def fields(cells: Sequence[Spans]) -> Json:
    """Up to ten short texts in two columns."""
    return {"type": "section", "fields": [marked(cell) for cell in cells]}


def context(spans: Spans) -> Json:
    """A paragraph that steps back."""
    return {"type": "context", "elements": [marked(spans)]}


def actions(elements: Sequence[Json]) -> Json:
    """A row of things to press."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, token: str, *, primary: bool = False, spoken: str = "", value: str = "") -> Json:
    """A button. `spoken` is what a screen reader says for a label that tells too little."""
    made: Json = {"type": "button", "text": plain(label, limits.BUTTON_TEXT), "action_id": token}
    if primary:
        made["style"] = "primary"
    if spoken:
        made["accessibility_label"] = plain(spoken, limits.BUTTON_SPOKEN)["text"]
    if value:
        made["value"] = plain(value, limits.BUTTON_VALUE)["text"]
    return made


def overflow(choices: Sequence[Choice]) -> Json:
    """The menu behind three dots, for up to five things."""
    return {"type": "overflow", "action_id": "more", "options": _options(choices)}


def select(placeholder: str, choices: Sequence[Choice]) -> Json:
    """A menu for up to a hundred things."""
    shown = plain(placeholder, limits.SELECT_PLACEHOLDER)
    return {"type": "static_select", "action_id": "select", "placeholder": shown, "options": _options(choices)}


def checkboxes(token: str, choices: Sequence[Choice], ticked: Sequence[bool]) -> Json:
    """Up to ten boxes to tick."""
    options = [_option(choice) for choice in choices]
    made: Json = {"type": "checkboxes", "action_id": token, "options": options}
    if any(ticked):
        made["initial_options"] = [option for option, on in zip(options, ticked, strict=True) if on]
    return made


def _options(choices: Sequence[Choice]) -> list[Json]:
    """Each value is numbered: two ways to the same thing must still differ."""
    return [
        _option(Choice(choice.text, f"{choice.value}{NUMBER_SIGN}{number}", choice.detail))
        for number, choice in enumerate(choices)
    ]


def _option(choice: Choice) -> Json:
    made: Json = {"text": plain(choice.text, limits.OPTION_TEXT), "value": choice.value}
    if choice.detail:
        made["description"] = plain(choice.detail, limits.OPTION_DESCRIPTION)
    return made


def numbered(blocks: Iterable[Json]) -> list[Json]:
    """The blocks with ids that are unique in them and the same at every rendering."""
    count = itertools.count()
    return [_numbered(block, f"{block['type']}-{place}", count) for place, block in enumerate(blocks)]


def _numbered(block: Json, block_id: str, count: Iterator[int]) -> Json:
    if block["type"] != "actions":
        return {**block, "block_id": block_id}
    elements = [{**made, "action_id": f"{made['action_id']}{NUMBER_SIGN}{next(count)}"} for made in block["elements"]]
    return {**block, "block_id": block_id, "elements": elements}
