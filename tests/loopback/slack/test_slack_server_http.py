"""HTTP mode: signatures, forgeries, the URL challenge, retries after failures."""

from typing import Self

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck
from slack_sdk.signature import SignatureVerifier

from tests.loopback.slack.http_mode import FORGERIES, signed
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import bolt, running


@pytest.mark.parametrize("how", FORGERIES)
@story
async def test_a_forged_request_is_refused_by_the_real_app(how: str) -> None:
    """Bolt checks signature and age; nothing happens."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1")
        app, heard = bolt(slack, team), list[str]()

        @app.command("/mlsd")
        async def hear(ack: AsyncAck) -> None:
            heard.append("a command")
            await ack()

        async with running(slack, app):
            assert await slack.forge(team.user("U1"), "/mlsd", how) == 401
            assert heard == []


@pytest.mark.parametrize("how", FORGERIES)
@story
async def test_a_server_that_checks_nothing_is_found(how: str) -> None:
    """Answering a forged request with 200 breaks a rule."""
    async with LoopbackSlack(Transport.HTTP) as slack, Answering(slack, [200]):
        await slack.forge(slack.team("T1").user("U1"), "/mlsd", how)
        assert slack.violations.taken() == [f"/mlsd: a request with {how} was accepted."]


def test_signatures_are_those_that_the_real_verifier_makes() -> None:
    """The header equals the one that slack_sdk computes."""
    headers = signed("secret", 1531420618, "body=1")
    real = SignatureVerifier("secret").generate_signature(timestamp="1531420618", body="body=1")
    assert headers == {"X-Slack-Request-Timestamp": "1531420618", "X-Slack-Signature": real}


@story
async def test_the_real_app_answers_the_challenge() -> None:
    """The request URL can be verified as Slack does it."""
    async with LoopbackSlack(Transport.HTTP) as slack, running(slack, bolt(slack, slack.team("T1"))):
        assert await slack.verifies_url()


@story
async def test_an_event_that_fails_is_sent_again_with_its_number_and_reason() -> None:
    """Answers other than 200 make Slack try again at once and after a minute; each retry says so in its headers."""
    async with LoopbackSlack(Transport.HTTP) as slack, Answering(slack, [500, 503, 200]) as app:
        event = await slack.team("T1").user("U1").dms("my answer")
        assert event is not None
        await slack.until(lambda: len(event.reasons) == 2, "two failures")
        slack.clock.advance(60)
        await slack.until(lambda: event.acknowledged, "the acknowledgement")
        assert app.retries == [None, ("1", "http_error 500"), ("2", "http_error 503")]


@story
async def test_a_command_that_fails_is_a_violation() -> None:
    """Slack does not send a command again: the person sees that it failed."""
    async with LoopbackSlack(Transport.HTTP) as slack, Answering(slack, [500]):
        assert not (await slack.team("T1").user("U1").types("/mlsd help")).acknowledged
        assert slack.violations.taken() == ["/mlsd help: not acknowledged (http_error 500)."]


@story
async def test_a_bot_that_is_down_breaks_no_rule() -> None:
    """Nobody listens: the act is not acknowledged, and that is all."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        slack.posts_to("http://127.0.0.1:9/nobody")
        receipt = await slack.team("T1").user("U1").types("/mlsd")
        assert (receipt.acknowledged, receipt.reason) == (False, "connection_failed")


class Answering:
    """A bare HTTP server that answers with one status after the other, and notes the headers of retries."""

    def __init__(self, slack: LoopbackSlack, statuses: list[int]) -> None:
        self._slack = slack
        self._statuses = statuses
        self.retries: list[tuple[str, str] | None] = []

    async def __aenter__(self) -> Self:
        """Listen."""
        application = web.Application()
        application.router.add_post("/", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._slack.posts_to(f"http://127.0.0.1:{self._runner.addresses[0][1]}/")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        number, reason = request.headers.get("X-Slack-Retry-Num"), request.headers.get("X-Slack-Retry-Reason")
        self.retries.append((number, reason) if number and reason else None)
        return web.Response(status=self._statuses.pop(0))
