"""Tokens stay in their team, have their sort, and are left alone once they are gone."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import bolt, client_of, running, section


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
