"""oauth.v2.access: a code becomes a bot token."""

from tests.loopback.slack.arguments import Arguments
from tests.loopback.slack.directory import Json
from tests.loopback.slack.methods.method import TEXT, Bearer, Method
from tests.loopback.slack.tickets import TicketRefused, UsedTicket
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call


def access(call: Call) -> Json:
    """The installation that somebody has just allowed."""
    app = call.world.app
    if call.args.get("client_id") != app.client_id:
        raise call.broken("the client_id is not the app's", "invalid_client_id")
    if call.args.get("client_secret") != app.client_secret:
        raise call.broken("the client_secret is not the app's", "bad_client_secret")
    try:
        subject = call.world.codes.use(call.args["code"])
    except UsedTicket:
        raise call.broken("the code was exchanged before", "code_already_used") from None
    except TicketRefused:
        raise SlackError("invalid_code") from None
    if subject["redirect_uri"] != call.args.get("redirect_uri", ""):
        raise call.broken("redirect_uri differs from the one of the authorisation", "bad_redirect_uri")
    return _installation(call, subject)


def _installation(call: Call, subject: dict[str, str]) -> Json:
    team = call.world.directory[subject["team"]]
    org_wide = subject["org_wide"] == "yes"
    scopes = tuple(subject["scope"].split(","))
    grant = call.world.grants.give(None if org_wide else team.id, team.enterprise, scopes)
    call.world.changes.tell()
    return {
        "access_token": grant.token,
        "token_type": "bot",
        "scope": subject["scope"],
        "bot_user_id": team.bot_user,
        "app_id": call.world.app.id,
        "team": None if org_wide else {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None,
        "is_enterprise_install": org_wide,
        "authed_user": {"id": subject["member"]},
    }


_GIVEN = {"client_id": TEXT, "client_secret": TEXT, "redirect_uri": TEXT, "grant_type": TEXT}

METHODS = {"oauth.v2.access": Method(access, Arguments({"code": TEXT}, _GIVEN), bearer=Bearer.NONE)}
