"""What a message may say: checked the same wherever it comes from (Web API, response URL, acknowledgement)."""

import copy
import itertools
from collections.abc import Sequence
from typing import Any

from tests.loopback.slack import limits
from tests.loopback.slack.blocks import message_problems, objects, text_length, view_bytes, view_problems
from tests.loopback.slack.directory import Json
from tests.loopback.slack.elements import IN_ACTIONS, IN_INPUT
from tests.loopback.slack.mentions import mentions
from tests.loopback.slack.world import Source

_NUMBERS = itertools.count(1)


def accept_message(
    source: Source, text: Any, blocks: Any = None, longest: int = limits.MESSAGE_TEXT
) -> tuple[str, list[Json]]:
    """The text and blocks to keep, with the ids that Slack adds; raises SlackError with what Slack would answer."""
    shown = blocks if blocks is not None else []
    _check_text(source, text, bool(shown), longest)
    problems = message_problems(shown)
    if problems:
        raise source.broken("; ".join(problems), "invalid_blocks", *problems)
    length = text_length(shown)
    if length > limits.MESSAGE_BLOCKS_TEXT:
        sentence = f"blocks hold {length} characters; Slack takes about {limits.MESSAGE_BLOCKS_TEXT}"
        raise source.broken(sentence, "msg_blocks_too_long")
    _check_mentions(source, str(text or ""), shown)
    return str(text or ""), with_ids(shown)


def accept_view(source: Source, view: Any, kind: str) -> Json:
    """The view to keep, with the ids that Slack adds; raises SlackError with what Slack would answer."""
    problems = view_problems(view)
    if not problems and view["type"] != kind:
        problems = [f"view is a {view['type']}; {source.name} takes a {kind}"]
    if problems:
        raise source.broken("; ".join(problems), "invalid_arguments", *problems)
    if view_bytes(view) > limits.VIEW_BYTES:
        sentence = f"view has {view_bytes(view)} bytes; Slack takes {limits.VIEW_BYTES}"
        raise source.broken(sentence, "view_too_large")
    _check_mentions(source, "", [view])
    return {**view, "blocks": with_ids(view["blocks"])}


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """A copy in which every block has a block_id and every interactive element an action_id, as Slack keeps it."""
    kept = copy.deepcopy(list(blocks))
    for block in kept:
        block.setdefault("block_id", f"b{next(_NUMBERS)}")
        for node in objects(block):
            if node is not block and node.get("type") in IN_ACTIONS.keys() | IN_INPUT.keys():
                node.setdefault("action_id", f"a{next(_NUMBERS)}")
    return kept


def _check_text(source: Source, text: Any, has_blocks: bool, longest: int) -> None:
    if not isinstance(text, str | None):
        raise source.broken("text must be a string", "invalid_arguments")
    if not text or not text.strip():
        refusal = source.broken("text is missing: screen readers and notifications read nothing else", "no_text")
        if not has_blocks:
            raise refusal
    elif len(text) > longest:
        raise source.broken(f"text is {len(text)} characters long; Slack takes {longest}", "msg_too_long")


def _check_mentions(source: Source, text: str, blocks: list[Json]) -> None:
    for mention in mentions(text, blocks, source.world.allowed_mentions):
        source.broken(f"the mention {mention!r} went out unescaped", "")
