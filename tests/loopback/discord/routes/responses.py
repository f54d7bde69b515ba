"""The first response to an interaction: in time, once, and of a sort that fits what was asked."""

from collections.abc import Callable

from tests.loopback.discord import components, limits, posting
from tests.loopback.discord.asked import Answered, Asked, Interaction, OpenForm
from tests.loopback.discord.bodies import message_json
from tests.loopback.discord.content import BLANK, flags_of, version
from tests.loopback.discord.directory import Json, Message, Version
from tests.loopback.discord.routes import Handler, Result
from tests.loopback.discord.violations import (
    already_acknowledged,
    invalid_form,
    unknown_interaction,
    unknown_message,
)
from tests.loopback.discord.world import Call

_FITTING = {
    Asked.COMMAND: {Answered.MESSAGE, Answered.DEFERRED_MESSAGE, Answered.MODAL},
    Asked.COMPONENT: set(Answered) - {Answered.CHOICES},
    Asked.AUTOCOMPLETE: {Answered.CHOICES},
    Asked.MODAL: {Answered.MESSAGE, Answered.DEFERRED_MESSAGE, Answered.DEFERRED_UPDATE, Answered.UPDATE},
}


def create_interaction_response(call: Call) -> Result:
    """The first response; what the person sees changes at once."""
    interaction = _open(call)
    kind = _fitting_kind(call, interaction)
    _ACTS[kind](call, interaction, call.body.get("data") or {})
    interaction.answered, interaction.answered_at = kind, call.world.clock.now()
    call.world.violations.tell(f"{interaction.name}: answered {kind.name}")
    return (200, _response_json(call, interaction)) if _wants_response(call) else (204, None)


def _wants_response(call: Call) -> bool:
    return call.query.get("with_response", "").lower() in {"1", "true"}


def _open(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.parameters["interaction_token"])
    if interaction is None or interaction.id != call.parameters["interaction_id"]:
        raise call.broken("no such interaction was ever sent", unknown_interaction())
    if interaction.answered is not None:
        raise call.broken(f"{interaction.name} was answered twice", already_acknowledged())
    waited = call.world.clock.now() - interaction.at
    if waited > call.world.settings.response_seconds:
        _blame_late(call, interaction, waited)
        raise unknown_interaction()
    return interaction


def _blame_late(call: Call, interaction: Interaction, waited: float) -> None:
    """Once an interaction: who waits for it may have found it late already."""
    if interaction.reached and not interaction.late:
        interaction.late = True
        call.world.violations.record(f"{interaction.name}: answered after {waited:.1f} s, where 3 s are given.")


def _fitting_kind(call: Call, interaction: Interaction) -> Answered:
    kind = Answered(call.body["type"])
    if kind is Answered.MODAL and interaction.kind is Asked.MODAL:
        raise call.broken("a modal cannot answer a modal", invalid_form("type", "Value must not be 9"))
    if kind not in _FITTING[interaction.kind]:
        why = f"{kind.name} does not answer a {interaction.kind.name}"
        raise call.broken(why, invalid_form("type", why))
    if kind in {Answered.UPDATE, Answered.DEFERRED_UPDATE} and interaction.message is None:
        raise call.broken("there is no message to update", invalid_form("type", "No message"))
    return kind


def _send(call: Call, interaction: Interaction, data: Json) -> None:
    flags = flags_of(call, data)
    made = version(call, data, BLANK, flags)
    interaction.original = new_message(call, interaction, made, flags)


def _defer(call: Call, interaction: Interaction, data: Json) -> None:
    flags = flags_of(call, data) & limits.EPHEMERAL
    interaction.original = new_message(call, interaction, BLANK, flags | limits.LOADING)


def _update(call: Call, interaction: Interaction, data: Json) -> None:
    message = interaction.message
    if message is None or message.deleted:
        raise unknown_message()
    flags = flags_of(call, data, message)
    made = version(call, data, message.now, flags)
    interaction.original = posting.change(call.world, message, made, flags)


def _defer_update(call: Call, interaction: Interaction, data: Json) -> None:
    del call, data
    interaction.original = interaction.message


def _choose(call: Call, interaction: Interaction, data: Json) -> None:
    del call
    interaction.choices = data.get("choices") or []


def _open_form(call: Call, interaction: Interaction, data: Json) -> None:
    found = components.form_problem(data)
    if found:
        raise call.broken(found, invalid_form("data.components", found))
    interaction.form = OpenForm({**data, "components": components.as_form(data["components"])}, interaction)
    call.world.forms[interaction.account.id] = interaction.form


_ACTS: dict[Answered, Callable[[Call, Interaction, Json], None]] = {
    Answered.MESSAGE: _send,
    Answered.DEFERRED_MESSAGE: _defer,
    Answered.UPDATE: _update,
    Answered.DEFERRED_UPDATE: _defer_update,
    Answered.CHOICES: _choose,
    Answered.MODAL: _open_form,
}


def new_message(call: Call, interaction: Interaction, made: Version, flags: int) -> Message:
    """A message of the app as an answer; an ephemeral one is for the person who asked."""
    world, place = call.world, interaction.place
    message = Message(world.new_id(), place, world.bot, world.clock.now(), [made], flags, by_bot=True)
    message.only_for = interaction.account.id if flags & limits.EPHEMERAL else None
    message.source = interaction
    if interaction.original is None:
        interaction.original = message  # before it is told: the first answer has a type of its own
    return posting.post(world, message)


def _response_json(call: Call, interaction: Interaction) -> Json:
    told: Json = {"id": interaction.id, "type": int(interaction.kind)}
    answer: Json = {"interaction": told}
    message = interaction.original
    if message is None or interaction.answered is None:
        return answer
    told |= {"response_message_id": message.id, "response_message_loading": message.loading}
    told["response_message_ephemeral"] = message.ephemeral
    if interaction.answered in {Answered.MESSAGE, Answered.UPDATE}:
        answer["resource"] = {"type": int(interaction.answered), "message": message_json(call.world, message)}
    return answer


HANDLERS: dict[str, Handler] = {"create_interaction_response": create_interaction_response}
