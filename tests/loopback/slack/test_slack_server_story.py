"""A right bot passes: the whole story over both transports, driven by the real Bolt app and clients."""

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, bolt, button, modal, question, running, section

both_transports = pytest.mark.parametrize("transport", list(Transport))


def drill_bot(app: AsyncApp, heard: list[Json]) -> None:
    """A command posts a card; its button replaces it and asks in a modal; typed text and the home tab are heard."""

    @app.command("/mlsd")
    async def drill(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
        await ack()
        card = [section("*What is drift?*"), *actions(button("Show", "show"))]
        await client.chat_postMessage(channel=command["user_id"], text="What is drift?", blocks=card)

    @app.action("show")
    async def show(ack: AsyncAck, body: Json, respond: AsyncRespond, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(question("Your words")))
        await respond(text="Inputs change.", replace_original=True)

    @app.view("form")
    async def answered(ack: AsyncAck, view: Json) -> None:
        heard.append(view["state"]["values"])
        await ack()

    @app.event("message")
    async def typed(event: Json) -> None:
        if "subtype" not in event:
            heard.append(event)

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Today: 3 cards")]})

    @app.event("user_change")
    async def zone(event: Json) -> None:
        heard.append(event["user"])


@both_transports
@story
async def test_a_drill_runs_from_command_to_modal(transport: Transport) -> None:
    """Commands, buttons, response URLs, triggers and modals reach a right bot, and what it does is seen."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Europe/Berlin")
        app, heard = bolt(slack, team), list[Json]()
        drill_bot(app, heard)
        async with running(slack, app):
            assert (await ann.types("/mlsd drill")).acknowledged
            card = await ann.waits_for("What is drift?")
            assert card.labels == ["Show"]
            assert (await ann.presses(card, "Show")).acknowledged
            assert (await ann.waits_for("Inputs change.")).buttons == []
            form = await ann.waits_for_modal("Drill")
            await ann.submits(form, {"Your words": "p(x) <changes> & more"})
            assert heard == [{"answer": {"typed": {"type": "plain_text_input", "value": "p(x) <changes> & more"}}}]
            assert slack.modal_of(ann) is None


@both_transports
@story
async def test_events_reach_the_app(transport: Transport) -> None:
    """Typed text arrives escaped, the home tab shows what was published, a changed zone is told."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Europe/Berlin")
        app, heard = bolt(slack, team), list[Json]()
        drill_bot(app, heard)
        async with running(slack, app):
            await ann.dms("precision < recall & https://example.org")
            await slack.until(lambda: heard, "the text")
            assert heard.pop()["text"] == "precision &lt; recall &amp; <https://example.org>"
            await ann.opens_home()
            await slack.until(lambda: ann.home, "the home tab")
            assert ann.home is not None
            assert ann.home.words == "Today: 3 cards"
            await ann.changes_zone("Asia/Tokyo")
            await slack.until(lambda: heard, "the zone")
            assert heard.pop()["tz"] == "Asia/Tokyo"


@both_transports
@story
async def test_the_app_hears_the_echo_of_its_own_messages(transport: Transport) -> None:
    """Slack tells the app of its own messages and changes in direct messages, so a bot that answers them is found."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)
        async with running(slack, app):
            posted = await app.client.chat_postMessage(channel=ann.dm.id, text="One")
            await app.client.chat_update(channel=ann.dm.id, ts=posted["ts"], text="Two")
            await slack.until(lambda: len(slack.events) == 2 and all(event.tried for event in slack.events), "both")
            first, second = (event.body["event"] for event in slack.events)
            assert (first["text"], first["bot_id"]) == ("One", team.team.bot_id)
            assert (second["subtype"], second["message"]["text"]) == ("message_changed", "Two")


@story
async def test_only_the_one_person_sees_an_ephemeral_message() -> None:
    """An ephemeral message shows to its reader, to nobody else, and not in the channel's history."""
    scopes = ("chat:write", "channels:history")
    async with LoopbackSlack() as slack:
        team = slack.team("T1", scopes=scopes)
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [ann, bob])
        app = bolt(slack, team)
        await app.client.chat_postEphemeral(channel="C1", user="U1", text="Only you")
        await app.client.chat_postMessage(channel="C1", text="Everyone")
        assert [(message.text, message.ephemeral) for message in ann.sees("C1")] == [
            ("Only you", True),
            ("Everyone", False),
        ]
        assert [message.text for message in bob.sees("C1")] == ["Everyone"]
        history = await app.client.conversations_history(channel="C1")
        assert [message["text"] for message in history["messages"]] == ["Everyone"]


@both_transports
@story
async def test_a_command_may_be_answered_in_its_acknowledgement(transport: Transport) -> None:
    """The text of an acknowledged command shows to the person who typed it."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [ann, bob], with_bot=False)
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def greet(ack: AsyncAck) -> None:
            await ack("Hello")

        async with running(slack, app):
            await ann.types("/mlsd help", channel="C1")
            assert [message.text for message in ann.sees("C1")] == ["Hello"]
            assert bob.sees("C1") == []


@story
async def test_a_file_is_uploaded_and_shared() -> None:
    """The client's three-step upload ends in a message with the file and its alt text."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)
        await app.client.files_upload_v2(
            content=b"bytes", filename="week.png", alt_txt="Cards a day", channel=ann.dm.id, initial_comment="Your week"
        )
        (message,) = ann.sees()
        assert (message.text, message.files[0]["alt_txt"]) == ("Your week", "Cards a day")


@story
async def test_a_changed_message_can_still_be_pressed_as_it_was() -> None:
    """Every version of a message is kept, so that buttons which are gone can be pressed again."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, pressed = bolt(slack, team), list[str]()

        @app.action("old")
        async def old(ack: AsyncAck, action: Json) -> None:
            pressed.append(action["value"])
            await ack()

        async with running(slack, app):
            posted = await app.client.chat_postMessage(
                channel=ann.dm.id, text="Card", blocks=actions(button("Good", "old", value="7"))
            )
            await app.client.chat_update(channel=ann.dm.id, ts=posted["ts"], text="Next", blocks=[])
            assert [message.labels for message in ann.ever_saw()] == [["Good"], []]
            await ann.presses(ann.ever_saw()[0], "Good")
            assert pressed == ["7"]
