"""Only what Slack signed within five minutes gets through; anything else is refused, never a crash."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.manifest import EVENTS_PATH
from bot.platforms.slack.signature import WINDOW_SECONDS, Handler, is_signed, signed
from bot.web.server import Server, application
from tests.loopback.slack.http_mode import signed as headers_of
from tests.loopback.slack.story import story

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  # a key of the tests
NOW = 1_773_144_000
BODY = "token=x&command=%2Fmlsd&text=hello"


@given(st.text(st.characters(codec="utf-8")), st.integers(-WINDOW_SECONDS, WINDOW_SECONDS))
def test_what_slack_signed_gets_through(body: str, skew: int) -> None:
    """Any body, and clocks that are up to five minutes apart."""
    assert is_signed(SECRET, headers_of(SECRET, NOW + skew, body), body.encode(), NOW)


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())), st.binary())
def test_garbage_is_refused_and_breaks_nothing(timestamp: str, signature: str, body: bytes) -> None:
    """Whatever characters stand in the two headers, lone surrogates from raw bytes included."""
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    assert not is_signed(SECRET, headers, body, NOW)
    assert not is_signed(SECRET, headers | {"X-Slack-Request-Timestamp": str(NOW)}, body, NOW)


@pytest.mark.parametrize(
    "timestamp", ["", "0", "-1", "1e9", "²", "١٧٧٣١٤٤٠٠٠", "nan", "9" * 5000, f" {NOW}", f"{NOW}.5", f"+{NOW}"]
)
def test_a_timestamp_must_be_plain_digits_of_now(timestamp: str) -> None:
    """Other ways to write a number, digits of other scripts, and numbers too long to read are refused."""
    good = headers_of(SECRET, NOW, BODY)

    assert is_signed(SECRET, good, BODY.encode(), NOW)
    assert not is_signed(SECRET, good | {"X-Slack-Request-Timestamp": timestamp}, BODY.encode(), NOW)


@pytest.mark.parametrize("seconds", [-WINDOW_SECONDS - 1, WINDOW_SECONDS + 1])
def test_a_request_from_another_time_is_refused(seconds: int) -> None:
    """A recorded request is worth nothing after five minutes, nor is one from the future."""
    assert not is_signed(SECRET, headers_of(SECRET, NOW + seconds, BODY), BODY.encode(), NOW)


def test_a_changed_byte_or_another_secret_is_refused() -> None:
    """The signature covers body and time."""
    good = headers_of(SECRET, NOW, BODY)

    assert not is_signed(SECRET, good, BODY.encode() + b"!", NOW)
    assert not is_signed(SECRET, good | {"X-Slack-Request-Timestamp": str(NOW + 1)}, BODY.encode(), NOW)
    assert not is_signed("another secret", good, BODY.encode(), NOW)
    assert not is_signed(SECRET, good | {"X-Slack-Signature": good["X-Slack-Signature"].upper()}, BODY.encode(), NOW)


def test_without_a_secret_nothing_is_served() -> None:
    """An empty secret would let everybody sign."""
    with pytest.raises(ValueError, match="signing secret"):
        signed("", _never)


@story
async def test_over_the_wire_each_forgery_is_a_401() -> None:
    """Missing, garbled and binary headers, bodies that are no text: 401 each time, and the app hears of none."""
    heard: list[bytes] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(await request.read())
        return web.Response()

    good = headers_of(SECRET, NOW, BODY)
    forged = [
        {},
        {"X-Slack-Signature": good["X-Slack-Signature"]},
        {"X-Slack-Request-Timestamp": str(NOW)},
        good | {"X-Slack-Request-Timestamp": "soon"},
        good | {"X-Slack-Request-Timestamp": ""},
        good | {"X-Slack-Signature": "v0=\u00fc\u20ac"},
        good | {"X-Slack-Signature": "v1" + good["X-Slack-Signature"][2:]},
    ]
    async with serving(hear) as (session, url):
        for headers in forged:
            assert await status(session.post(url, data=BODY, headers=headers)) == 401
        binary = {"Content-Type": "application/json; charset=klingon"}
        assert await status(session.post(url, data=b"\xff\xfe\x00", headers=good | binary)) == 401
        assert heard == []
        assert await status(session.post(url, data=BODY, headers=good)) == 200
    assert heard == [BODY.encode()]


async def status(asking: AbstractAsyncContextManager[aiohttp.ClientResponse]) -> int:
    """The status of an answer, read to its end."""
    async with asking as answer:
        await answer.read()
        return answer.status


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """A handler behind the check, at the time of the tests."""
    routes = {("POST", EVENTS_PATH): signed(SECRET, handler, lambda: NOW)}
    server = Server(application(routes), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield session, server.url + EVENTS_PATH
    await server.stop()


async def _never(_: web.Request) -> web.Response:
    raise AssertionError("served")
