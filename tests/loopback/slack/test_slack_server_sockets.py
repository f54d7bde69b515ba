"""Socket Mode ends in every way that Slack's does, and the real client comes back; wrong use is found."""

import asyncio

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import limits
from tests.loopback.slack.delivery import Receipt
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import bolt, running, socket_line
from tests.loopback.slack.workspace import Workspace
from tests.loopback.slack.world import Settings

QUICK_PING_SECONDS = 0.2


async def answering(slack: LoopbackSlack, team: Workspace) -> Receipt:
    """The receipt of a command, once a socket is there to take it."""
    receipt = Receipt(acknowledged=False)
    async with asyncio.timeout(10):
        while not receipt.acknowledged:
            await slack.connected()
            receipt = await team.user("U1").types("/mlsd")
    return receipt


async def hear(ack: AsyncAck) -> None:
    """Acknowledge a command."""
    await ack()


@pytest.mark.parametrize("end", ["warning", "refresh_requested", "too_many_websockets", "reset"])
@story
async def test_the_client_comes_back(end: str) -> None:
    """After every kind of end the real client asks for a new address and takes deliveries again."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        app = bolt(slack, team)
        app.command("/mlsd")(hear)
        async with running(slack, app, QUICK_PING_SECONDS):
            await answering(slack, team)
            if end == "reset":
                slack.reset_sockets()
            else:
                await slack.disconnect(end)
            await slack.until(lambda: slack.count("apps.connections.open") == 2, "the new address")
            await answering(slack, team)


@story
async def test_a_half_open_socket_is_left() -> None:
    """Without pongs the client gives a silent connection up; what was sent into it was nobody's fault."""
    async with LoopbackSlack(settings=Settings(acknowledge_seconds=0.6)) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, heard = bolt(slack, team), list[str]()

        @app.event("message")
        async def typed(event: dict[str, str]) -> None:
            heard.append(event["text"])

        async with running(slack, app, QUICK_PING_SECONDS):
            slack.go_silent()
            event = await ann.dms("my answer")
            assert event is not None
            assert event.reasons[0] in {"timeout", "the socket closed"}
            await slack.connected()
            assert slack.count("apps.connections.open") == 2
            slack.clock.advance(60)
            await slack.until(lambda: event.acknowledged and heard, "the retry")
            assert heard == ["my answer"]


@story
async def test_the_client_waits_when_addresses_are_limited() -> None:
    """A 429 on apps.connections.open is waited out by the real client without breaking a rule."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        slack.rate_limit("apps.connections.open", retry_after=0.5)
        async with running(slack, bolt(slack, team)):
            assert slack.count("apps.connections.open") == 2


@story
async def test_an_address_serves_once() -> None:
    """Connecting twice with one address is refused and found."""
    async with LoopbackSlack() as slack:
        opened = await AsyncWebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app.app_token)
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(opened["url"]) as socket:
                assert (await socket.receive_json())["type"] == "hello"
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(opened["url"])
        assert "used before" in slack.violations.taken()[0]


@story
async def test_an_app_has_ten_sockets() -> None:
    """The eleventh is sent away with too_many_websockets."""
    async with LoopbackSlack() as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=slack.api_url)
        sockets: list[aiohttp.ClientWebSocketResponse] = []
        for _ in range(limits.SOCKETS_AN_APP + 1):
            slack.clock.advance(60)
            opened = await client.apps_connections_open(app_token=slack.app.app_token)
            sockets.append(await session.ws_connect(opened["url"]))
        greetings = [await socket.receive_json() for socket in sockets]
        assert [greeting["type"] for greeting in greetings[:-1]] == ["hello"] * limits.SOCKETS_AN_APP
        assert (greetings[-1]["type"], greetings[-1]["reason"]) == ("disconnect", "too_many_websockets")


@story
async def test_a_refused_handshake_keeps_the_real_client_out() -> None:
    """The real client tries its old address for ever, though Slack takes each only once; forgetting it heals that."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        app = bolt(slack, team)
        app.command("/mlsd")(hear)
        async with socket_line(slack, app, QUICK_PING_SECONDS) as handler:
            slack.fault("link", status=408)
            await slack.disconnect("refresh_requested")
            await slack.until(lambda: slack.violations, "the second try")
            assert slack.count("apps.connections.open") == 2
            handler.client.wss_uri = None
            await answering(slack, team)
        assert "that is old, was used before" in slack.violations.taken()[0]


@story
async def test_deliveries_take_turns_over_the_sockets() -> None:
    """With two connections an event may come on either."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        first, second = bolt(slack, team), bolt(slack, team)
        heard: list[str] = []

        @first.command("/mlsd")
        async def hear_first(ack: AsyncAck) -> None:
            heard.append("first")
            await ack()

        @second.command("/mlsd")
        async def hear_second(ack: AsyncAck) -> None:
            heard.append("second")
            await ack()

        async with running(slack, first), running(slack, second):
            await slack.connected(2)
            for _ in range(4):
                await team.user("U1").types("/mlsd")
        assert sorted(heard) == ["first", "first", "second", "second"]
