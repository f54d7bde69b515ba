"""Answers through response URLs and acknowledgements, uploads, and the quieter methods of the Web API."""

import asyncio

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.loopback.slack import limits
from tests.loopback.slack.directory import Json
from tests.loopback.slack.person import Person
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.shown import NotThere
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, bolt, button, client_of, modal, running, section
from tests.loopback.slack.world import Settings


async def address_of(slack: LoopbackSlack, person: Person, press: bool = False, channel: str = "") -> str:
    """A response URL of a command, or of a press on a message that says "Old"."""
    app, found = bolt(slack, slack.team(person.team.id)), list[str]()

    @app.command("/mlsd")
    @app.action("go")
    async def keep(ack: AsyncAck, body: Json) -> None:
        found.append(body["response_url"])
        await ack()

    async with running(slack, app):
        if press:
            await app.client.chat_postMessage(channel=person.id, text="Old", blocks=actions(button("Go", "go")))
            await person.presses(person.sees()[-1], "Go")
        else:
            await person.types("/mlsd", channel=channel)
    return found[0]


@story
async def test_an_answer_is_for_one_or_for_all() -> None:
    """Ephemeral unless in_channel is asked for, also where the bot is no member."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [ann, bob], with_bot=False)
        hook = AsyncWebhookClient(await address_of(slack, ann, channel="C1"))
        await hook.send(text="Yours")
        await hook.send(text="Everybody's", response_type="in_channel")
        assert [message.text for message in ann.sees("C1")] == ["Yours", "Everybody's"]
        assert [message.text for message in bob.sees("C1")] == ["Everybody's"]


@story
async def test_an_original_is_replaced_or_deleted() -> None:
    """Replacing takes blocks away that are not given; after deletion there is nothing to replace."""
    async with LoopbackSlack() as slack:
        ann = slack.team("T1").user("U1")
        hook = AsyncWebhookClient(await address_of(slack, ann, press=True))
        await hook.send(text="New", replace_original=True)
        assert [(message.text, message.blocks) for message in ann.sees()] == [("New", [])]
        await hook.send_dict({"delete_original": True})
        assert ann.sees() == []
        assert (await hook.send(text="Newer", replace_original=True)).status_code == 404


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"text": "x", "replace_original": True}, "a slash command has no original"),
        ({"text": "x", "response_type": "loud"}, "response_type 'loud'"),
        ({"text": "x", "colour": "red"}, "unknown argument 'colour'"),
        ({"text": 7}, "argument 'text' must be a string"),
        ({"text": "x", "replace_original": "perhaps"}, "argument 'replace_original' must be a boolean"),
        ({"text": "x", "blocks": "no JSON"}, "argument 'blocks' must be JSON"),
        ({"text": "Ask <!channel>"}, "the mention '<!channel>'"),
        ({"blocks": [section("x")]}, "text is missing"),
    ],
)
@story
async def test_a_wrong_answer_is_found(body: Json, sentence: str) -> None:
    """A response is checked as messages are."""
    async with LoopbackSlack() as slack:
        address = await address_of(slack, slack.team("T1").user("U1"))
        await AsyncWebhookClient(address).send_dict(body)
        (found,) = slack.violations.taken()
        assert found.startswith("response_url: ")
        assert sentence in found


@story
async def test_a_made_up_address_is_found_and_faults_reach_addresses_too() -> None:
    """An address that was never given is refused; statuses and errors can be asked for."""
    async with LoopbackSlack() as slack:
        slack.team("T1")
        hook = AsyncWebhookClient(slack.api_url.replace("/api/", "/response/1.1.1"))
        slack.fault("response_url", status=503)
        slack.fail("response_url", "team_disabled")
        assert [(await hook.send(text="x")).status_code for _ in range(3)] == [503, 404, 404]
        assert slack.violations.taken() == ["response_url: never given."]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [({"text": "Hi", "colour": "red"}, "has the unknown keys ['colour']"), ({"text": 7}, "text must be a string")],
)
@pytest.mark.parametrize("transport", list(Transport))
@story
async def test_a_wrong_acknowledgement_of_a_command_is_found(transport: Transport, answer: Json, sentence: str) -> None:
    """What Slack does not know in an acknowledged command shows nothing and is found."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def wrong(ack: AsyncAck) -> None:
            await ack(answer)

        async with running(slack, app):
            await ann.types("/mlsd")
        assert slack.violations.taken() == [f"acknowledgement of a command: {sentence}."]
        assert ann.sees() == []


@story
async def test_a_push_by_acknowledgement_stops_at_three() -> None:
    """The third push onto a stack of three is refused and found."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=modal())

        @app.view("form")
        async def more(ack: AsyncAck) -> None:
            await ack(response_action="push", view=modal())

        async with running(slack, app):
            await ann.types("/mlsd")
            await ann.waits_for_modal()
            for _ in range(limits.VIEW_STACK):
                assert ann.modal is not None
                await ann.submits(ann.modal, {"Answer": "x"})
        assert "three views lie on one another" in slack.violations.taken()[0]


@story
async def test_a_closed_modal_is_told_where_it_was_asked_for() -> None:
    """notify_on_close sends view_closed; a closed modal cannot be pressed or updated."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, closed = bolt(slack, team), list[str]()

        @app.command("/mlsd")
        async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            view = modal(*actions(button("Go", "go")), notify_on_close=True, external_id="drill")
            await client.views_open(trigger_id=command["trigger_id"], view=view)

        @app.view_closed("form")
        async def told(ack: AsyncAck, view: Json) -> None:
            closed.append(view["id"])
            await ack()

        async with running(slack, app):
            await ann.types("/mlsd")
            form = await ann.waits_for_modal()
            await ann.closes(form)
            assert closed == [form.id]
            with pytest.raises(NotThere, match="closed"):
                await ann.presses(form, "Go")
            with pytest.raises(SlackApiError, match="not_found"):
                await app.client.views_update(external_id="drill", view=modal())


@story
async def test_an_external_id_is_taken_while_its_view_is_open() -> None:
    """Two open views of a team cannot share an external id; another team may use the same."""
    async with LoopbackSlack() as slack:
        errors: list[str] = []
        for team in (slack.team("T1"), slack.team("T2")):
            app = bolt(slack, team)

            @app.command("/mlsd")
            async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
                await ack()
                try:
                    await client.views_open(trigger_id=command["trigger_id"], view=modal(external_id="drill"))
                except SlackApiError as refused:
                    errors.append(refused.response["error"])

            async with running(slack, app):
                await team.user("U1").types("/mlsd")
                await team.user("U1").waits_for_modal()
                await team.user("U2").types("/mlsd")
                await slack.until(lambda: slack.violations, "the refusal")
            assert len(slack.violations.taken()) == 1
        assert errors == ["duplicate_external_id", "duplicate_external_id"]


@story
async def test_a_trigger_of_another_team_is_found() -> None:
    """A modal opens only with the token of the team that the person belongs to."""
    async with LoopbackSlack() as slack:
        here, there = slack.team("T1"), slack.team("T2")
        app, errors = bolt(slack, here), list[str]()

        @app.command("/mlsd")
        async def mixed_up(ack: AsyncAck, command: Json) -> None:
            await ack()
            try:
                await client_of(slack, there).views_open(trigger_id=command["trigger_id"], view=modal())
            except SlackApiError as refused:
                errors.append(refused.response["error"])

        async with running(slack, app):
            await here.user("U1").types("/mlsd")
            await slack.until(lambda: slack.violations, "the violation")
        assert "the token of T2 was used on trigger of 'U1' of T1" in slack.violations.taken()[0]


@story
async def test_an_event_without_an_answer_over_http_is_found() -> None:
    """A bot that lets Slack wait is told from one that says that it failed."""
    async with LoopbackSlack(Transport.HTTP, settings=Settings(acknowledge_seconds=0.1)) as slack:
        team = slack.team("T1")
        app, finish = bolt(slack, team), asyncio.Event()

        @app.middleware
        async def waits() -> None:
            await finish.wait()

        async with running(slack, app):
            await team.user("U1").dms("my answer")
            assert slack.violations.taken()[0] == "event message: no answer within 0.1 s."
            finish.set()
