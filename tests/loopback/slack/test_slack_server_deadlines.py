"""Late, missing and double acknowledgements, and tickets used too late or too often, are found."""

import asyncio

import pytest
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import limits
from tests.loopback.slack.bare_line import BareLine
from tests.loopback.slack.delivery import Event
from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, bolt, button, modal, running
from tests.loopback.slack.world import Settings

IMPATIENT = Settings(acknowledge_seconds=0.1)

both_transports = pytest.mark.parametrize("transport", list(Transport))


@both_transports
@story
async def test_a_command_acknowledged_too_late_is_a_violation(transport: Transport) -> None:
    """Work before the acknowledgement breaks the deadline."""
    async with LoopbackSlack(transport, settings=IMPATIENT) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, work_is_done = bolt(slack, team), asyncio.Event()

        @app.command("/mlsd")
        async def slow(ack: AsyncAck) -> None:
            await work_is_done.wait()
            await ack()

        async with running(slack, app):
            receipt = await ann.types("/mlsd drill")
            assert not receipt.acknowledged
            assert slack.violations.taken()[0].startswith("/mlsd drill: not acknowledged")
            work_is_done.set()


@story
async def test_text_acknowledged_too_late_is_a_violation() -> None:
    """An event that is acknowledged after the deadline is found, though Slack only tries again."""
    async with LoopbackSlack(settings=IMPATIENT) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        line = BareLine(slack)
        async with line:
            event = await ann.dms("my answer")
            assert event is not None
            assert not event.acknowledged
            await line.acknowledge(line.heard[0])
            await slack.until(lambda: slack.violations, "the violation")
            (late,) = slack.violations.taken()
            assert "event message: acknowledged after" in late


@story
async def test_text_never_acknowledged_is_tried_again_and_then_lost() -> None:
    """Slack tries at once, after a minute and after five; a bot that stays silent has lost what was typed."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        slack.posts_to("http://127.0.0.1:9/nobody")
        event = await ann.dms("my answer")
        assert event is not None
        for attempts, seconds in ((2, 60), (3, 300), (4, 0)):
            await tried(slack, event, attempts)
            slack.clock.advance(seconds)
        await slack.until(lambda: slack.violations, "the violation")
        assert "event message: lost, 4 attempts failed" in slack.violations.taken()[0]


@story
async def test_an_acknowledgement_comes_once() -> None:
    """The second acknowledgement of one envelope is found, and so is one of an envelope that never was."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        line = BareLine(slack)
        async with line:
            await line.acknowledge_all()
            await team.user("U1").types("/mlsd")
            await line.acknowledge(line.heard[0])
            await slack.until(lambda: slack.violations, "the second")
            assert slack.violations.taken() == ["/mlsd: acknowledged twice."]
            await line.client.send_socket_mode_response({"envelope_id": "never"})
            await slack.until(lambda: slack.violations, "the stranger")
            assert "never sent" in slack.violations.taken()[0]


@story
async def test_an_event_takes_no_body() -> None:
    """An acknowledgement of an event with a body is found."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        line = BareLine(slack)
        async with line:
            await line.acknowledge_all({"text": "Thanks"})
            await team.user("U1").dms("hello")
            assert "acknowledged with a body" in slack.violations.taken()[0]


@both_transports
@story
async def test_a_link_button_without_a_listener_is_a_violation(transport: Transport) -> None:
    """Slack reports presses of link buttons too; an app that listens to none of them fails to acknowledge."""
    async with LoopbackSlack(transport, settings=IMPATIENT) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)
        async with running(slack, app):
            link = button("Read", "read", url="https://example.org")
            await app.client.chat_postMessage(channel=ann.dm.id, text="Paper", blocks=actions(link))
            await ann.presses(ann.sees()[0], "Read")
            assert slack.violations.taken()[0].startswith("block_actions: not acknowledged")


@both_transports
@story
async def test_a_press_takes_no_answer_in_its_acknowledgement(transport: Transport) -> None:
    """Text in the acknowledgement of a press goes nowhere."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)

        @app.action("go")
        async def pressed(ack: AsyncAck) -> None:
            await ack("Well done")

        async with running(slack, app):
            await app.client.chat_postMessage(channel=ann.dm.id, text="Card", blocks=actions(button("Go", "go")))
            await ann.presses(ann.sees()[0], "Go")
            assert slack.violations.taken() == ["block_actions: acknowledged with a body, which Slack ignores."]


@story
async def test_a_trigger_opens_one_modal() -> None:
    """The second use of a trigger is refused and found."""
    assert await open_modals(after_seconds=0, times=2) == (
        ["views.open: the trigger_id was used before."],
        "exchanged_trigger_id",
    )


@story
async def test_a_trigger_lives_three_seconds() -> None:
    """A trigger that is used too late is refused and found."""
    assert await open_modals(after_seconds=limits.TRIGGER_SECONDS + 0.1, times=1) == (
        ["views.open: the trigger_id is older than 3 s."],
        "expired_trigger_id",
    )


@story
async def test_a_response_url_answers_five_times() -> None:
    """The sixth response is refused and found."""
    answers, found = await respond_often(times=6, after_seconds=0)
    assert (answers, found) == (5, ["response_url: used more than five times."])


@story
async def test_a_response_url_lives_half_an_hour() -> None:
    """A response after half an hour is refused and found."""
    answers, found = await respond_often(times=1, after_seconds=limits.RESPONSE_URL_SECONDS + 1)
    assert (answers, found) == (0, ["response_url: used after more than half an hour."])


async def open_modals(after_seconds: float, times: int) -> tuple[list[str], str]:
    """The violations and the error of a bot that opens modals from one trigger, so many and so late."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        app, errors = bolt(slack, team), list[str]()

        @app.command("/mlsd")
        async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            slack.clock.advance(after_seconds)
            try:
                for _ in range(times):
                    await client.views_open(trigger_id=command["trigger_id"], view=modal())
            except SlackApiError as refused:
                errors.append(refused.response["error"])

        async with running(slack, app):
            await team.user("U1").types("/mlsd")
            await slack.until(lambda: slack.violations, "the violation")
            found = slack.violations.taken()
        return found, errors[0]


async def respond_often(times: int, after_seconds: float) -> tuple[int, list[str]]:
    """How many responses are seen of a bot that answers so often and so late, and its violations."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def chatty(ack: AsyncAck, respond: AsyncRespond) -> None:
            await ack()
            slack.clock.advance(after_seconds)
            for number in range(times):
                await respond(f"Answer {number}")

        async with running(slack, app):
            await ann.types("/mlsd")
            await slack.until(lambda: slack.violations, "the violation")
            return len(ann.sees()), slack.violations.taken()


async def tried(slack: LoopbackSlack, event: Event, attempts: int) -> None:
    """Wait until an event has failed so often."""
    await slack.until(lambda: len(event.reasons) >= attempts, f"attempt {attempts}")
