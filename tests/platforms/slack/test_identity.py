"""Who a token belongs to, and what is said when Slack does not take it."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.platforms.slack.errors import SlackRefused, SlackUnreachable, explain
from bot.platforms.slack.identity import identify
from bot.platforms.slack.manifest import SCOPES
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story

WHO = {
    "ok": True,
    "team_id": "T1",
    "team": "Acme",
    "user_id": "U0",
    "bot_id": "B0",
    "enterprise_id": None,
    "is_enterprise_install": False,
}


@asynccontextmanager
async def answering(answer: Callable[[], web.Response]) -> AsyncIterator[str]:
    """The base URL of a Web API that gives one answer."""

    async def handle(_: web.Request) -> web.Response:
        return answer()

    application = web.Application()
    application.router.add_route("*", "/api/auth.test", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


@story
async def test_scopes_are_read_from_where_slack_tells_them() -> None:
    """A header of the answer; without it they are unknown, not none."""
    granted = {"X-OAuth-Scopes": ",".join(SCOPES)}
    async with answering(lambda: web.json_response(WHO, headers=granted)) as api:
        assert (await identify("xoxb-1", api)).scopes == frozenset(SCOPES)
    async with answering(lambda: web.json_response(WHO)) as api:
        found = await identify("xoxb-1", api)
    assert found.scopes is None
    assert (found.tenant, found.name, found.bot_id, found.bot_user_id) == ("slack:T1", "Acme", "B0", "U0")


@story
async def test_a_token_that_slack_knows_tells_its_workspace() -> None:
    """One call."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1", enterprise="E1")
        found = await identify(team.bot_token, slack.api_url)

        assert (found.tenant, found.enterprise_id, found.is_org_wide) == ("slack:T1", "E1", False)
        assert slack.count("auth.test") == 1


@story
async def test_a_wrong_or_dead_token_is_told_with_what_to_do() -> None:
    """Each reason has its own sentence, which names the variable and never the token; nothing is tried twice."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        token = team.bot_token
        expected = {
            "invalid_auth": r"does not know SLACK_BOT_TOKEN.*api\.slack\.com/apps",
            "token_revoked": r"was revoked\. Install the app again",
            "account_inactive": r"removed.*Install the app again",
            "not_allowed_token_type": r"another kind",
            "missing_scope": r"lacks the scope.*manifest",
            "surprise": r"Slack refuses SLACK_BOT_TOKEN, saying surprise",
        }
        for error, pattern in expected.items():
            slack.fail("auth.test", error)
            with pytest.raises(SlackRefused, match=pattern) as caught:
                await identify(token, slack.api_url)
            assert token not in str(caught.value)
        assert slack.count("auth.test") == len(expected)
        with pytest.raises(SlackRefused, match="does not know"):
            await identify("xoxb-never-given", slack.api_url)


@story
async def test_a_slack_that_is_ill_is_no_fault_of_the_token() -> None:
    """Errors of the server, a broken line and a busy line are told apart from a refusal: waiting may help."""
    async with LoopbackSlack() as slack:
        token = slack.team("T1").bot_token
        for fault in (slack.fault, slack.reset, slack.rate_limit):
            fault("auth.test")
            with pytest.raises(SlackUnreachable):
                await identify(token, slack.api_url)


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", '{"ok": false}', '"ok"'])
@story
async def test_an_answer_that_is_not_slacks_is_told(body: str) -> None:
    """A proxy's page, or a wrong address in SLACK_API_URL, ends in a sentence."""
    for content_type in ("application/json", "text/html"):
        async with answering(partial(web.Response, text=body, content_type=content_type)) as api:
            with pytest.raises((SlackUnreachable, SlackRefused)):
                await identify("xoxb-1", api)


@story
async def test_nobody_there_is_told() -> None:
    """A refused connection and a name that does not exist name the settings to look at."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(SlackUnreachable, match="SLACK_API_URL"):
        await identify("xoxb-1", f"http://127.0.0.1:{port}/api/")


def test_an_error_without_words_is_told_by_its_kind() -> None:
    """A timeout has no text of its own."""
    assert "TimeoutError" in explain(TimeoutError(), "SLACK_BOT_TOKEN").message
    assert explain(TimeoutError(), "SLACK_BOT_TOKEN").next_step


def test_a_refused_scope_is_named() -> None:
    """Slack says which one was needed."""
    refuse: Callable[[str, object], SlackApiError] = SlackApiError
    error = refuse("no", {"ok": False, "error": "missing_scope", "needed": "users:read"})

    assert "lacks the scope users:read" in explain(error, "SLACK_BOT_TOKEN").message


@story
async def test_a_proxy_from_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests go to the proxy with Slack's whole address; HTTPS_PROXY alone is enough, as slack_sdk reads it."""
    asked: list[str] = []

    async def pass_on(request: web.BaseRequest) -> web.Response:
        asked.append(f"{request.method} {request.raw_path}")
        return web.json_response(WHO)

    server = web.Server(pass_on, access_log=None)
    runner = web.ServerRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{runner.addresses[0][1]}")
    found = await identify("xoxb-1", "http://slack.test/api/")
    await runner.cleanup()

    assert found.tenant == "slack:T1"
    assert asked == ["POST http://slack.test/api/auth.test"]
