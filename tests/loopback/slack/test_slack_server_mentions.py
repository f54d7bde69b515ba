"""Mentions that came from content are found wherever they stand; those that are meant may be allowed."""

import pytest

from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import actions, button, client_of, section


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
