"""Faults on request: errors, resets, lost replies, held calls; and what they do to the real client."""

import asyncio

import pytest
from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import bolt, client_of, running


@story
async def test_a_500_comes_without_json_and_nothing_is_done() -> None:
    """The next calls fail as often as was asked for, then all is well."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        slack.fault("chat.postMessage", status=500, times=2)
        for _ in range(2):
            with pytest.raises(SlackApiError) as failed:
                await client.chat_postMessage(channel=ann.dm.id, text="Hi")
            assert failed.value.response.status_code == 500
        await client.chat_postMessage(channel=ann.dm.id, text="Hi")
        assert len(ann.sees()) == 1


@story
async def test_a_reset_comes_before_the_work() -> None:
    """The connection breaks and nothing was posted."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        slack.reset("chat.postMessage")
        with pytest.raises(ClientError):
            await client_of(slack, team).chat_postMessage(channel=ann.dm.id, text="Hi")
        assert ann.sees() == []


@story
async def test_a_lost_reply_comes_after_the_work() -> None:
    """The caller cannot tell it from a reset, but the message stands."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        slack.drop_reply("chat.postMessage")
        with pytest.raises(ClientError):
            await client_of(slack, team).chat_postMessage(channel=ann.dm.id, text="Hi")
        assert [message.text for message in ann.sees()] == ["Hi"]


@story
async def test_the_default_client_posts_twice_when_a_reply_is_lost() -> None:
    """The real client tries again by itself after a broken connection, and the person sees two messages."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        slack.drop_reply("chat.postMessage")
        await AsyncWebClient(team.bot_token, base_url=slack.api_url).chat_postMessage(channel=ann.dm.id, text="Hi")
        assert len(ann.sees()) == 2


@story
async def test_a_held_call_waits_for_the_gate() -> None:
    """A test can act while a call is under way."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        gate = slack.hold("chat.postMessage")
        posting = asyncio.create_task(client_of(slack, team).chat_postMessage(channel=ann.dm.id, text="Hi"))
        await gate.reached()
        assert ann.sees() == []
        gate.open()
        await posting
        assert len(ann.sees()) == 1


@pytest.mark.parametrize("lost", [False, True])
@story
async def test_a_response_url_fails_as_methods_do(lost: bool) -> None:
    """Resets and lost replies can be asked for under the name response_url."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, urls = bolt(slack, team), list[str]()

        @app.command("/mlsd")
        async def keep(ack: AsyncAck, command: Json) -> None:
            urls.append(command["response_url"])
            await ack()

        async with running(slack, app):
            await ann.types("/mlsd")
        (slack.drop_reply if lost else slack.reset)("response_url")
        with pytest.raises(ClientError):
            await AsyncWebhookClient(urls[0], retry_handlers=[]).send(text="Hi")
        assert len(ann.sees()) == lost


@pytest.mark.parametrize("transport", list(Transport))
@story
async def test_an_event_can_come_twice(transport: Transport) -> None:
    """The same event id arrives again though it was acknowledged."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        app, heard = bolt(slack, team), list[str]()

        @app.event("message")
        async def typed(body: Json) -> None:
            heard.append(body["event_id"])

        async with running(slack, app):
            event = await team.user("U1").dms("my answer")
            assert event is not None
            slack.deliver_again(event)
            await slack.until(lambda: len(slack.events) == 1 and event.acknowledged, "the first")
            await slack.until(lambda: len(heard) == 2, "what the app heard")
            assert heard == [event.id, event.id]


@pytest.mark.parametrize("transport", list(Transport))
@story
async def test_events_can_come_out_of_order(transport: Transport) -> None:
    """What happens inside is delivered afterwards, the newest first."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, heard = bolt(slack, team), list[str]()

        @app.event("message")
        async def typed(event: Json) -> None:
            heard.append(event["text"])

        async with running(slack, app):
            async with slack.out_of_order():
                await ann.dms("one")
                await ann.dms("two")
            await slack.until(lambda: len(heard) == 2, "what the app heard")
            assert heard == ["two", "one"]


@pytest.mark.parametrize("transport", list(Transport))
@story
async def test_a_retry_can_come_without_its_original(transport: Transport) -> None:
    """The app meets the event as retry 1, so a bot that drops retries by their number loses what was typed."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        app, numbers = bolt(slack, team), list[str]()

        @app.event("message")
        async def typed(request: object) -> None:
            numbers.append(getattr(request, "headers", {})["x-slack-retry-num"][0])

        async with running(slack, app):
            slack.lose_first_attempt()
            await team.user("U1").dms("my answer")
            await slack.until(lambda: len(numbers) == 1, "what the app heard")
            assert numbers == ["1"]
