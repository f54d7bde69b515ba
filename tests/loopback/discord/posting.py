"""Messages come, change and go; the bot hears of those in its direct messages."""

from tests.loopback.discord import limits
from tests.loopback.discord.bodies import message_json
from tests.loopback.discord.directory import Context, Json, Message, Version
from tests.loopback.discord.world import World


def post(world: World, message: Message) -> Message:
    """A new message stands in its channel."""
    world.directory.messages[message.id] = message
    message.place.messages.append(message)
    _announce(world, "MESSAGE_CREATE", message)
    return message


def change(world: World, message: Message, version: Version, flags: int) -> Message:
    """A message says something else; what it said before is kept. The end of thinking is no edit."""
    if message.loading:
        message.versions[:] = [version]
    else:
        message.versions.append(version)
        message.edited_at = world.clock.now()
    message.flags = flags & ~limits.LOADING
    _announce(world, "MESSAGE_UPDATE", message)
    return message


def remove(world: World, message: Message) -> None:
    """A message goes."""
    message.deleted = True
    if not message.ephemeral and message.place.context is Context.BOT_DM:
        world.dispatch("MESSAGE_DELETE", {"id": message.id, "channel_id": message.place.id}, message.place)
    world.changes.tell()


def _announce(world: World, name: str, message: Message) -> None:
    if not message.ephemeral and message.place.context is Context.BOT_DM:
        world.dispatch(name, event_json(world, message), message.place)
    world.changes.tell()


def event_json(world: World, message: Message) -> Json:
    """A message as the gateway tells it."""
    return message_json(world, message) | {"channel_type": int(message.place.kind)}
