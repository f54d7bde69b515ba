"""Cuts the extract `discord_api.json` out of Discord's own OpenAPI document.

Run from the checkout: `python -m tests.loopback.discord.trim_openapi path/to/openapi.json`. The document is in the
repository discord/discord-api-spec.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXTRACT = Path(__file__).with_name("discord_api.json")

USED = {
    "/gateway": ("get",),
    "/gateway/bot": ("get",),
    "/users/@me": ("get",),
    "/users/@me/channels": ("post",),
    "/oauth2/applications/@me": ("get",),
    "/applications/{application_id}/commands": ("get", "put"),
    "/interactions/{interaction_id}/{interaction_token}/callback": ("post",),
    "/webhooks/{webhook_id}/{webhook_token}": ("post",),
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original": ("get", "patch", "delete"),
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": ("get", "patch", "delete"),
    "/channels/{channel_id}": ("get",),
    "/channels/{channel_id}/messages": ("get", "post"),
    "/channels/{channel_id}/messages/{message_id}": ("get", "patch", "delete"),
    "/guilds/{guild_id}": ("get",),
}

# What the loopback server neither takes nor gives: nothing fits these schemas.
CUT = (
    *("ApplicationResponse", "BasicApplicationResponseWithBot", "CustomClientThemeResponse"),
    *("CustomClientThemeShareRequest", "EmojiResponse", "GuildIncidentsDataResponse", "GuildStickerResponse"),
    *("LaunchActivityInteractionCallbackRequest", "LaunchActivityInteractionCallbackResponse"),
    *("MessageCallResponse", "MessageLobbyMemberResponse", "MessageReactionResponse", "MessageSnapshotResponse"),
    *("MessageRoleSubscriptionDataResponse", "PollCreateRequest", "PollResponse", "PrivateGroupChannelResponse"),
    *("PurchaseNotificationResponse", "ResolvedObjectsResponse", "StandardStickerResponse", "TeamResponse"),
    *("SocialLayerSKUPurchaseEligibilityInteractionCallbackRequest", "ThreadResponse", "UserCollectiblesResponse"),
)


def trim(document: dict[str, Any]) -> dict[str, Any]:
    """The operations that the loopback server serves, with every schema that they name, without descriptions."""
    paths = {path: _operations(document["paths"][path], methods) for path, methods in USED.items()}
    schemas: dict[str, Any] = {}
    wanted = [*_names(paths), "ErrorResponse", "RatelimitedResponse"]
    while wanted:
        name = wanted.pop()
        if name not in schemas:
            schemas[name] = False if name in CUT else _plain(document["components"]["schemas"][name])
            wanted.extend(_names(schemas[name]))
    return {"info": document["info"], "paths": paths, "components": {"schemas": dict(sorted(schemas.items()))}}


def _operations(path: dict[str, Any], methods: tuple[str, ...]) -> dict[str, Any]:
    return {method: _operation(path[method]) for method in methods}


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    answers = {status: answer.get("content", {}) for status, answer in operation["responses"].items()}
    schemas = {status: content.get("application/json", {}).get("schema") for status, content in answers.items()}
    return {
        "operationId": operation["operationId"],
        "parameters": _plain([one for one in operation.get("parameters", []) if one["in"] == "query"]),
        "request": _plain(body["schema"]) if body else None,
        "responses": {status: _plain(schema) for status, schema in schemas.items() if status.startswith("2")},
    }


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for child in node.values():
            yield from _names(child)
    elif isinstance(node, list):
        for child in node:
            yield from _names(child)


def _plain(node: Any) -> Any:
    """Without descriptions; a property that is named so stays, since its value is a schema."""
    if isinstance(node, dict):
        kept = {key: value for key, value in node.items() if key != "description" or isinstance(value, dict)}
        return {key: _plain(value) for key, value in kept.items()}
    return [_plain(child) for child in node] if isinstance(node, list) else node


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    EXTRACT.write_text(json.dumps(trim(source), separators=(",", ":")) + "\n", encoding="utf-8")
