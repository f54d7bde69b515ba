"""The REST API: lets a request in (token, pace, body), does it, and answers as Discord does."""

import json
from dataclasses import dataclass, field

from aiohttp import web
from multidict import CIMultiDict

from tests.loopback.discord import limits, schema
from tests.loopback.discord.addresses import API, Operation, find
from tests.loopback.discord.directory import Json
from tests.loopback.discord.faults import Fault, Limited, Refusal, Reset, Status
from tests.loopback.discord.habits import without_habits
from tests.loopback.discord.pace import TooFast
from tests.loopback.discord.reading import read_body
from tests.loopback.discord.routes import Handler, commands, identity, messages, responses, webhooks
from tests.loopback.discord.violations import DiscordError, invalid_form, not_found, unauthorized
from tests.loopback.discord.world import Call, Called, World

HANDLERS: dict[str, Handler] = {
    **commands.HANDLERS,
    **identity.HANDLERS,
    **messages.HANDLERS,
    **responses.HANDLERS,
    **webhooks.HANDLERS,
}
_WITHOUT_TOKEN = ("interaction_token", "webhook_token")
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass
class Answer:
    """What goes back over HTTP."""

    status: int
    body: Json | list[Json] | None
    headers: dict[str, str] = field(default_factory=dict)


class Rest:
    """Serves everything below the API's base."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.expected_unknown: set[tuple[str, str]] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request, with whatever fault a test has asked for."""
        path = request.path.removeprefix(API)
        found = find(request.method, path)
        if found is None:
            return self._sent(Answer(404, self._unknown(request.method, path).body()))
        operation, parameters = found
        given, uploads = await read_body(request)
        self._note(operation, parameters, given)
        fault = await self._world.faults.take(operation.name)
        if isinstance(fault, Status):
            return web.Response(
                status=fault.status, text="<html>Something is wrong here.</html>", content_type="text/html"
            )
        if fault == Reset(after=False):
            return _reset(request)
        call = Call(self._world, operation.name, parameters, dict(request.query), uploads=uploads)
        answer = self._answer(operation, call, given, request.headers.get("Authorization", ""), fault)
        self._told(operation, answer)
        return _reset(request) if fault == Reset(after=True) else self._sent(answer)

    def _answer(self, operation: Operation, call: Call, given: object, token: str, fault: Fault | None) -> Answer:
        major = "/".join(call.parameters.get(name, "") for name in _MAJOR)
        headers: dict[str, str] = {}
        try:
            self._check_token(call, token)
            headers = self._world.pace.take(operation.name, major)
            _meet(fault)
            self._check_form(operation, call, given)
            status, body = HANDLERS[operation.name](call)
            return Answer(status, body, headers)
        except TooFast as refusal:
            return self._slow_down(operation.name, refusal, self._world.pace.headers(operation.name, major))
        except DiscordError as error:
            return Answer(error.status, error.body(), headers)

    def _check_token(self, call: Call, token: str) -> None:
        if token == f"Bot {self._world.app.token}" or (not token and set(_WITHOUT_TOKEN) & call.parameters.keys()):
            return
        raise unauthorized()

    def _check_form(self, operation: Operation, call: Call, given: object) -> None:
        for name in call.query:
            if name not in operation.query:
                raise call.broken(
                    f"the query names {name!r}, which Discord does not know", invalid_form(name, "Unknown")
                )
        if not operation.takes_body:
            return
        found = schema.problem_in_request(operation.name, without_habits(operation, given))
        if found:
            place, why = found
            raise call.broken(
                f"the body breaks Discord's schema at {place or 'its top'}: {why}", invalid_form(place, why)
            )
        call.body = given if isinstance(given, dict) else {}
        call.listed = given if isinstance(given, list) else []

    def _slow_down(self, name: str, refusal: TooFast, headers: dict[str, str]) -> Answer:
        if refusal.storm:
            self._world.violations.record(f"{name}: called again before the Retry-After of its 429 was over.")
        told = {"Retry-After": f"{refusal.retry_after:.3f}", "Via": "1.1 google", "X-RateLimit-Scope": refusal.scope}
        told |= {"X-RateLimit-Global": "true"} if refusal.everywhere else headers
        body = {"code": 0, "message": "You are being rate limited.", "retry_after": round(refusal.retry_after, 3)}
        return Answer(429, body | {"global": refusal.everywhere}, told)

    def _unknown(self, method: str, path: str) -> DiscordError:
        if (method, path) not in self.expected_unknown:
            self._world.violations.record(f"{method} {path}: the loopback Discord does not know this address.")
        return not_found()

    def _note(self, operation: Operation, parameters: dict[str, str], given: object) -> None:
        body = given if isinstance(given, dict | list) else None
        self._world.calls.append(Called(operation.name, parameters, body, self._world.clock.now()))
        self._world.changes.tell()

    def _told(self, operation: Operation, answer: Answer) -> None:
        told = f" {answer.body.get('message', '')}" if isinstance(answer.body, dict) and answer.status >= 400 else ""
        self._world.violations.tell(f"<- {operation.name}: {answer.status}{told}")
        found = answer.body is not None and schema.problem_in_response(operation.name, answer.status, answer.body)
        if found:
            raise RuntimeError(f"{operation.name}: the answer breaks Discord's schema at {found[0]}: {found[1]}")
        if self._world.pace.count_invalid(answer.status) == limits.INVALID_REQUESTS:
            self._world.violations.record("10000 answers of 401, 403 or 429 in ten minutes: the address is banned.")

    def _sent(self, answer: Answer) -> web.Response:
        headers = CIMultiDict(answer.headers)
        if answer.body is None:
            return web.Response(status=answer.status, headers=headers)
        headers["Content-Type"] = "application/json"  # with a charset discord.py does not read it
        return web.Response(status=answer.status, body=json.dumps(answer.body).encode(), headers=headers)


def _meet(fault: Fault | None) -> None:
    if isinstance(fault, Refusal):
        raise fault.error
    if isinstance(fault, Limited):
        raise TooFast(fault.seconds, "global" if fault.everywhere else "user")


def _reset(request: web.Request) -> web.Response:
    """Tear the connection down without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
