"""Keys that the real client sends though Discord's document does not name them; Discord takes no offence.

They pass only where they say nothing: `tts` in edits, `nsfw` in commands, `flags` in embeds.
"""

from typing import Any

from tests.loopback.discord.addresses import Operation
from tests.loopback.discord.directory import Json

_SENT = 4  # the sort of first response that may say `tts`


def without_habits(operation: Operation, given: object) -> object:
    """A body as Discord's document knows it."""
    if isinstance(given, list):
        return [_without(one, "nsfw") for one in given]
    if not isinstance(given, dict):
        return given
    if operation.name == "create_interaction_response":
        data = given.get("data")
        edits = given.get("type") != _SENT
        return given | ({"data": _message(data, edits=edits)} if isinstance(data, dict) else {})
    return _message(given, edits=operation.method == "PATCH")


def _message(body: Json, *, edits: bool) -> Json:
    embeds = body.get("embeds")
    kept: Json = _without(body, "tts") if edits else body
    return kept | ({"embeds": [_without(one, "flags") for one in embeds]} if isinstance(embeds, list) else {})


def _without(body: Any, habit: str) -> Any:
    if not isinstance(body, dict) or body.get(habit):
        return body
    return {key: value for key, value in body.items() if key != habit}
