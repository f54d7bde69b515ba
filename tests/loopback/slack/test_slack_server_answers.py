"""Answers through response URLs and acknowledgements, uploads, and the quieter methods of the Web API."""

import asyncio
from io import BytesIO

import aiohttp
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

SCOPES = ("chat:write", "im:write", "users:read", "channels:read", "files:write")


async def address_of(slack: LoopbackSlack, person: Person, press: bool = False, channel: str = "") -> str:
    """A response URL of a command, or of a press on a message that says "Old"."""
    app, found = bolt(slack, slack.team(person.team.id)), list[str]()

    @app.command("/mlsd")
    @app.action("go")
    async def keep(ack: AsyncAck, body: Json) -> None:
        await ack()
        found.append(body["response_url"])

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


@pytest.mark.parametrize("transport", list(Transport))
@story
async def test_a_wrong_acknowledgement_of_a_command_is_found(transport: Transport) -> None:
    """Keys that Slack does not know in an acknowledged command show nothing and are found."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def wrong(ack: AsyncAck) -> None:
            await ack({"text": "Hi", "colour": "red"})

        async with running(slack, app):
            await ann.types("/mlsd")
        assert slack.violations.taken() == ["acknowledgement of a command: has the unknown keys ['colour']."]
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
            await ack()
            closed.append(view["id"])

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
async def test_a_view_has_a_size() -> None:
    """A view within all other limits can still be too large."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        home = {"type": "home", "blocks": [section("x" * 2900)] * limits.VIEW_BLOCKS}
        with pytest.raises(SlackApiError, match="view_too_large"):
            await client_of(slack, team).views_publish(user_id="U1", view=home)
        assert "Slack takes 250000" in slack.violations.taken()[0]


@story
async def test_messages_are_deleted_and_linked() -> None:
    """A link names channel and time; a deleted message can neither be linked nor changed."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        posted = await client.chat_postMessage(channel="U1", text="Card")
        link = await client.chat_getPermalink(channel=ann.dm.id, message_ts=posted["ts"])
        assert f"/archives/{ann.dm.id}/p" in link["permalink"]
        await client.chat_delete(channel=ann.dm.id, ts=posted["ts"])
        assert ann.sees() == []
        with pytest.raises(SlackApiError, match="message_not_found"):
            await client.chat_update(channel=ann.dm.id, ts=posted["ts"], text="Next")


@story
async def test_channels_tell_their_members_to_who_may_ask() -> None:
    """Info and members need their scope; history and ephemeral messages need membership; groups cannot be opened."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1", scopes=(*SCOPES, "channels:history"))
        ann, bob = team.user("U1"), team.user("U2")
        room = team.channel("C1", [ann])
        client = client_of(slack, team)
        assert (await client.conversations_info(channel="C1"))["channel"]["is_channel"]
        assert (await client.conversations_members(channel="C1"))["members"] == ["U1", team.team.bot_user]
        assert (await client.conversations_open(users="U1", return_im=True))["channel"]["user"] == "U1"
        with pytest.raises(SlackApiError, match="user_not_in_channel"):
            await client.chat_postEphemeral(channel="C1", user=bob.id, text="Psst")
        room.members.clear()
        with pytest.raises(SlackApiError, match="not_in_channel"):
            await client.conversations_history(channel="C1")
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.conversations_open(users="U1,U2")
        assert "group conversation" in slack.violations.taken()[0]


@story
async def test_uploads_are_checked_on_their_way() -> None:
    """Wrong lengths and files that never were are found; unsent files and files of another team are refused."""
    async with LoopbackSlack() as slack, aiohttp.ClientSession() as session:
        team, other = slack.team("T1"), slack.team("T2")
        client = client_of(slack, team)
        asked = await client.files_getUploadURLExternal(filename="log.csv", length=5)
        async with session.post(asked["upload_url"], data=b"too long") as response:
            assert response.status == 400
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=[{"id": asked["file_id"]}])
        async with session.post(asked["upload_url"], data={"file": BytesIO(b"right")}) as response:
            assert response.status == 200
        for wrong, file in ((client, "F9"), (client_of(slack, other), asked["file_id"])):
            with pytest.raises(SlackApiError, match="file_not_found"):
                await wrong.files_completeUploadExternal(files=[{"id": file}])
        async with session.post(asked["upload_url"] + "x", data=b"x") as response:
            assert response.status == 404
        assert len(slack.violations.taken()) == 3


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


@story
async def test_people_leave() -> None:
    """A deactivated member is told to the app and gets no messages."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, gone = bolt(slack, team), list[bool]()

        @app.event("user_change")
        async def changed(event: Json) -> None:
            gone.append(event["user"]["deleted"])

        async with running(slack, app):
            team.deactivate(ann)
            await slack.until(lambda: slack.events and slack.events[0].acknowledged, "the event")
            with pytest.raises(SlackApiError, match="user_disabled"):
                await app.client.chat_postMessage(channel="U1", text="Hi")
        assert gone == [True]


@story
async def test_events_need_a_subscription_and_a_scope() -> None:
    """Without its scope an installation hears no direct messages, and channels are not listened to at all."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        team.says(ann, team.channel("C1", [ann]), "hello")
        team.take_scope("im:history")
        assert await ann.dms("hello") is None
        assert slack.events == []
