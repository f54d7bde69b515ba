"""What happens to messages, told to the app as events where it listens: in the bot's own direct messages."""

from tests.loopback.slack.directory import Channel, Json, Kind, Message
from tests.loopback.slack.payloads import message_json
from tests.loopback.slack.world import World


def post(world: World, channel: Channel, message: Message) -> Message:
    """A new message. Slack echoes the bot's own messages too."""
    channel.messages.append(message)
    if message.only_for is None:
        shown = message_json(world, world.directory[channel.team], message)
        _tell(world, channel, shown | {"event_ts": message.ts})
    world.changes.tell()
    return message


def rewrite(world: World, channel: Channel, message: Message, text: str, blocks: list[Json]) -> None:
    """A message shows something else."""
    team = world.directory[channel.team]
    before = message_json(world, team, message)
    message.rewrite(text, blocks)
    message.edited = world.new_ts()
    if message.only_for is None:
        after = message_json(world, team, message)
        change = {"subtype": "message_changed", "hidden": True, "message": after, "previous_message": before}
        _tell(world, channel, {"type": "message", "ts": message.edited, "event_ts": message.edited, **change})
    world.changes.tell()


def delete(world: World, channel: Channel, message: Message) -> None:
    """A message is gone."""
    message.deleted = True
    if message.only_for is None:
        now = world.new_ts()
        change = {"subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
        _tell(world, channel, {"type": "message", "ts": now, "event_ts": now, **change})
    world.changes.tell()


def _tell(world: World, channel: Channel, event: Json) -> None:
    if channel.kind is Kind.DIRECT:
        placed = {"channel": channel.id, "channel_type": channel.kind.value}
        world.announce(world.directory[channel.team], event | placed)
