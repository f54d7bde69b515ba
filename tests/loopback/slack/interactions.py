"""Where an interaction happened: on a message or on a view, as its payload tells the app."""

from tests.loopback.slack import payloads
from tests.loopback.slack.dialogs import View
from tests.loopback.slack.directory import Json, Member
from tests.loopback.slack.filling import state_values
from tests.loopback.slack.shown import NotThere, Seen, dialog
from tests.loopback.slack.world import World


def on_message(world: World, member: Member, where: Seen) -> Json:
    """Container, channel, message and response URL; raises NotThere for a message that the member does not see."""
    team = world.directory[member.team]
    place = team.channels[where.channel]
    message = place.message(where.ts)
    if message is None or message.only_for not in (None, member.id):
        raise NotThere(f"{member.id} does not see the message {where.ts}.")
    container = {"type": "message", "message_ts": where.ts, "channel_id": place.id, "is_ephemeral": where.ephemeral}
    return {
        "container": container,
        "channel": {"id": place.id, "name": place.name or "directmessage"},
        "message": payloads.message_json(world, team, message),
        "response_url": payloads.response_url(world, place, member, message=where.ts),
    }


def on_view(world: World, view: View) -> Json:
    """Container and view."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_with_state(world, view)}


def view_with_state(world: World, view: View) -> Json:
    """A view with everything that stands in its inputs."""
    return payloads.view_json(world, view) | {"state": {"values": state_values(dialog(view), view.state)}}
