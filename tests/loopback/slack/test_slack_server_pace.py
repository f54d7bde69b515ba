"""Tiers and per-channel limits answer 429 with Retry-After; a bot that does not wait is found."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import limits
from tests.loopback.slack.grants import App
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import client_of
from tests.loopback.slack.world import Settings

Step = Callable[[], Awaitable[object]]


async def accepted(step: Step, most: int) -> tuple[int, str]:
    """How many calls go through before a 429, and its Retry-After."""
    for number in range(most):
        try:
            await step()
        except SlackApiError as refused:
            return number, str(refused.response.headers.get("Retry-After", refused.response["error"]))
    return most, ""


@story
async def test_a_channel_takes_a_short_burst_and_one_message_a_second() -> None:
    """After the burst each post waits its second; other channels are not held up."""
    async with LoopbackSlack() as slack:
        slack.clock.stop()
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        client = client_of(slack, team)

        async def to_ann() -> None:
            await client.chat_postMessage(channel=ann.dm.id, text=f"Card {slack.count('chat.postMessage')}")

        assert await accepted(to_ann, 10) == (limits.POST_BURST, "1")
        await client.chat_postMessage(channel=bob.dm.id, text="Card")
        slack.clock.advance(1)
        assert await accepted(to_ann, 10) == (1, "1")


@pytest.mark.parametrize(("method", "tier"), [("users.info", limits.TIER_4), ("conversations.open", limits.TIER_3)])
@story
async def test_a_method_has_its_tier(method: str, tier: int) -> None:
    """A minute's calls go through at once, then Retry-After says when the next one may."""
    async with LoopbackSlack() as slack:
        slack.clock.stop()
        team = slack.team("T1")
        team.user("U1")
        client = client_of(slack, team)
        name = "user" if method == "users.info" else "users"
        went, wait = await accepted(lambda: client.api_call(method, params={name: "U1"}), 200)
        assert (went, wait) == (tier, str(-(-60 // tier)))
        slack.clock.advance(60)
        assert (await accepted(lambda: client.api_call(method, params={name: "U1"}), 200))[0] == tier


@story
async def test_one_team_does_not_use_up_the_pace_of_another() -> None:
    """Limits are counted by workspace."""
    async with LoopbackSlack() as slack:
        slack.clock.stop()
        first, second = slack.team("T1"), slack.team("T2")
        first.user("U1")
        second.user("U1")
        await accepted(lambda: client_of(slack, first).users_info(user="U1"), 200)
        assert (await client_of(slack, second).users_info(user="U1"))["ok"]


@story
async def test_history_is_slow_for_distributed_apps() -> None:
    """Outside the Marketplace a distributed app reads history once a minute, fifteen messages at a time."""
    async with LoopbackSlack(app=App(distributed=True)) as slack:
        slack.clock.stop()
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        assert await accepted(lambda: client.conversations_history(channel=ann.dm.id), 5) == (1, "60")


@story
async def test_the_same_call_before_retry_after_is_found() -> None:
    """A retry loop that does not wait breaks the rule at its first turn."""
    async with LoopbackSlack() as slack:
        slack.clock.stop()
        team = slack.team("T1")
        team.user("U1")
        client = client_of(slack, team)
        slack.rate_limit("users.info", retry_after=30)
        await accepted(lambda: client.users_info(user="U1"), 1)
        slack.assert_clean()
        await accepted(lambda: client.users_info(user="U1"), 1)
        assert slack.violations.taken() == [
            "users.info: made the same call again with 30 s of its Retry-After still to wait."
        ]


@story
async def test_a_storm_of_other_calls_is_found() -> None:
    """Calls under way are forgiven; going on and on while a Retry-After runs is not."""
    async with LoopbackSlack() as slack:
        slack.clock.stop()
        team = slack.team("T1")
        client = client_of(slack, team)
        slack.rate_limit("users.info", retry_after=30)
        for number in range(limits.REFUSALS_BORNE + 5):
            team.user(f"U{number}")
            with pytest.raises(SlackApiError):
                await client.users_info(user=f"U{number}")
        (found,) = slack.violations.taken()
        assert "made more than 20 further calls" in found


@story
async def test_a_bot_that_waits_is_right() -> None:
    """The real client's rate-limit handler waits the second out, passes, and breaks no rule."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        patient = AsyncWebClient(
            team.bot_token, base_url=slack.api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=3)]
        )
        slack.rate_limit("users.info", retry_after=0.5, team="T1")
        assert (await patient.users_info(user="U1"))["ok"]
        assert slack.count("users.info") == 2


@story
async def test_a_bench_may_lift_the_limits() -> None:
    """Without rate limits two hundred posts at once go through."""
    async with LoopbackSlack(settings=Settings(rate_limits=False)) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        client = client_of(slack, team)
        await asyncio.gather(*(client.chat_postMessage(channel=ann.dm.id, text=f"Card {n}") for n in range(200)))
        assert len(ann.sees()) == 200
