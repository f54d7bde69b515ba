"""conversations.*: direct messages, history, members."""

from typing import TypeVar

from tests.loopback.slack import limits
from tests.loopback.slack.arguments import Arguments
from tests.loopback.slack.directory import Channel, Json, Kind, Message
from tests.loopback.slack.methods.chat import direct
from tests.loopback.slack.methods.method import COUNT, FLAG, TEXT, Method, require_scope
from tests.loopback.slack.payloads import channel_json, message_json
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call

Item = TypeVar("Item")

_READ = {Kind.DIRECT: "im:read", Kind.PUBLIC: "channels:read", Kind.PRIVATE: "groups:read"}
_HISTORY = {Kind.DIRECT: "im:history", Kind.PUBLIC: "channels:history", Kind.PRIVATE: "groups:history"}


def open_direct(call: Call) -> Json:
    """The direct messages with one member."""
    users = call.args["users"].split(",")
    if len(users) > 1:
        raise call.broken("opened a group conversation, for which the app has no scope", "missing_scope")
    channel = direct(call, call.member(users[0]))
    full = channel_json(channel) if call.args.get("return_im") else {"id": channel.id}
    return {"channel": full, "no_op": True, "already_open": True}


def info(call: Call) -> Json:
    """One conversation."""
    return {"channel": channel_json(_seen(call, _READ))}


def members(call: Call) -> Json:
    """The ids of a conversation's members, page by page."""
    everyone = sorted(_seen(call, _READ).members)
    page, cursor = _page(call, everyone, limits.MEMBERS_PAGE)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    """The messages of a conversation, newest first, without the ephemeral ones."""
    channel = _seen(call, _HISTORY)
    team = call.world.directory[channel.team]
    if team.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    within = [message for message in reversed(channel.messages) if _asked_for(call, message)]
    most = limits.HISTORY_PAGE_DISTRIBUTED if call.world.app.distributed else limits.HISTORY_PAGE
    page, cursor = _page(call, within, most)
    shown = [message_json(call.world, team, message) for message in page]
    if not call.args.get("include_all_metadata"):
        shown = [{key: value for key, value in message.items() if key != "metadata"} for message in shown]
    return {"messages": shown, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


def _seen(call: Call, scopes: dict[Kind, str]) -> Channel:
    channel = call.channel(call.args["channel"])
    require_scope(call, scopes[channel.kind])
    return channel


def _asked_for(call: Call, message: Message) -> bool:
    oldest, latest = float(call.args.get("oldest") or 0), float(call.args.get("latest") or "inf")
    at = float(message.ts)
    inside = oldest <= at <= latest if call.args.get("inclusive") else oldest < at < latest
    return inside and message.only_for is None and not message.deleted


def _page(call: Call, items: list[Item], most: int) -> tuple[list[Item], str]:
    limit = int(call.args.get("limit") or 100)
    if not 0 < limit <= most:
        limit = most
    begin = int(call.args.get("cursor") or 0)
    end = begin + limit
    return items[begin:end], str(end) if end < len(items) else ""


_PAGED = {"cursor": TEXT, "limit": COUNT}
_RANGE = {"latest": TEXT, "oldest": TEXT, "inclusive": FLAG, "include_all_metadata": FLAG}

METHODS = {
    "conversations.open": Method(
        open_direct, Arguments({"users": TEXT}, {"return_im": FLAG, "prevent_creation": FLAG}), "im:write"
    ),
    "conversations.info": Method(
        info, Arguments({"channel": TEXT}, {"include_locale": FLAG, "include_num_members": FLAG})
    ),
    "conversations.members": Method(members, Arguments({"channel": TEXT}, _PAGED)),
    "conversations.history": Method(history, Arguments({"channel": TEXT}, _PAGED | _RANGE)),
}
