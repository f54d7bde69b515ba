"""What an acknowledgement may carry: a response to a command, the next step of a modal."""

from typing import Any

from tests.loopback.slack.content import accept_view
from tests.loopback.slack.delivery import Receipt
from tests.loopback.slack.dialogs import StackFull, View
from tests.loopback.slack.directory import Channel, Json, Member
from tests.loopback.slack.response_urls import respond
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Source, World

_COMMAND_KEYS = {"text", "blocks", "response_type", "mrkdwn", "unfurl_links", "unfurl_media"}
_NEEDED = {"clear": set[str](), "errors": {"errors"}, "update": {"view"}, "push": {"view"}}


def after_command(world: World, member: Member, channel: Channel, receipt: Receipt) -> None:
    """Show what the acknowledgement of a slash command said."""
    body = {"text": receipt.body} if isinstance(receipt.body, str) else receipt.body
    if not body:
        return
    source = Source(world, "acknowledgement of a command")
    try:
        unknown = sorted(body.keys() - _COMMAND_KEYS)
        if unknown:
            raise source.broken(f"has the unknown keys {unknown}", "invalid_arguments")
        respond(source, channel, member.id, body)
    except SlackError:
        return  # recorded; Slack shows the person nothing


def after_actions(world: World, receipt: Receipt) -> None:
    """A press takes no answer in its acknowledgement."""
    if receipt.body:
        world.violations.record("block_actions: acknowledged with a body, which Slack ignores.")


def after_submission(world: World, view: View, receipt: Receipt) -> None:
    """Let the modal do what the acknowledgement of its submission said. Without one it stays, with its text."""
    if not receipt.acknowledged:
        return
    try:
        _act(Source(world, "acknowledgement of a view_submission"), view, receipt.body or {})
    except SlackError:
        return  # recorded; Slack shows an error and the modal stays
    finally:
        world.changes.tell()


def _act(source: Source, view: View, body: Any) -> None:
    dialogs = source.world.dialogs
    if not body:
        dialogs.pop(view)
        return
    action = _action(source, body)
    if action == "clear":
        dialogs.clear(view)
    elif action == "errors":
        view.errors = _errors(source, view, body["errors"])
    elif action == "update":
        dialogs.update(view, accept_view(source, body["view"], "modal"))
    else:
        _push(source, view, body["view"])


def _action(source: Source, body: Any) -> str:
    action = body.get("response_action") if isinstance(body, dict) else None
    if not isinstance(action, str) or action not in _NEEDED:
        raise source.broken(f"response_action is {action!r}", "invalid_arguments")
    if body.keys() != {"response_action"} | _NEEDED[action]:
        raise source.broken(f"{action} has the keys {sorted(body)}", "invalid_arguments")
    return action


def _errors(source: Source, view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise source.broken(f"errors must name inputs of the modal ({sorted(inputs)}): {errors!r}", "invalid_arguments")
    return {name: str(text) for name, text in errors.items()}


def _push(source: Source, view: View, body: Json) -> None:
    try:
        source.world.dialogs.push(view.team, view.member, accept_view(source, body, "modal"))
    except StackFull:
        raise source.broken("three views lie on one another already", "push_limit_reached") from None
