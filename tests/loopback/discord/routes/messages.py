"""Messages in channels and direct messages, sent by the bot of its own accord."""

from tests.loopback.discord import limits, posting
from tests.loopback.discord.bodies import message_json, place_json
from tests.loopback.discord.content import BLANK, flags_of, version
from tests.loopback.discord.directory import Account, Context, Json, Kind, Message, Place, Version
from tests.loopback.discord.routes import Handler, Result
from tests.loopback.discord.violations import (
    closed_dms,
    dms_too_fast,
    invalid_form,
    missing_access,
    missing_permissions,
    no_mutual_guild,
    not_the_author,
    unknown_user,
)
from tests.loopback.discord.world import Call, World


def create_dm(call: Call) -> Result:
    """The conversation with a person; raises DiscordError 40003 when too many are begun in a minute."""
    name = call.body.get("recipient_id")
    account = call.world.directory.accounts.get(str(name))
    if account is None or account.bot:
        raise call.broken(f"no user {name} was ever there", unknown_user())
    return 200, place_json(call.world.directory.direct(account) or _begin(call.world, account))


def _begin(world: World, account: Account) -> Place:
    now = world.clock.now()
    world.dms_opened[:] = [at for at in world.dms_opened if at > now - 60]
    if len(world.dms_opened) >= world.settings.new_dms:
        raise dms_too_fast()
    world.dms_opened.append(now)
    return open_dm(world, account)


def open_dm(world: World, account: Account) -> Place:
    """A new conversation of the bot with a person."""
    place = Place(world.new_id(), Kind.DM, members=[account, world.bot])
    world.directory.places[place.id] = place
    return place


def create_message(call: Call) -> Result:
    """A new message; with the same enforced nonce a second time, the first one again."""
    place = call.place()
    _check_may_write(call, place)
    nonce = call.body.get("nonce")
    known = call.world.nonces.get((place.id, str(nonce)))
    if nonce is not None and call.body.get("enforce_nonce") and known and call.world.clock.now() < known[1]:
        return 200, message_json(call.world, known[0])
    flags = flags_of(call, call.body)
    if flags & limits.EPHEMERAL:
        raise call.broken("only answers to interactions can be ephemeral", invalid_form("flags", "Not settable"))
    made = version(call, call.body, BLANK, flags)
    message = _new(call.world, place, made, flags, nonce)
    return 200, message_json(call.world, message)


def _new(world: World, place: Place, made: Version, flags: int, nonce: str | int | None) -> Message:
    message = Message(world.new_id(), place, world.bot, world.clock.now(), [made], flags, nonce=nonce, by_bot=True)
    if nonce is not None:
        world.nonces[place.id, str(nonce)] = (message, message.at + limits.NONCE_SECONDS)
    return posting.post(world, message)


def get_message(call: Call) -> Result:
    """One message."""
    place = _readable(call)
    return 200, _as_read(call.world, call.message_of(place))


def list_messages(call: Call) -> Result:
    """The channel's messages, newest first. What people wrote in guilds has no content without the intent."""
    place = _readable(call)
    there = [one for one in reversed(place.messages) if not one.deleted and not one.ephemeral]
    bounds = _bounds(call)
    if "around" in bounds:
        there = sorted(there, key=lambda one: abs(int(one.id) - bounds["around"]))[: bounds.get("limit", 50)]
        there.sort(key=lambda one: -int(one.id))
    there = [one for one in there if bounds.get("after", 0) < int(one.id) < bounds.get("before", 1 << 64)]
    newest = there[-bounds.get("limit", 50) :] if "after" in bounds else there[: bounds.get("limit", 50)]
    return 200, [_as_read(call.world, one) for one in newest]


def _bounds(call: Call) -> dict[str, int]:
    for name, value in call.query.items():
        if not value.isdigit() or (name == "limit" and not 1 <= int(value) <= 100):
            raise call.broken(f"{name}={value} is no bound of a history", invalid_form(name, "Out of range"))
    return {name: int(value) for name, value in call.query.items()}


def update_message(call: Call) -> Result:
    """One of the bot's own messages says something else."""
    place = _readable(call)
    message = call.message_of(place)
    if not message.by_bot:
        raise call.broken("the message is somebody else's", not_the_author())
    _check_may_write(call, place)
    flags = flags_of(call, call.body, message)
    made = version(call, call.body, message.now, flags)
    return 200, message_json(call.world, posting.change(call.world, message, made, flags))


def delete_message(call: Call) -> Result:
    """One of the bot's own messages goes."""
    message = call.message_of(_readable(call))
    if not message.by_bot:
        raise call.broken("the message is somebody else's", missing_permissions())
    posting.remove(call.world, message)
    return 204, None


def _readable(call: Call) -> Place:
    place = call.place()
    check_sees(call, place)
    return place


def check_sees(call: Call, place: Place) -> None:
    """Raises DiscordError 50001; a violation where the bot was told that it is out."""
    guild = place.guild
    if guild is not None and guild.farewell is not None and guild.farewell.reached:
        raise call.broken(f"the bot was told that it is out of {guild.name}", missing_access())
    if not place.bot_sees or place.context is Context.PRIVATE_CHANNEL or (guild is not None and not guild.has_bot):
        raise missing_access()


def _as_read(world: World, message: Message) -> Json:
    body = message_json(world, message)
    in_guild = message.place.guild is not None
    if in_guild and not message.by_bot and not world.app.privileged & limits.MESSAGE_CONTENT:
        body |= {"content": "", "components": [], "embeds": [], "attachments": []}
    return body


def _check_may_write(call: Call, place: Place) -> None:
    _readable(call)
    if not place.bot_writes:
        raise missing_permissions()
    if place.guild is None:
        _check_takes_dms(call, place)


def _check_takes_dms(call: Call, place: Place) -> None:
    person = next(account for account in place.members if not account.bot)
    if person.id not in call.world.agreed:
        call.world.violations.record(f"{call.name}: {person.name} never did anything with the bot to be written to.")
        call.world.agreed.add(person.id)  # told once
    if person.id in call.world.closed_doors:
        call.world.violations.record(
            f"{call.name}: {person.name} took no message before and has not been heard of since; do not try again."
        )
    if person.takes_dms and call.world.directory.meets_bot(person):
        call.world.closed_doors.discard(person.id)
        return
    call.world.closed_doors.add(person.id)
    raise closed_dms() if not person.takes_dms else no_mutual_guild()


HANDLERS: dict[str, Handler] = {
    function.__name__: function
    for function in (create_dm, create_message, get_message, list_messages, update_message, delete_message)
}
