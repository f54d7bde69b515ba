"""Wrong calls of the Web API get Slack's error and are found; what the world does to a right bot is no violation."""

from collections.abc import Awaitable, Callable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.loopback.slack import limits
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, bolt, button, client_of, modal, running, section

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


@pytest.mark.parametrize(
    "blocks",
    [
        [section("Ask <!channel>")],
        [section("Ask <@U2>")],
        [section("Ask <!subteam^S1>")],
        [{"type": "markdown", "text": "Ask <!here>"}],
        [{"type": "header", "text": {"type": "plain_text", "text": "Ask <!everyone>"}}],
        actions(button("<@U2>", "go")),
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}],
            }
        ],
    ],
)
@story
async def test_a_mention_from_content_is_found(blocks: list[dict[str, object]]) -> None:
    """Card text that rings people is found wherever it stands in the blocks."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        await client_of(slack, team).chat_postMessage(channel=ann.dm.id, text="Ask", blocks=blocks)
        (found,) = slack.violations.taken()
        assert "went out unescaped" in found


@story
async def test_a_mention_is_found_in_the_text_too() -> None:
    """Notifications parse the text as well; asking Slack to look for names is as bad."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        await client.chat_postMessage(channel=ann.dm.id, text="Ask <!channel>")
        await client.chat_postMessage(channel=ann.dm.id, text="Ask @here", link_names=True)
        assert len(slack.violations.taken()) == 2


@story
async def test_a_mention_that_is_meant_may_be_allowed() -> None:
    """A test says whom the bot may mention; formatted dates and escaped text are never mentions."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        slack.allow_mentions_of(ann)
        text = "Hi <@U1>, due <!date^1392734382^{date}|today>: &lt;!channel&gt;, @here"
        await client_of(slack, team).chat_postMessage(channel=ann.dm.id, text=text)


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
async def test_tokens_of_nobody_are_refused() -> None:
    """No token and an unknown token get Slack's errors."""
    async with LoopbackSlack() as slack:
        nobody = AsyncWebClient(base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="not_authed"):
            await nobody.auth_test()
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await nobody.auth_test(token="xoxb-nobody")  # noqa: S106 - nobody's token
        assert slack.count("auth.test") == 2


@story
async def test_each_method_wants_its_own_sort_of_token() -> None:
    """The app's token on a bot's method, and the other way round, are refused and found."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        client = AsyncWebClient(base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="not_allowed_token_type"):
            await client.auth_test(token=slack.app.app_token)
        with pytest.raises(SlackApiError, match="not_allowed_token_type"):
            await client.apps_connections_open(app_token=team.bot_token)
        assert len(slack.violations.taken()) == 2


@story
async def test_a_token_stays_in_its_team() -> None:
    """Channels, members, messages, views, triggers and team ids of another team are refused and found."""
    async with LoopbackSlack() as slack:
        here, there = slack.team("T1"), slack.team("T2")
        here.user("U1")
        bob = there.user("U2")
        client = client_of(slack, here)
        home = await client_of(slack, there).views_publish(
            user_id="U2", view={"type": "home", "blocks": [section("x")]}
        )
        for act in (
            client.chat_postMessage(channel=bob.dm.id, text="x"),
            client.chat_postMessage(channel="U2", text="x"),
            client.users_info(user="U2"),
            client.views_update(view_id=home["view"]["id"], view={"type": "home", "blocks": [section("y")]}),
            client.auth_test(team_id="T2"),
        ):
            with pytest.raises(SlackApiError):
                await act
        found = slack.violations.taken()
        assert len(found) == 5
        assert all("the token of T1 was used on" in sentence and "of T2" in sentence for sentence in found)
        assert bob.sees() == []


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


@pytest.mark.parametrize("transport", list(Transport))
@story
async def test_a_token_known_to_be_gone_is_not_used(transport: Transport) -> None:
    """Once the app has acknowledged its removal, any further call with that team's token is a violation."""
    async with LoopbackSlack(transport) as slack:
        team = slack.team("T1")
        token = team.bot_token
        app = bolt(slack, team)
        async with running(slack, app):
            await app.client.auth_test()
            app.event("app_uninstalled")(acknowledge)
            app.event("tokens_revoked")(acknowledge)
            team.uninstall()
            await slack.until(
                lambda: len(slack.events) == 2 and all(e.acknowledged for e in slack.events), "both events"
            )
            with pytest.raises(SlackApiError, match="account_inactive"):
                await app.client.auth_test(token=token)
            assert "knows to be gone" in slack.violations.taken()[-1]


async def acknowledge() -> None:
    """An event listener that has nothing to do."""


@story
async def test_history_goes_page_by_page() -> None:
    """Newest first, within the range that was asked for, metadata only on request."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        sent = {"event_type": "delivery", "event_payload": {"id": "7"}}
        for number in range(3):
            posted = await client.chat_postMessage(channel="U1", text=f"Card {number}", metadata=sent)
        first = await client.conversations_history(channel=ann.dm.id, limit=2, include_all_metadata=True)
        assert [message["text"] for message in first["messages"]] == ["Card 2", "Card 1"]
        assert first["messages"][0]["metadata"] == sent
        rest = await client.conversations_history(
            channel=ann.dm.id, cursor=first["response_metadata"]["next_cursor"], limit=2
        )
        assert [message["text"] for message in rest["messages"]] == ["Card 0"]
        assert "metadata" not in rest["messages"][0]
        newer = await client.conversations_history(channel=ann.dm.id, oldest=posted["ts"], inclusive=True)
        assert [message["text"] for message in newer["messages"]] == ["Card 2"]
