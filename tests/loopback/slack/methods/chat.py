"""chat.*: messages of the bot."""

from tests.loopback.slack import events, limits
from tests.loopback.slack.arguments import Arguments
from tests.loopback.slack.content import accept_message
from tests.loopback.slack.directory import Channel, Json, Kind, Member, Message, Team
from tests.loopback.slack.methods.method import FLAG, JSON, TEXT, Method
from tests.loopback.slack.payloads import message_json
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call


def post_message(call: Call) -> Json:
    """A message for everyone in a conversation; a member's id means the direct messages with them."""
    channel = writable(call, call.args["channel"])
    text, blocks = _content(call)
    message = _new_message(call, channel, text, blocks)
    message.metadata = _metadata(call)
    events.post(call.world, channel, message)
    shown = message_json(call.world, call.world.directory[channel.team], message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """A message that one member of the conversation sees, until they reload."""
    channel = writable(call, call.args["channel"])
    member = call.member(call.args["user"])
    if member.id not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = _content(call)
    message = _new_message(call, channel, text, blocks)
    message.only_for = member.id
    events.post(call.world, channel, message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change a message of the bot; blocks that are not given stay."""
    channel, message = _own_message(call, "cant_update_message")
    text, blocks = _content(call, message.blocks, limits.UPDATED_TEXT)
    message.metadata = _metadata(call) if "metadata" in call.args else message.metadata
    events.rewrite(call.world, channel, message, text, blocks)
    shown = message_json(call.world, call.world.directory[channel.team], message)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


def delete(call: Call) -> Json:
    """Take a message of the bot away."""
    channel, message = _own_message(call, "cant_delete_message")
    events.delete(call.world, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """A link to a message that is not ephemeral."""
    channel = call.channel(call.args["channel"])
    message = _message(call, channel, call.args["message_ts"])
    domain = call.world.directory[channel.team].name
    return {
        "channel": channel.id,
        "permalink": f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}",
    }


def writable(call: Call, name: str) -> Channel:
    """A conversation into which the bot may write; raises SlackError."""
    if name.startswith(("U", "W")):
        return direct(call, call.member(name))
    channel = call.channel(name)
    team = call.world.directory[channel.team]
    if channel.archived:
        raise SlackError("is_archived")
    if team.bot_user not in channel.members:
        raise SlackError("channel_not_found" if channel.kind is Kind.PRIVATE else "not_in_channel")
    if channel.kind is Kind.DIRECT:
        _check_welcome(team, channel)
    return channel


def direct(call: Call, member: Member) -> Channel:
    """The direct messages with a member; raises SlackError where they want none."""
    team = call.world.directory[member.team]
    channel = team.direct(member.id)
    _check_welcome(team, channel)
    return channel


def _content(call: Call, kept: list[Json] | None = None, longest: int = limits.MESSAGE_TEXT) -> tuple[str, list[Json]]:
    if call.args.get("link_names") or call.args.get("parse") == "full":
        call.broken("link_names and parse=full make a mention of every @name in a card", "")
    given = call.args.get("blocks")
    return accept_message(call, call.args.get("text"), kept if given is None else given, longest)


def _check_welcome(team: Team, channel: Channel) -> None:
    for name in channel.members & team.members.keys():
        member = team.members[name]
        if member.deactivated or member.refuses_dms:
            raise SlackError(member.refuses_dms or "user_disabled")


def _new_message(call: Call, channel: Channel, text: str, blocks: list[Json]) -> Message:
    author = call.world.directory[channel.team].bot_user
    message = Message(call.world.new_ts(), channel.id, author, text, blocks, from_bot=True)
    message.thread_ts = call.args.get("thread_ts")
    return message


def _own_message(call: Call, error: str) -> tuple[Channel, Message]:
    channel = writable(call, call.args["channel"])
    message = _message(call, channel, call.args["ts"])
    if not message.from_bot:
        raise call.broken(f"message {message.ts} was written by {message.author}, not by the bot", error)
    return channel, message


def _message(call: Call, channel: Channel, ts: str) -> Message:
    message = channel.message(ts)
    if message is None:
        raise call.broken(f"no message {ts!r} was ever in {channel.id}", "message_not_found")
    if message.only_for:
        raise call.broken(f"message {ts} is ephemeral: only its response_url reaches it", "message_not_found")
    if message.deleted:
        raise SlackError("message_not_found")
    return message


def _metadata(call: Call) -> Json | None:
    metadata = call.args.get("metadata")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or metadata.keys() != {"event_type", "event_payload"}:
        raise call.broken("metadata wants event_type and event_payload, no more", "invalid_metadata_format")
    return metadata


_WRITTEN = {"text": TEXT, "blocks": JSON, "thread_ts": TEXT, "link_names": FLAG, "parse": TEXT}
_POSTED = {"metadata": JSON, "reply_broadcast": FLAG, "unfurl_links": FLAG, "unfurl_media": FLAG, "mrkdwn": FLAG}

METHODS = {
    "chat.postMessage": Method(post_message, Arguments({"channel": TEXT}, _WRITTEN | _POSTED), "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, Arguments({"channel": TEXT, "user": TEXT}, _WRITTEN), "chat:write"),
    "chat.update": Method(
        update,
        Arguments(
            {"channel": TEXT, "ts": TEXT},
            {"text": TEXT, "blocks": JSON, "metadata": JSON, "link_names": FLAG, "parse": TEXT},
        ),
        "chat:write",
    ),
    "chat.delete": Method(delete, Arguments({"channel": TEXT, "ts": TEXT}), "chat:write"),
    "chat.getPermalink": Method(get_permalink, Arguments({"channel": TEXT, "message_ts": TEXT})),
}
