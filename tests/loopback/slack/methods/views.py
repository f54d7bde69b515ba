"""views.*: modals and home tabs."""

from tests.loopback.slack.arguments import Arguments
from tests.loopback.slack.content import accept_view
from tests.loopback.slack.dialogs import StackFull, View
from tests.loopback.slack.directory import Json, Member
from tests.loopback.slack.methods.method import JSON, TEXT, Method
from tests.loopback.slack.payloads import view_json
from tests.loopback.slack.tickets import ExpiredTicket, UnknownTicket, UsedTicket
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call


def open_view(call: Call) -> Json:
    """A first modal, for whoever the trigger belongs to."""
    member = _triggered_by(call)
    body = _unique(call, accept_view(call, call.args["view"], "modal"), member.team)
    return _shown(call, call.world.dialogs.open(member.team, member.id, body))


def push(call: Call) -> Json:
    """A modal on top of the open one."""
    member = _triggered_by(call)
    body = _unique(call, accept_view(call, call.args["view"], "modal"), member.team)
    try:
        return _shown(call, call.world.dialogs.push(member.team, member.id, body))
    except StackFull:
        raise call.broken("three views lie on one another already", "push_limit_reached") from None


def update(call: Call) -> Json:
    """Show something else in an open view, unless it has changed since."""
    view = _wanted(call)
    body = accept_view(call, call.args["view"], str(view.body["type"]))
    _check_hash(call, view)
    return _shown(call, call.world.dialogs.update(view, body))


def publish(call: Call) -> Json:
    """The home tab of a member."""
    member = call.member(call.args["user_id"])
    body = accept_view(call, call.args["view"], "home")
    known = call.world.dialogs.homes.get((member.team, member.id))
    if known:
        _check_hash(call, known)
    return _shown(call, call.world.dialogs.publish(member.team, member.id, body))


def _triggered_by(call: Call) -> Member:
    try:
        subject = call.world.triggers.use(call.args["trigger_id"])
    except ExpiredTicket:
        seconds = call.world.settings.trigger_seconds
        raise call.broken(f"the trigger_id is older than {seconds:g} s", "expired_trigger_id") from None
    except UsedTicket:
        raise call.broken("the trigger_id was used before", "exchanged_trigger_id") from None
    except UnknownTicket:
        raise call.broken("the trigger_id was never given", "invalid_trigger_id") from None
    team = call.world.directory[subject["team"]]
    if not call.token.covers(team):
        raise call.strange("trigger of", subject["member"], team, "invalid_trigger_id")
    return team.members[subject["member"]]


def _wanted(call: Call) -> View:
    name, external = call.args.get("view_id"), call.args.get("external_id")
    known = call.world.dialogs.known.values()
    found = [view for view in known if view.id == name or (external and view.external_id == external)]
    if not found:
        raise call.broken(f"no view {name or external!r} was ever there", "not_found")
    ours = [view for view in found if call.token.covers(call.world.directory[view.team])]
    if not ours:
        raise call.strange("view", found[0].id, call.world.directory[found[0].team], "not_found")
    if not call.world.dialogs.is_open(ours[-1]):
        raise SlackError("not_found")
    return ours[-1]


def _unique(call: Call, body: Json, team: str) -> Json:
    external = body.get("external_id")
    known = [view for view in call.world.dialogs.known.values() if view.team == team]
    if external and any(view.external_id == external and call.world.dialogs.is_open(view) for view in known):
        raise call.broken(f"the external_id {external!r} is taken by an open view", "duplicate_external_id")
    return body


def _check_hash(call: Call, view: View) -> None:
    if call.args.get("hash") not in (None, view.hash):
        raise SlackError("hash_conflict")


def _shown(call: Call, view: View) -> Json:
    call.world.changes.tell()
    return {"view": view_json(call.world, view)}


_TRIGGERED = Arguments({"trigger_id": TEXT, "view": JSON})

METHODS = {
    "views.open": Method(open_view, _TRIGGERED),
    "views.push": Method(push, _TRIGGERED),
    "views.update": Method(update, Arguments({"view": JSON}, {"view_id": TEXT, "external_id": TEXT, "hash": TEXT})),
    "views.publish": Method(publish, Arguments({"user_id": TEXT, "view": JSON}, {"hash": TEXT})),
}
