"""Block Kit: what a message and a view may hold, block by block and as a whole."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.loopback.slack import elements, limits, newer_blocks
from tests.loopback.slack.composition import SLACK_FILE, any_text, plain
from tests.loopback.slack.rich_text import RICH_TEXT
from tests.loopback.slack.shapes import (
    Check,
    at_least_one,
    boolean,
    by_type,
    exactly_one,
    many,
    one_of,
    record,
    string,
    typed,
)

Json = dict[str, Any]

_BLOCK_ID: dict[str, Check] = {"block_id": string(limits.BLOCK_ID)}
_CONTEXT: dict[str, Check] = {
    "image": elements.IMAGE,
    "plain_text": plain(limits.TEXT_OBJECT),
    "mrkdwn": any_text(limits.TEXT_OBJECT),
}

EVERYWHERE: dict[str, Check] = {
    "section": typed(
        "section",
        {},
        {
            **_BLOCK_ID,
            "text": any_text(limits.SECTION_TEXT),
            "fields": many(any_text(limits.SECTION_FIELD_TEXT), limits.SECTION_FIELDS),
            "accessory": by_type(elements.IN_SECTION, "accessory"),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "divider": typed("divider", {}, _BLOCK_ID),
    "header": typed("header", {"text": plain(limits.HEADER_TEXT)}, _BLOCK_ID),
    "context": typed(
        "context",
        {"elements": many(by_type(_CONTEXT, "context element"), limits.CONTEXT_ELEMENTS)},
        _BLOCK_ID,
    ),
    "actions": typed(
        "actions",
        {"elements": many(by_type(elements.IN_ACTIONS, "interactive element"), limits.ACTIONS_ELEMENTS)},
        _BLOCK_ID,
    ),
    "image": typed(
        "image",
        {"alt_text": string(limits.IMAGE_ALT_TEXT)},
        {
            **_BLOCK_ID,
            "image_url": string(limits.IMAGE_URL),
            "slack_file": SLACK_FILE,
            "title": plain(limits.IMAGE_TITLE),
        },
        exactly_one("image_url", "slack_file"),
    ),
    "input": typed(
        "input",
        {"label": plain(limits.INPUT_LABEL), "element": by_type(elements.IN_INPUT, "input element")},
        {**_BLOCK_ID, "hint": plain(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "video": newer_blocks.VIDEO,
}

MODAL_BLOCKS: dict[str, Check] = {**EVERYWHERE, "alert": newer_blocks.ALERT}

MESSAGE_BLOCKS: dict[str, Check] = {
    **EVERYWHERE,
    "markdown": typed("markdown", {"text": string(limits.MARKDOWN_TEXT)}, _BLOCK_ID),
    "table": newer_blocks.TABLE,
    "card": newer_blocks.CARD,
    "carousel": newer_blocks.CAROUSEL,
    "context_actions": newer_blocks.CONTEXT_ACTIONS,
    "data_table": newer_blocks.DATA_TABLE,
    "data_visualization": newer_blocks.DATA_VISUALIZATION,
}
MESSAGE_BLOCKS["container"] = newer_blocks.container(by_type(MESSAGE_BLOCKS, "block"))

_VIEW_KEYS: dict[str, Check] = {
    "private_metadata": string(limits.VIEW_PRIVATE_METADATA, 0),
    "callback_id": string(limits.CALLBACK_ID, 0),
    "external_id": string(limits.EXTERNAL_ID, 0),
}

MODAL = record(
    {
        "type": one_of("modal"),
        "title": plain(limits.VIEW_TITLE),
        "blocks": many(by_type(MODAL_BLOCKS, "block of a modal"), limits.VIEW_BLOCKS),
    },
    {
        **_VIEW_KEYS,
        "submit": plain(limits.VIEW_SUBMIT),
        "close": plain(limits.VIEW_CLOSE),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)

HOME = record(
    {
        "type": one_of("home"),
        "blocks": many(by_type(EVERYWHERE, "block of a home tab"), limits.VIEW_BLOCKS),
    },
    _VIEW_KEYS,
)

_MESSAGE = many(by_type(MESSAGE_BLOCKS, "block of a message"), limits.MESSAGE_BLOCKS, 0)


def message_problems(blocks: Any) -> list[str]:
    """Everything that Slack would refuse in a message's blocks."""
    problems = list(_MESSAGE(blocks, "blocks"))
    if problems:
        return problems
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > limits.MARKDOWN_TEXT_IN_ALL:
        problems.append(f"markdown blocks hold {markdown} characters; Slack takes {limits.MARKDOWN_TEXT_IN_ALL} in all")
    return problems + list(_repeated_ids(blocks))


def view_problems(view: Any) -> list[str]:
    """Everything that Slack would refuse in a modal or a home tab."""
    home = isinstance(view, dict) and view.get("type") == "home"
    problems = list((HOME if home else MODAL)(view, "view"))
    if problems:
        return problems
    if not home and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        problems.append("view has inputs but no submit")
    return problems + list(_repeated_ids(view["blocks"]))


def text_length(blocks: Sequence[Json]) -> int:
    """Characters over all blocks, as far as a reader sees them."""
    return sum(len(node["text"]) for node in objects(blocks) if isinstance(node.get("text"), str))


def view_bytes(view: Json) -> int:
    """The size of a view on the wire."""
    return len(json.dumps(view, ensure_ascii=False).encode())


def objects(node: Any) -> Iterator[Json]:
    """Every object inside, outermost first."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def _repeated_ids(blocks: Sequence[Json]) -> Iterator[str]:
    for name in _twice(node.get("block_id") for node in objects(list(blocks))):
        yield f"the block_id {name!r} stands there twice"
    for index, block in enumerate(blocks):
        for name in _twice(node.get("action_id") for node in objects(block)):
            yield f"blocks[{index}] has the action_id {name!r} twice"


def _twice(names: Iterator[Any]) -> list[str]:
    return [name for name, count in Counter(name for name in names if isinstance(name, str)).items() if count > 1]
