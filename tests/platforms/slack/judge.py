"""What a strict Slack, and a little more, says to a rendered screen. Its limits are the loopback server's own."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.platforms.slack.render import Message
from tests.loopback.slack.blocks import message_problems, objects, view_problems
from tests.loopback.slack.mentions import mentions

Json = dict[str, Any]

LONGEST_TEXT = 4000  # what chat.update takes
MOST_CHARACTERS = 13_200  # of JSON: the strictest reading of a limit that nobody has written down
_SHOUT = re.compile(r"@(here|channel|everyone)", re.IGNORECASE)
_BARE = re.compile(r"&(?!amp;|lt;|gt;)|[<>]")


def problems_of(message: Message) -> list[str]:
    """Everything that is wrong with a message."""
    found = [*message_problems(message.blocks), *_unsafe([message.text, *_texts(message.blocks)])]
    found += mentions(message.text, message.blocks)
    found += _repeated(message.blocks)
    if not message.text.strip() or len(message.text) > LONGEST_TEXT:
        found.append(f"the text has {len(message.text)} characters")
    if (length := len(json.dumps(message.blocks, ensure_ascii=False))) > MOST_CHARACTERS:
        found.append(f"the blocks have {length} characters")
    return found


def problems_of_view(view: Json) -> list[str]:
    """Everything that is wrong with a modal or the home tab."""
    return [*view_problems(view), *_unsafe(_texts([view])), *mentions("", [view]), *_repeated(view["blocks"])]


def presses_of(blocks: Sequence[Json]) -> list[Json]:
    """Every press that the blocks offer, as the action that Slack would send: each button, each option of a menu."""
    return [action for node in objects(list(blocks)) if "action_id" in node for action in _presses(node)]


def _presses(element: Json) -> list[Json]:
    base = {"type": element["type"], "action_id": element["action_id"], "value": element.get("value")}
    if element["type"] in {"overflow", "static_select"}:
        return [{**base, "selected_option": option} for option in element["options"]]
    if element["type"] == "checkboxes":
        return [{**base, "options": element["options"], "selected_options": element.get("initial_options", [])}]
    return [base]


def _texts(blocks: Sequence[Json]) -> list[str]:
    return [node["text"] for node in objects(list(blocks)) if isinstance(node.get("text"), str)]


def _unsafe(texts: Sequence[str]) -> Iterator[str]:
    """Text from screens is escaped, calls nobody, and holds no control characters; we use no raw markup at all."""
    for text in texts:
        if _BARE.search(text) or _SHOUT.search(text):
            yield f"{text[:60]!r} is not escaped"
        if any(ord(char) < 32 and char not in "\n\t" for char in text):
            yield f"{text[:60]!r} holds a control character"


def _repeated(blocks: Sequence[Json]) -> Iterator[str]:
    ids = [node["action_id"] for node in objects(list(blocks)) if "action_id" in node]
    if len(ids) != len(set(ids)):
        yield "an action_id stands there twice"
    if any(not text.get("verbatim") for text in objects(list(blocks)) if text.get("type") == "mrkdwn"):
        yield "Slack would look for mentions in a text"
