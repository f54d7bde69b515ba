"""The consent page of OAuth v2: a person allows or declines, and the browser goes back to the app."""

from urllib.parse import urlencode, urljoin

from aiohttp import web

from tests.loopback.slack.directory import Member
from tests.loopback.slack.world import World

REDIRECT_PATH = "/slack/oauth_redirect"


class OAuthPages:
    """Serves /oauth/v2/authorize. Who decides, and how, stands in cookies that `Person.installs` sets."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def authorize(self, request: web.Request) -> web.StreamResponse:
        """Redirect to the app with a code and its state, or with `access_denied`."""
        problem = self._problem(request)
        if problem:
            self._world.violations.record(f"oauth/v2/authorize: {problem}.")
            return web.Response(status=400, text=problem)
        state = {"state": request.query["state"]}
        if request.cookies.get("decision") == "decline":
            raise web.HTTPFound(_back_to(request, state | {"error": "access_denied"}))
        raise web.HTTPFound(_back_to(request, state | {"code": self._code(request)}))

    def _problem(self, request: web.Request) -> str:
        if request.query.get("client_id") != self._world.app.client_id:
            return "the client_id is not the app's"
        if not request.query.get("state"):
            return "state is missing: anybody could send a victim here"
        wanted = set(request.query.get("scope", "").split(","))
        unknown = wanted - set(self._world.app.scopes)
        return f"asks for {', '.join(sorted(unknown))}, which the manifest does not name" if unknown else ""

    def _code(self, request: web.Request) -> str:
        member = self._member(request)
        return self._world.codes.issue(
            team=member.team,
            member=member.id,
            scope=request.query["scope"],
            redirect_uri=request.query.get("redirect_uri", ""),
            org_wide="yes" if request.cookies.get("decision") == "allow for the organisation" else "",
        )

    def _member(self, request: web.Request) -> Member:
        team, _, name = request.cookies.get("member", "").partition("/")
        if team:
            return self._world.directory[team].members[name]
        return next(member for team in self._world.directory.values() for member in team.members.values())


def _back_to(request: web.Request, query: dict[str, str]) -> str:
    configured = urljoin(request.cookies.get("install_page", ""), REDIRECT_PATH)
    return f"{request.query.get('redirect_uri') or configured}?{urlencode(query)}"
