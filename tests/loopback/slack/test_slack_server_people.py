"""People do only what Slack would let them do, and see what Slack would show them."""

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError

from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.shown import NotThere
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, bolt, button, client_of, running, section
from tests.loopback.slack.violations import RuleBroken

PICKS: list[Json] = [
    {
        "type": "static_select",
        "action_id": "grade",
        "placeholder": {"type": "plain_text", "text": "How was it?"},
        "options": [{"text": {"type": "plain_text", "text": text}, "value": text.lower()} for text in ("Good", "Hard")],
    },
    {
        "type": "checkboxes",
        "action_id": "points",
        "options": [{"text": {"type": "mrkdwn", "text": text}, "value": text} for text in ("Drift", "Leak")],
        "initial_options": [{"text": {"type": "mrkdwn", "text": "Leak"}, "value": "Leak"}],
    },
    {"type": "timepicker", "action_id": "when", "initial_time": "09:00"},
    {
        "type": "overflow",
        "action_id": "more",
        "options": [{"text": {"type": "plain_text", "text": "Skip"}, "value": "skip"}],
    },
    button("Done", "done"),
]


@story
async def test_choices_reach_the_app_with_the_state_of_all_the_others() -> None:
    """Selecting sends the choice; a later press carries everything that was chosen, per person."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, bodies = bolt(slack, team), list[Json]()
        for name in ("grade", "points", "when", "more", "done"):

            @app.action(name)
            async def chosen(ack: AsyncAck, body: Json) -> None:
                bodies.append(body)
                await ack()

        async with running(slack, app):
            await app.client.chat_postMessage(channel="U1", text="Card", blocks=actions(*PICKS))
            (card,) = ann.sees()
            await ann.selects(card, "How was it?", "Hard")
            await ann.selects(card, "points", ["Drift", "Leak"])
            await ann.selects(card, "when", "18:30")
            await ann.selects(card, "more", "Skip")
            await ann.presses(card, "Done")
        assert bodies[0]["actions"][0]["selected_option"]["value"] == "hard"
        assert bodies[3]["actions"][0]["selected_option"]["value"] == "skip"
        state = bodies[4]["state"]["values"]["row"]
        assert state["grade"]["selected_option"]["value"] == "hard"
        assert [option["value"] for option in state["points"]["selected_options"]] == ["Drift", "Leak"]
        assert state["when"]["selected_time"] == "18:30"


@story
async def test_what_nobody_touched_stands_as_it_began() -> None:
    """Initial options and times are part of the state."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        await client_of(slack, team).chat_postMessage(channel="U1", text="Card", blocks=actions(*PICKS))
        state = ann.filled_in(ann.sees()[0])["row"]
        assert state["grade"] == {"type": "static_select", "selected_option": None}
        assert [option["value"] for option in state["points"]["selected_options"]] == ["Leak"]
        assert state["when"]["selected_time"] == "09:00"


@story
async def test_people_cannot_use_what_is_not_there() -> None:
    """Buttons, options, channels and commands that a person does not see cannot be used."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [bob])
        await client_of(slack, team).chat_postMessage(channel="U1", text="Card", blocks=actions(*PICKS))
        (card,) = ann.sees()
        with pytest.raises(NotThere, match="No 'Good' here; there is 'How was it\\?'"):
            await ann.presses(card, "Good")
        with pytest.raises(NotThere, match="does not offer 'Easy'; it offers 'Good', 'Hard'"):
            await ann.selects(card, "grade", "Easy")
        with pytest.raises(NotThere, match="U1 is not in C1"):
            await ann.types("/mlsd", channel="C1")
        with pytest.raises(NotThere, match="no command /dance"):
            await ann.types("/dance")
        quiet = await client_of(slack, team).chat_postEphemeral(channel="C1", user="U2", text="Psst")
        whispered = bob.sees("C1")[0]
        assert whispered.ts == quiet["message_ts"]
        with pytest.raises(NotThere, match="nothing to use"):
            await ann.presses(whispered, "Go")


@story
async def test_messages_read_as_people_see_them() -> None:
    """Escapes are gone in the words, while text and blocks are as they were sent."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        await client_of(slack, team).chat_postMessage(
            channel="U1",
            text="a &lt; b",
            blocks=[section("*p* &lt; 0.05 &amp; more"), *actions(button("a &gt; b", "go"))],
        )
        (message,) = ann.sees()
        assert (message.text, message.words, message.labels) == ("a &lt; b", "*p* < 0.05 & more\na > b", ["a > b"])
        assert message.buttons[0].action_id == "go"


@story
async def test_an_administrator_takes_messages_away() -> None:
    """A message that was deleted is not seen, and changing it fails without being a violation."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        posted = await client_of(slack, team).chat_postMessage(channel="U1", text="Card")
        team.remove_message(posted["ts"], ann.dm)
        assert ann.sees() == []
        assert [message.text for message in ann.ever_saw()] == ["Card"]


@story
async def test_waiting_says_what_was_awaited() -> None:
    """A condition that never comes ends with a sentence, and one that must not come with another."""
    async with LoopbackSlack() as slack:
        ann = slack.team("T1").user("U1")
        with pytest.raises(TimeoutError, match=r"Waited 0\.05 s in vain for a message"):
            await slack.until(ann.sees, "a message", seconds=0.05)
        await slack.never(ann.sees, "a message", seconds=0.05)
        await client_of(slack, slack.team("T1")).chat_postMessage(channel="U1", text="Card")
        with pytest.raises(AssertionError, match="It happened: a message"):
            await slack.never(ann.sees, "a message")


def test_leaving_the_server_asserts_that_no_rule_was_broken() -> None:
    """A test that never looks at violations fails by them all the same."""

    @story
    async def careless() -> None:
        async with LoopbackSlack() as slack:
            slack.violations.record("chat.postMessage: something.")

    with pytest.raises(RuleBroken, match=r"- chat\.postMessage: something\."):
        careless()


@story
async def test_the_environment_configures_an_app() -> None:
    """With Socket Mode there is an app token; a bot token belongs to a team."""
    async with LoopbackSlack() as slack:
        environment = slack.environment()
        assert environment["SLACK_APP_TOKEN"].startswith("xapp-")
        assert environment["SLACK_API_URL"] == slack.api_url
        assert slack.team("T1").bot_token.startswith("xoxb-T1-")


@story
async def test_a_failure_of_the_server_itself_is_told() -> None:
    """When the loopback Slack cannot cope with a request, the test learns whose fault it was."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        with pytest.raises(SlackApiError):
            await client_of(slack, team).api_call("views.publish", json={"user_id": ["U1"], "view": {"blocks": 1}})
        slack.violations.taken()
        with pytest.raises(SlackApiError):
            await client_of(slack, team).api_call("files.completeUploadExternal", json={"files": 7})
        assert "the loopback server itself failed" in slack.violations.taken()[0]
