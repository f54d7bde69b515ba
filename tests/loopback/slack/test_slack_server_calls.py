"""Wrong calls of the Web API get Slack's error and are found; what the world does to a right bot is no violation."""

from collections.abc import Awaitable, Callable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.loopback.slack import limits
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, button, client_of, modal, section

Act = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

WRONG_CALLS: list[tuple[str, Act, str, str]] = [
    ("unknown method", lambda c: c.api_call("chat.sing"), "unknown_method", "unknown to the loopback Slack"),
    (
        "unknown argument",
        lambda c: c.chat_postMessage(channel="C1", text="x", colour="red"),
        "invalid_arguments",
        "unknown argument 'colour'",
    ),
    ("missing argument", lambda c: c.api_call("users.info"), "invalid_arguments", "argument 'user' is missing"),
    (
        "argument of the wrong sort",
        lambda c: c.api_call("conversations.history", params={"channel": "C1", "limit": "many"}),
        "invalid_arguments",
        "argument 'limit' must be a whole number",
    ),
    (
        "unknown key in a block",
        lambda c: c.chat_postMessage(channel="C1", text="x", blocks=[section("x") | {"colour": "red"}]),
        "invalid_blocks",
        "blocks[0] has the unknown key 'colour'",
    ),
    (
        "two buttons with one id",
        lambda c: c.chat_postMessage(channel="C1", text="x", blocks=actions(button("A", "go"), button("B", "go"))),
        "invalid_blocks",
        "blocks[0] has the action_id 'go' twice",
    ),
    ("no text at all", lambda c: c.api_call("chat.postMessage", json={"channel": "C1"}), "no_text", "text is missing"),
    (
        "text too long",
        lambda c: c.chat_postMessage(channel="C1", text="x" * (limits.MESSAGE_TEXT + 1)),
        "msg_too_long",
        "Slack takes 40000",
    ),
    (
        "too much text over all blocks",
        lambda c: c.chat_postMessage(channel="C1", text="x", blocks=[section("x" * 2900)] * 5),
        "msg_blocks_too_long",
        "blocks hold 14500 characters",
    ),
    (
        "metadata of the wrong shape",
        lambda c: c.chat_postMessage(channel="C1", text="x", metadata={"id": "7"}),
        "invalid_metadata_format",
        "metadata wants",
    ),
    ("a channel that never was", lambda c: c.chat_postMessage(channel="C9", text="x"), "channel_not_found", "'C9'"),
    ("a member that never was", lambda c: c.users_info(user="U9"), "user_not_found", "'U9'"),
    (
        "a message that never was",
        lambda c: c.chat_update(channel="C1", ts="1.1", text="x"),
        "message_not_found",
        "'1.1'",
    ),
    (
        "a trigger that never was",
        lambda c: c.views_open(trigger_id="1.1.1", view=modal()),
        "invalid_trigger_id",
        "never given",
    ),
    ("a view that never was", lambda c: c.views_update(view_id="V9", view=modal()), "not_found", "'V9'"),
    (
        "a scope that the manifest does not name",
        lambda c: c.conversations_info(channel="C1"),
        "missing_scope",
        "needs the scope channels:read, which the manifest does not name",
    ),
    (
        "a picture without alt text",
        lambda c: c.files_getUploadURLExternal(filename="week.png", length=5),
        "",
        "the picture week.png has no alt_txt",
    ),
]


@pytest.mark.parametrize(
    ("act", "error", "sentence"), [row[1:] for row in WRONG_CALLS], ids=[row[0] for row in WRONG_CALLS]
)
@story
async def test_a_wrong_call_is_refused_and_found(act: Act, error: str, sentence: str) -> None:
    """The call gets Slack's error, and a clear sentence says what was wrong."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.channel("C1", [team.user("U1")])
        client = client_of(slack, team)
        if error:
            with pytest.raises(SlackApiError, match=error):
                await act(client)
        else:
            await act(client)
        (found,) = slack.violations.taken()
        assert sentence in found


@story
async def test_text_goes_along_with_blocks() -> None:
    """A message whose blocks nobody can hear passes Slack, but not this server."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        await client_of(slack, team).api_call("chat.postMessage", json={"channel": ann.dm.id, "blocks": [section("x")]})
        assert len(ann.sees()) == 1
        assert "screen readers" in slack.violations.taken()[0]


WORLD: list[tuple[str, Callable[[LoopbackSlack], object], str]] = [
    ("archived", lambda s: setattr(s.team("T1").channel("C1"), "archived", True), "is_archived"),
    ("deleted", lambda s: setattr(s.team("T1").channel("C1"), "deleted", True), "channel_not_found"),
    ("bot removed", lambda s: s.team("T1").channel("C1").members.clear(), "not_in_channel"),
    ("token revoked", lambda s: s.team("T1").revoke_token(silently=True), "token_revoked"),
    ("app removed", lambda s: s.team("T1").uninstall(), "account_inactive"),
    ("scope taken", lambda s: s.team("T1").take_scope("chat:write"), "missing_scope"),
    ("Slack fails", lambda s: s.fail("chat.postMessage", "fatal_error"), "fatal_error"),
]


@pytest.mark.parametrize(("happens", "error"), [row[1:] for row in WORLD], ids=[row[0] for row in WORLD])
@story
async def test_what_the_world_does_is_no_violation(happens: Callable[[LoopbackSlack], object], error: str) -> None:
    """Archived channels, removed bots and dead tokens give Slack's error and no violation."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1")
        team.channel("C1", [team.user("U1")])
        client = client_of(slack, team)
        happens(slack)
        with pytest.raises(SlackApiError, match=error):
            await client.chat_postMessage(channel="C1", text="Hi")


@pytest.mark.parametrize("error", ["cannot_dm_bot", "messages_tab_disabled", "restricted_action"])
@story
async def test_who_refuses_messages_gets_none(error: str) -> None:
    """Neither opening the conversation nor posting into it reaches a member who refuses."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        ann.refuses_dms(error)
        with pytest.raises(SlackApiError, match=error):
            await client.conversations_open(users="U1")
        for address in ("U1", ann.dm.id):
            with pytest.raises(SlackApiError, match=error):
                await client.chat_postMessage(channel=address, text="Hi")
        assert ann.sees() == []


@story
async def test_only_its_own_messages_can_be_changed() -> None:
    """Messages of people and ephemeral messages are refused to chat.update, and found."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        room = team.channel("C1", [ann])
        client = client_of(slack, team)
        hers = team.says(ann, room, "Hi")
        quiet = await client.chat_postEphemeral(channel="C1", user="U1", text="Psst")
        for ts, error in ((hers.ts, "cant_update_message"), (quiet["message_ts"], "message_not_found")):
            with pytest.raises(SlackApiError, match=error):
                await client.chat_update(channel="C1", ts=ts, text="Changed")
        assert len(slack.violations.taken()) == 2


@story
async def test_an_update_keeps_the_blocks_that_it_does_not_name() -> None:
    """Only an empty list takes blocks away, as the real chat.update has it."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        posted = await client.chat_postMessage(channel="U1", text="One", blocks=actions(button("Good", "go")))
        await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Two")
        assert ann.sees()[0].labels == ["Good"]
        await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Three", blocks=[])
        assert ann.sees()[0].labels == []
