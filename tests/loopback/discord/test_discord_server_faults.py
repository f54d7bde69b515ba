"""Faults on request: errors, resets, lost replies, held calls; and what they do to the real client."""

import asyncio

import aiohttp
import pytest

from tests.loopback.discord import violations
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import DRILL, Bot, Interaction, call, direct, register, running, send
from tests.loopback.discord.violations import RuleBroken
from tests.loopback.slack.story import story

HI = {"content": "Hi"}


@pytest.mark.parametrize("status", [500, 502])
@story
async def test_an_http_error_comes_without_json_and_nothing_is_done(status: int) -> None:
    """The next calls fail as often as was asked for, then all is well."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        discord.fault("create_message", status, times=2)
        assert [await send(discord, ann, HI) for _ in range(2)] == [(status, None)] * 2
        assert ann.sees() == []
        assert (await send(discord, ann, HI))[0] == 200


@story
async def test_the_real_client_tries_again_after_a_502() -> None:
    """After a second, by itself."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            discord.fault("create_dm", 502)
            place = await direct(bot, ann)
            assert (str(place.id), discord.count("create_dm")) == (ann.dm.id, 2)


@story
async def test_one_of_discords_errors_can_be_asked_for() -> None:
    """Nothing is done."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        discord.fail("create_message", violations.missing_permissions())
        assert (await send(discord, ann, HI))[1]["code"] == 50013
        assert ann.sees() == []


@story
async def test_a_reset_comes_before_the_work_and_a_lost_reply_after_it() -> None:
    """The caller cannot tell them apart; with a nonce a second try brings no second message."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            place = await direct(bot, ann)
            discord.reset("create_message")
            with pytest.raises(aiohttp.ClientError):
                await place.send("Hi", nonce="n-1")
            assert ann.sees() == []
            discord.drop_reply("create_message")
            with pytest.raises(aiohttp.ClientError):
                await place.send("Hi", nonce="n-1")
            assert len(ann.sees()) == 1
            await place.send("Hi", nonce="n-1")
            assert len(ann.sees()) == 1


@story
async def test_a_held_call_waits_for_the_gate() -> None:
    """A test can act while a call is under way."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        gate = discord.hold("create_message")
        sending = asyncio.create_task(send(discord, ann, HI))
        await gate.reached()
        assert ann.sees() == []
        gate.open()
        await sending
        assert len(ann.sees()) == 1


@story
async def test_a_held_answer_is_a_late_one() -> None:
    """When Discord itself is slow to take the first response, three seconds pass all the same."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, DRILL)

        async def answer(interaction: Interaction) -> None:
            await interaction.response.send_message("Hi")

        async with running(discord, Bot(answer)) as bot:
            gate = discord.hold("create_interaction_response")
            asking = asyncio.create_task(ann.slash("drill"))
            await gate.reached()
            discord.clock.advance(4)
            assert not (await asking).answered
            gate.open()
            await discord.until(lambda: bot.failures, "the refusal")
            assert len(discord.violations.taken()) == 1


@story
async def test_a_late_answer_is_found_though_nobody_waited_for_it() -> None:
    """An act that is kept back returns at once; three seconds count from when it was done."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, DRILL)

        async def answer(interaction: Interaction) -> None:
            discord.clock.advance(3.5)
            await interaction.response.send_message("Hi")

        async with running(discord, Bot(answer)) as bot:
            async with discord.out_of_order():
                assert not (await ann.slash("drill")).answered
            await discord.until(lambda: bot.failures, "the refusal")
            (late,) = discord.violations.taken()
            assert late.startswith("/drill by ann: answered after 3.5 s")


@story
async def test_an_interaction_can_come_twice() -> None:
    """The second delivery has the same token, so a bot that answers it again is found."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, DRILL)

        async def answer(interaction: Interaction) -> None:
            await interaction.response.send_message("Hi")

        async with running(discord, Bot(answer)):
            await ann.slash("drill")
            discord.deliver_again(discord.events[-2])
            await discord.until(lambda: discord.violations, "the second answer")
            assert discord.violations.taken() == ["create_interaction_response: /drill by ann was answered twice."]


@story
async def test_a_violation_fails_the_test_and_tells_the_story() -> None:
    """Leaving the block raises, with what happened before; an error of the test itself is not covered up."""
    with pytest.raises(RuleBroken) as broken:
        async with LoopbackDiscord() as discord:
            await call(discord, "GET", "/channels/17")
    assert "- get_channel: no channel 17 was ever there." in str(broken.value)
    assert "<- get_channel: 404 Unknown Channel" in str(broken.value)
    with pytest.raises(LookupError):
        await _fail_by_itself()


async def _fail_by_itself() -> None:
    async with LoopbackDiscord() as discord:
        await call(discord, "GET", "/channels/17")
        raise LookupError


@story
async def test_a_failure_of_the_server_itself_is_told() -> None:
    """It is a violation that blames the server."""
    async with LoopbackDiscord() as discord:
        discord._world.commands.append({"name": "broken"})
        status, _ = await call(discord, "GET", f"/applications/{discord.bot.id}/commands")
        assert status == 500
        assert "the loopback server itself failed" in discord.violations.taken()[0]
