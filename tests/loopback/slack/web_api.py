"""The Web API: lets a call in (token, pace, arguments, scope), does it, answers as Slack does."""

import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.slack.arguments import given_by
from tests.loopback.slack.directory import Json
from tests.loopback.slack.faults import Error, Fault, Reset, Status
from tests.loopback.slack.grants import Grant, Standing
from tests.loopback.slack.methods import chat, conversations, files, identity, oauth, views
from tests.loopback.slack.methods.method import Bearer, Method, require_scope
from tests.loopback.slack.pace import TooFast, buckets
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call, Called, World

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **identity.METHODS,
    **oauth.METHODS,
    **views.METHODS,
}


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class WebApi:
    """Serves /api/METHOD."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, with whatever fault a test has asked for."""
        name = request.match_info["method"]
        token, given = await given_by(request)
        self._note(name, token, given)
        fault = await self._world.faults.take(name)
        if isinstance(fault, Status):
            return web.Response(
                status=fault.status, text="<html>Something is wrong here.</html>", content_type="text/html"
            )
        if fault == Reset(after=False):
            return reset(request)
        answer = self.answer(name, token, given, fault)
        self._world.changes.tell()
        if fault == Reset(after=True):
            return reset(request)
        return web.json_response(answer.body, status=answer.status, headers=answer.headers)

    def answer(self, name: str, token: str, given: Json, fault: Fault | None = None) -> Answer:
        """Do the call and say how it went."""
        try:
            if isinstance(fault, Error):
                raise SlackError(fault.error)
            return Answer({"ok": True, **self._do(name, token, given)})
        except TooFast as refusal:
            if refusal.storm:
                self._world.violations.record(f"{name}: {refusal.storm}.")
            return Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(refusal.retry_after)})
        except SlackError as error:
            return Answer(error.body())

    def _do(self, name: str, token: str, given: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            self._world.violations.record(f"{name}: the method is unknown to the loopback Slack.")
            raise SlackError("unknown_method", req_method=name)
        call = Call(self._world, name, given, self._grant(name, method, token))
        self._check_pace(call, given)
        call.args = method.arguments.read(call, given)
        self._check_team(call)
        if method.scope:
            require_scope(call, method.scope)
        return method.handler(call)

    def _grant(self, name: str, method: Method, token: str) -> Grant | None:
        if method.bearer is Bearer.NONE:
            return None
        if not token:
            raise SlackError("not_authed")
        is_app_token = token == self._world.app.app_token
        grant = self._world.grants.of_token(token)
        if grant is None and not is_app_token:
            raise SlackError("invalid_auth")
        if is_app_token != (method.bearer is Bearer.APP):
            self._world.violations.record(f"{name}: called with a token of the wrong sort.")
            raise SlackError("not_allowed_token_type")
        if grant and grant.standing is not Standing.ACTIVE:
            self._refuse_dead(name, grant)
        return grant

    def _refuse_dead(self, name: str, grant: Grant) -> None:
        if grant.told_revoked:
            owner = grant.team or grant.enterprise
            self._world.violations.record(f"{name}: called with a token of {owner} that the bot knows to be gone.")
        raise SlackError(grant.standing.value)

    def _check_pace(self, call: Call, given: Json) -> None:
        team = (call.grant.team or call.grant.enterprise or "") if call.grant else ""
        channel = str(given.get("channel", ""))
        same = json.dumps([call.name, team, given], sort_keys=True, default=str)
        self._world.pace.check(buckets(call.name, team, channel, self._world.app.distributed), same)

    def _check_team(self, call: Call) -> None:
        name = call.args.get("team_id")
        if name and call.grant and not call.teams():
            raise call.strange("team", name, self._world.directory.get(name), "team_access_not_granted")

    def _note(self, name: str, token: str, given: Json) -> None:
        grant = self._world.grants.of_token(token)
        team = (grant.team or grant.enterprise or "") if grant else ""
        self._world.calls.append(Called(name, team, given, self._world.clock.now()))
        self._world.changes.tell()


def reset(request: web.Request) -> web.Response:
    """Tear the connection down without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
