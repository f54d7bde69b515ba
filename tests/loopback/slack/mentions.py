"""Mentions in what the bot sends: on Slack they ring a person, a channel or everybody."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from tests.loopback.slack.blocks import Json, objects

_RAW = re.compile(r"<(?:!(?!date\^)|@)[^>\s]*>?")
_PARSED_KEYS = ("text", "fallback")
_RINGING_RUNS = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def mentions(text: str, blocks: Sequence[Json], allowed: Collection[str] = ()) -> list[str]:
    """Mentions as they stand in a message or view, without those of the allowed user ids and formatted dates."""
    found = [*_in_text(text), *(mention for node in objects(list(blocks)) for mention in _in_node(node))]
    return [mention for mention in found if not any(mention.startswith(f"<@{user}") for user in allowed)]


def _in_node(node: dict[str, Any]) -> Iterator[str]:
    kind = node.get("type")
    if kind in _RINGING_RUNS and _RINGING_RUNS[kind] in node:
        yield f"<@{node[_RINGING_RUNS[kind]]}>"
    elif kind not in {"text", "raw_text"}:  # runs of rich text show what they hold as it stands
        for key in _PARSED_KEYS:
            if isinstance(node.get(key), str):
                yield from _in_text(node[key])


def _in_text(text: str) -> Iterator[str]:
    yield from _RAW.findall(text)
