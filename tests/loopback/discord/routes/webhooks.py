"""What follows the first response: more messages, and changes of those that the interaction brought."""

from tests.loopback.discord import limits, posting
from tests.loopback.discord.asked import Answered, Interaction
from tests.loopback.discord.bodies import message_json
from tests.loopback.discord.content import BLANK, flags_of, version
from tests.loopback.discord.directory import Message
from tests.loopback.discord.routes import Handler, Result
from tests.loopback.discord.routes.responses import new_message
from tests.loopback.discord.violations import (
    expired_token,
    too_many_followups,
    unknown_message,
    unknown_webhook,
)
from tests.loopback.discord.world import Call


def execute_webhook(call: Call) -> Result:
    """A follow-up. The first one after a deferred message takes its place, with the visibility that was fixed then."""
    interaction = _alive(call)
    original = interaction.original
    if interaction.answered is Answered.DEFERRED_MESSAGE and original is not None and original.loading:
        return 200, _edited(call, original)
    if interaction.only_user_installed and len(interaction.followups) >= limits.USER_INSTALL_FOLLOWUPS:
        raise call.broken(
            f"{interaction.name}: a sixth follow-up, where the user alone installed", too_many_followups()
        )
    flags = flags_of(call, call.body)
    message = new_message(call, interaction, version(call, call.body, BLANK, flags), flags)
    interaction.followups.append(message)
    return (200, message_json(call.world, message)) if call.query.get("wait", "") in {"1", "true"} else (204, None)


def get_original_webhook_message(call: Call) -> Result:
    """The first response."""
    return 200, message_json(call.world, _original(call))


def update_original_webhook_message(call: Call) -> Result:
    """The first response says something else."""
    return 200, _edited(call, _original(call))


def delete_original_webhook_message(call: Call) -> Result:
    """The first response goes."""
    posting.remove(call.world, _original(call))
    return 204, None


def get_webhook_message(call: Call) -> Result:
    """A message of the interaction."""
    return 200, message_json(call.world, _one(call))


def update_webhook_message(call: Call) -> Result:
    """A message of the interaction says something else."""
    return 200, _edited(call, _one(call))


def delete_webhook_message(call: Call) -> Result:
    """A message of the interaction goes."""
    posting.remove(call.world, _one(call))
    return 204, None


def _alive(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.parameters["webhook_token"])
    if interaction is None or call.parameters["webhook_id"] != call.world.bot.id:
        raise call.broken("no such interaction was ever sent", unknown_webhook())
    if interaction.has_expired(call.world.clock.now()):
        raise call.broken(f"{interaction.name}: its token is older than 15 minutes", expired_token())
    if interaction.answered is None:
        raise call.broken(f"{interaction.name}: followed up before its first response", unknown_webhook())
    return interaction


def _original(call: Call) -> Message:
    interaction = _alive(call)
    if interaction.original is None:
        raise call.broken(f"{interaction.name}: its first response was no message", unknown_message())
    if interaction.original.deleted:
        raise unknown_message()
    return interaction.original


def _one(call: Call) -> Message:
    interaction = _alive(call)
    reachable = [interaction.original, interaction.message, *interaction.followups]
    for message in reachable:
        if message is not None and message.id == call.parameters["message_id"]:
            if message.deleted:
                raise unknown_message()
            return message
    raise call.broken(f"{interaction.name} has no message {call.parameters['message_id']}", unknown_message())


def _edited(call: Call, message: Message) -> dict[str, object]:
    flags = flags_of(call, call.body, message)
    made = version(call, call.body, message.now, flags)
    return message_json(call.world, posting.change(call.world, message, made, flags))


HANDLERS: dict[str, Handler] = {
    function.__name__: function
    for function in (
        execute_webhook,
        get_original_webhook_message,
        update_original_webhook_message,
        delete_original_webhook_message,
        get_webhook_message,
        update_webhook_message,
        delete_webhook_message,
    )
}
