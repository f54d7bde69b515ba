"""auth.test, users.info, apps.connections.open: who is who, and where to connect."""

from tests.loopback.slack.arguments import Arguments
from tests.loopback.slack.directory import Json
from tests.loopback.slack.methods.method import FLAG, TEXT, Bearer, Method
from tests.loopback.slack.payloads import member_json
from tests.loopback.slack.world import Call


def auth_test(call: Call) -> Json:
    """Whose token it is. A token of an organisation belongs to no team."""
    token = call.token
    if token.team is None:
        org = {"team_id": token.enterprise, "team": token.enterprise, "enterprise_id": token.enterprise}
        bot = call.teams()[0]
        return {**org, "user_id": bot.bot_user, "bot_id": bot.bot_id, "user": "mlsd", **_install(call, org_wide=True)}
    team = call.world.directory[token.team]
    return {
        "team_id": team.id,
        "team": team.name,
        "enterprise_id": team.enterprise,
        "user_id": team.bot_user,
        "user": "mlsd",
        "bot_id": team.bot_id,
        **_install(call, org_wide=False),
    }


def _install(call: Call, org_wide: bool) -> Json:
    return {"url": f"{call.world.base}/", "is_enterprise_install": org_wide}


def users_info(call: Call) -> Json:
    """A member, with their time zone."""
    shown = member_json(call.member(call.args["user"]))
    return {"user": shown | ({"locale": "en-US"} if call.args.get("include_locale") else {})}


def connections_open(call: Call) -> Json:
    """A one-time WebSocket address for Socket Mode."""
    ticket = call.world.socket_tickets.issue()
    return {"url": f"{call.world.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={call.world.app.id}"}


METHODS = {
    "auth.test": Method(auth_test),
    "users.info": Method(users_info, Arguments({"user": TEXT}, {"include_locale": FLAG}), "users:read"),
    "apps.connections.open": Method(connections_open, bearer=Bearer.APP),
}
