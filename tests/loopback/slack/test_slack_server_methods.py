"""The quieter methods of the Web API: links, deletion, members, history, uploads; and what happens to members."""

from io import BytesIO

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.loopback.slack import limits
from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import bolt, client_of, running, section

SCOPES = ("chat:write", "im:write", "users:read", "channels:read", "files:write")


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
            await slack.until(lambda: gone, "the event")
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
