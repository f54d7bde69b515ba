"""Buckets told in headers, the global limit, storms, and the count that leads to a ban."""

import asyncio

import aiohttp
import discord as library
import pytest

from tests.loopback.discord import limits
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import Bot, call, direct, running, send
from tests.loopback.discord.world import Settings
from tests.loopback.slack.story import story

HI = {"content": "Hi"}


@story
async def test_a_bucket_is_told_and_kept() -> None:
    """The sixth message in five seconds is refused; after the window all is well; another channel has its own."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        discord.guild("Club", (ann, bob))
        discord.clock.stop()
        assert [(await send(discord, ann, HI))[0] for _ in range(6)] == [200] * 5 + [429]
        assert (await send(discord, bob, HI))[0] == 200
        discord.clock.advance(5.1)
        assert (await send(discord, ann, HI))[0] == 200


@story
async def test_a_429_is_as_discord_sends_it() -> None:
    """With Via, so that it is not taken for a ban, Retry-After and scope; the body says how long to wait."""
    async with LoopbackDiscord() as discord:
        discord.rate_limit("get_gateway", 1.5)
        discord.rate_limit("get_gateway", 2.5, everywhere=True)
        token = {"Authorization": f"Bot {discord.app.token}"}
        async with aiohttp.ClientSession(headers=token) as session:
            async with session.get(f"{discord.api_url}/gateway") as answer:
                body = await answer.json()
                assert (answer.status, body["retry_after"], body["global"]) == (429, 1.5, False)
                assert answer.headers["Content-Type"] == "application/json"
                assert {"Via", "Retry-After", "X-RateLimit-Bucket"} <= set(answer.headers)
            async with session.get(f"{discord.api_url}/gateway") as answer:
                assert (await answer.json())["global"]
                assert answer.headers["X-RateLimit-Global"] == "true"
        assert discord.invalid_requests == 2


@story
async def test_calling_again_before_the_wait_is_over_is_a_violation() -> None:
    """The first 429 is bad luck, the next ones are a storm."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        discord.clock.stop()
        for _ in range(6):
            await send(discord, ann, HI)
        discord.assert_clean()
        await send(discord, ann, HI)
        assert discord.violations.taken() == [
            "create_message: called again before the Retry-After of its 429 was over.",
        ]


@story
async def test_all_calls_together_have_a_limit() -> None:
    """The 51st call within a second is refused everywhere, whatever it asks for."""
    async with LoopbackDiscord() as discord:
        discord.clock.stop()
        people = [discord.person(f"p{number}") for number in range(51)]
        discord.guild("Club", tuple(people))
        answers = await asyncio.gather(*(send(discord, person, HI) for person in people))
        refused = [body for status, body in answers if status == 429]
        assert len(refused) == 1
        assert refused[0]["global"]


@story
async def test_the_real_client_waits_and_never_meets_a_429() -> None:
    """It reads the headers: the sixth message comes after the window, and nothing is refused."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            place = await direct(bot, ann)
            sending = asyncio.create_task(asyncio.wait_for(_send_all(place), 20))
            await discord.until(lambda: len(ann.sees()) == 5, "the first five")
            await discord.never(lambda: len(ann.sees()) > 5, "a sixth", seconds=0.3)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            assert discord.invalid_requests == 0


async def _send_all(place: library.DMChannel) -> None:
    for number in range(7):
        await place.send(f"Message {number}")


@story
async def test_the_real_client_waits_out_a_429() -> None:
    """It tries again by itself, after as long as it was told."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            place = await direct(bot, ann)
            discord.rate_limit("create_message", 0.05)
            await place.send("Hi")
            assert discord.count("create_message") == 2
            assert len(ann.sees()) == 1


@story
async def test_without_rate_limits_nothing_is_refused() -> None:
    """For measurements."""
    async with LoopbackDiscord(settings=Settings(rate_limits=False)) as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        statuses = {(await send(discord, ann, HI))[0] for _ in range(60)}
        assert statuses == {200}


@pytest.mark.parametrize("refusals", [limits.INVALID_REQUESTS - 1, limits.INVALID_REQUESTS])
@story
async def test_ten_thousand_invalid_requests_ban_the_address(refusals: int) -> None:
    """Answers of 401, 403 and 429 are counted over ten minutes."""
    async with LoopbackDiscord() as discord:
        pace = discord._world.pace
        pace.invalid.extend([discord.clock.now()] * (refusals - 1))
        await call(discord, "GET", "/users/@me", headers={"Authorization": "Bot wrong"})
        assert discord.invalid_requests == refusals
        assert bool(discord.violations.taken()) == (refusals == limits.INVALID_REQUESTS)
        discord.clock.advance(601)
        assert discord.invalid_requests == 0
