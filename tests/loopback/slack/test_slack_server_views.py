"""Modals and home tabs: stacks, hashes, answers to submissions, and every wrong step found."""

from contextlib import suppress

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import limits
from tests.loopback.slack.directory import Json
from tests.loopback.slack.person import Person
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.shown import Dialog, NotThere
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, bolt, button, client_of, modal, question, running, section

both_transports = pytest.mark.parametrize("transport", list(Transport))


async def submitted(answer: Json, transport: Transport = Transport.SOCKET) -> tuple[Dialog | None, list[str]]:
    """The modal that shows after a submission was acknowledged so, and the violations."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=modal())

        @app.view("form")
        async def answered(ack: AsyncAck) -> None:
            await ack(**answer)

        async with running(slack, app):
            await ann.types("/mlsd")
            await ann.submits(await ann.waits_for_modal(), {"Answer": "Drift"})
        return ann.modal, slack.violations.taken()


@both_transports
@story
async def test_errors_keep_the_modal_open(transport: Transport) -> None:
    """Errors stand at the inputs that they name."""
    shown, found = await submitted({"response_action": "errors", "errors": {"answer": "Too short"}}, transport)
    assert shown is not None
    assert (shown.errors, found) == ({"answer": "Too short"}, [])


@both_transports
@story
async def test_an_update_shows_the_next_modal(transport: Transport) -> None:
    """The submitted modal turns into another."""
    shown, found = await submitted({"response_action": "update", "view": modal(title="Result")}, transport)
    assert shown is not None
    assert (shown.title, found) == ("Result", [])


@story
async def test_push_and_clear_do_what_they_say() -> None:
    """A pushed modal lies on top; clearing closes all."""
    shown, _ = await submitted({"response_action": "push", "view": modal(title="Below is more")})
    assert shown is not None
    assert shown.title == "Below is more"
    assert await submitted({"response_action": "clear"}) == (None, [])


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"response_action": "errors", "errors": {"elsewhere": "No"}}, "errors must name inputs of the modal"),
        ({"response_action": "update", "view": modal(title="x" * 25)}, "view.title.text is 25 characters long"),
        ({"response_action": "dance"}, "response_action is 'dance'"),
        ({"response_action": "clear", "view": modal()}, "clear has the keys"),
    ],
)
@story
async def test_a_wrong_answer_to_a_submission_is_found(answer: Json, sentence: str) -> None:
    """The modal stays open and a sentence says what was wrong."""
    shown, found = await submitted(answer)
    assert shown is not None
    assert len(found) == 1
    assert sentence in found[0]


@story
async def test_a_fourth_modal_is_refused() -> None:
    """Three views lie on one another at most."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        app, errors = bolt(slack, team), list[str]()

        @app.command("/mlsd")
        async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=modal(*actions(button("More", "more"))))

        @app.action("more")
        async def more(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await ack()
            try:
                await client.views_push(trigger_id=body["trigger_id"], view=modal(*actions(button("More", "more"))))
            except SlackApiError as refused:
                errors.append(refused.response["error"])

        async with running(slack, app):
            await ann.types("/mlsd")
            seen: set[str] = set()
            for _ in range(limits.VIEW_STACK):
                top = await slack.until(
                    lambda: ann.modal if ann.modal and ann.modal.id not in seen else None, "a modal"
                )
                seen.add(top.id)
                await ann.presses(top, "More")
            await slack.until(lambda: slack.violations, "the refusal")
        assert slack.violations.taken() == ["views.push: three views lie on one another already."]
        assert errors == ["push_limit_reached"]


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (modal(title="x" * (limits.VIEW_TITLE + 1)), "view.title.text is 25 characters long; Slack takes 24"),
        (modal(private_metadata="x" * (limits.VIEW_PRIVATE_METADATA + 1)), "view.private_metadata is 3001"),
        (modal(*[section("x")] * (limits.VIEW_BLOCKS + 1)), "view.blocks has 101 items; Slack takes 100"),
        (modal(colour="red"), "view has the unknown key 'colour'"),
        ({k: v for k, v in modal().items() if k != "submit"}, "view has inputs but no submit"),
        (modal({"type": "markdown", "text": "x"}), "is no block of a modal"),
        (modal(question(), question()), "the block_id 'answer' stands there twice"),
        ({"type": "home", "blocks": [section("x")]}, "view is a home; views.open takes a modal"),
        (modal(section("Ask <!channel>")), "the mention '<!channel>' went out unescaped"),
    ],
)
@story
async def test_a_wrong_view_is_found(view: Json, sentence: str) -> None:
    """Limits, unknown keys, missing submit, repeated ids and mentions in a view are found."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        app = bolt(slack, team)

        @app.command("/mlsd")
        async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            with suppress(SlackApiError):  # else Bolt takes back the acknowledgement that it has not sent yet
                await client.api_call("views.open", json={"trigger_id": command["trigger_id"], "view": view})

        async with running(slack, app):
            await team.user("U1").types("/mlsd")
            await slack.until(lambda: slack.violations, "the violation")
        (found,) = slack.violations.taken()
        assert sentence in found


@story
async def test_an_old_hash_loses_the_race() -> None:
    """An update or publication with the hash of an older state is refused; that is no violation."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        today = {"type": "home", "blocks": [section("Today: 3")]}
        first = await client.views_publish(user_id="U1", view=today)
        await client.views_publish(user_id="U1", view=today, hash=first["view"]["hash"])
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await client.views_publish(user_id="U1", view=today, hash=first["view"]["hash"])
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await client.views_update(view_id=first["view"]["id"], view=today, hash=first["view"]["hash"])
        assert ann.home is not None
        assert ann.home.words == "Today: 3"


@story
async def test_slack_itself_keeps_people_from_submitting_too_little() -> None:
    """Required inputs, lengths and the order of the stack are checked before anything is sent."""
    async with LoopbackSlack() as slack:
        ann, app = with_open_modal(slack)
        async with running(slack, app):
            await ann.types("/mlsd")
            form = await ann.waits_for_modal()
            with pytest.raises(NotThere, match="fill in 'Answer' first"):
                await ann.submits(form)
            with pytest.raises(NotThere, match="there is 'Answer'"):
                await ann.submits(form, {"Question": "?"})
            await ann.closes(form)
            with pytest.raises(NotThere, match="not on top any more"):
                await ann.submits(form, {"Answer": "Drift"})


@story
async def test_an_unacknowledged_submission_keeps_its_text() -> None:
    """When the app is gone, the modal stays open and holds what was typed."""
    async with LoopbackSlack() as slack:
        ann, app = with_open_modal(slack)
        async with running(slack, app):
            await ann.types("/mlsd")
            form = await ann.waits_for_modal()
        receipt = await ann.submits(form, {"Answer": "Drift"})
        assert not receipt.acknowledged
        assert ann.modal is not None
        assert ann.filled_in(ann.modal) == {"answer": {"typed": {"type": "plain_text_input", "value": "Drift"}}}


def with_open_modal(slack: LoopbackSlack) -> tuple[Person, AsyncApp]:
    """A person, and an app whose command opens a modal."""
    team = slack.team("T1")
    app = bolt(slack, team)

    @app.command("/mlsd")
    async def opening(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=modal())

    return team.user("U1"), app
