"""The gateway: intents, sessions that are resumed or not, silence, shards, and what the bot is told of guilds."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord as library
import pytest

from tests.loopback.discord import limits
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import Bot, running
from tests.loopback.discord.world import App, Settings
from tests.loopback.slack.story import story


@asynccontextmanager
async def line(discord: LoopbackDiscord, query: str = "?v=10&encoding=json") -> AsyncIterator[Any]:
    """A raw connection."""
    async with aiohttp.ClientSession() as session, session.ws_connect(discord.gateway_url + query) as socket:
        yield socket


def identity(discord: LoopbackDiscord, **more: Any) -> dict[str, Any]:
    """An IDENTIFY."""
    given = {"token": discord.app.token, "intents": discord.app.intents, "properties": {}, **more}
    return {"op": 2, "d": given}


@story
async def test_hello_heartbeat_ready() -> None:
    """The first exchange, by hand."""
    async with LoopbackDiscord() as discord, line(discord) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
        await socket.send_json(identity(discord))
        ready = await socket.receive_json()
        assert (ready["t"], ready["s"], ready["d"]["resume_gateway_url"]) == ("READY", 1, discord.gateway_url)


@story
async def test_what_is_asked_to_be_compressed_is() -> None:
    """One zlib stream over the whole connection."""
    async with LoopbackDiscord() as discord, line(discord, "?v=10&encoding=json&compress=zlib-stream") as socket:
        stream = zlib.decompressobj()
        assert b'"op": 10' in stream.decompress(await socket.receive_bytes())
        await socket.send_json({"op": 1, "d": None})
        assert b'"op": 11' in stream.decompress(await socket.receive_bytes())


@pytest.mark.parametrize(
    ("payload", "code", "why"),
    [
        ({"op": 99, "d": {}}, 4001, "opcode 99"),
        ({"d": {}}, 4002, "could not be read"),
        ({"op": 3, "d": {}}, 4003, "before IDENTIFY"),
        ({"shard": [2, 2]}, 4010, "no shard 2 of 2"),
        ({"intents": -1}, 4013, "are no intents"),
        ({"intents": limits.GUILDS | limits.MESSAGE_CONTENT}, 4014, "privileged"),
    ],
)
@story
async def test_a_wrong_payload_closes_the_connection(payload: dict[str, Any], code: int, why: str) -> None:
    """With Discord's code, and as a violation."""
    async with LoopbackDiscord() as discord, line(discord) as socket:
        await socket.receive()
        await socket.send_json(payload if "d" in payload else identity(discord, **payload))
        await socket.receive()
        assert socket.close_code == code
        (found,) = discord.violations.taken()
        assert why in found


@story
async def test_a_second_identify_and_a_wrong_version_are_violations() -> None:
    """4005 and 4012."""
    async with LoopbackDiscord() as discord:
        async with line(discord) as socket:
            await socket.receive()
            for _ in range(2):
                await socket.send_json(identity(discord))
                await socket.receive()
            assert socket.close_code == 4005
        async with line(discord, "?v=9&encoding=json") as socket:
            await socket.receive()
            assert socket.close_code == 4012
        assert len(discord.violations.taken()) == 2


@story
async def test_intents_beyond_the_allowed_ones_are_a_violation() -> None:
    """Guild messages need no privilege, and yet the app said it needs none of them."""
    async with LoopbackDiscord() as discord:
        intents = library.Intents(guilds=True, dm_messages=True, guild_messages=True)
        async with running(discord, Bot(intents=intents)):
            (found,) = discord.violations.taken()
            assert "are more than" in found


@story
async def test_the_real_client_is_refused_a_privileged_intent() -> None:
    """It raises what operators see; once the intent is granted it connects."""
    intents = library.Intents(guilds=True, dm_messages=True, message_content=True)
    async with LoopbackDiscord() as discord:
        with pytest.raises(library.PrivilegedIntentsRequired):
            async with running(discord, Bot(intents=intents)):
                """It never comes here."""
        assert discord.violations.taken()
    granted = App(intents=intents.value, privileged=limits.MESSAGE_CONTENT)
    async with LoopbackDiscord(granted) as discord, running(discord, Bot(intents=intents)):
        assert discord.live_sessions == 1


@story
async def test_a_wrong_token_cannot_log_in() -> None:
    """The client fails, and that is no violation: the operator's token may be old."""
    async with LoopbackDiscord() as discord:
        bot = Bot()
        with discord.redirected(), pytest.raises(library.LoginFailure):
            await bot.start("wrong")
        await bot.close()
        async with line(discord) as socket:
            await socket.receive()
            await socket.send_json(identity(discord) | {"d": {"token": "wrong"}})
            await socket.receive()
            assert socket.close_code == 4004


@pytest.mark.parametrize("how", ["close", "reset", "reconnect", "resumable", "silence"])
@story
async def test_what_was_missed_comes_again_after_a_resume(how: str) -> None:
    """The bot resumes after every sort of break, and hears once of everything that happened meanwhile."""
    async with LoopbackDiscord(settings=Settings(heartbeat_seconds=0.05)) as discord:
        ann = discord.person("ann")
        async with running(discord, Bot(heartbeat_timeout=0.3)) as bot:
            await ann.types("before")
            await discord.until(lambda: bot.heard == ["before"], "the first")
            await broken(discord, how)
            await ann.types("meanwhile")
            await discord.until(lambda: discord.resumes == 1, "a resume")
            await ann.types("after")
            await discord.until(lambda: len(bot.heard) == 3, "all")
            assert bot.heard == ["before", "meanwhile", "after"]
            assert discord.identifies == 1


async def broken(discord: LoopbackDiscord, how: str) -> None:
    """Break every connection in one of the ways."""
    if how == "close":
        await discord.close_sockets(4000)
    elif how == "reset":
        discord.reset_sockets()
    elif how == "reconnect":
        await discord.ask_to_reconnect()
    elif how == "resumable":
        await discord.invalidate_sessions(resumable=True)
    else:
        discord.go_silent()


@story
async def test_an_invalid_session_is_begun_anew() -> None:
    """What was missed is lost, and the bot identifies again."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, Bot()) as bot:
            await discord.invalidate_sessions()
            await ann.types("lost")
            await discord.until(lambda: discord.identifies == 2, "a new session")
            await discord.connected()
            await ann.types("heard")
            await discord.until(lambda: bot.heard, "the second")
            assert bot.heard == ["heard"]


@story
async def test_a_session_that_is_not_known_cannot_be_resumed() -> None:
    """INVALID_SESSION; a sequence number that never was closes with 4007."""
    async with LoopbackDiscord() as discord, line(discord) as socket:
        await socket.receive()
        await socket.send_json({"op": 6, "d": {"token": discord.app.token, "session_id": "made-up", "seq": 1}})
        assert await socket.receive_json() == {"op": 9, "d": False}
        await socket.send_json(identity(discord))
        session = (await socket.receive_json())["d"]["session_id"]
        async with line(discord) as second:
            await second.receive()
            await second.send_json({"op": 6, "d": {"token": discord.app.token, "session_id": session, "seq": 99}})
            await second.receive()
            assert second.close_code == 4007
        assert "no event 99 was sent" in discord.violations.taken()[0]


@story
async def test_a_thousand_sessions_a_day_cost_the_token() -> None:
    """The next IDENTIFY is refused as with a wrong token, and found."""
    async with LoopbackDiscord() as discord, line(discord) as socket:
        discord._gateway.identifies = limits.IDENTIFIES_A_DAY
        await socket.receive()
        await socket.send_json(identity(discord))
        await socket.receive()
        assert socket.close_code == 4004
        assert "more than 1000 IDENTIFY" in discord.violations.taken()[0]


@story
async def test_the_same_event_can_come_twice_and_out_of_order() -> None:
    """As Discord does at times."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, Bot()) as bot:
            event = await ann.types("one")
            discord.deliver_again(event)
            await discord.until(lambda: bot.heard == ["one", "one"], "both")
            async with discord.out_of_order():
                await ann.types("two")
                await ann.types("three")
            await discord.until(lambda: len(bot.heard) == 4, "all")
            assert bot.heard[2:] == ["three", "two"]


@story
async def test_each_shard_hears_of_its_own_guilds() -> None:
    """Guilds go by their id, direct messages to shard 0."""
    async with LoopbackDiscord(settings=Settings(shards=2)) as discord:
        ann = discord.person("ann")
        guilds = [discord.guild(f"Guild {number}") for number in range(6)]
        async with running(discord, Bot(guild_ready_timeout=0), shards=2) as bot:
            await discord.until(lambda: len(bot.guilds) == 6, "all guilds")
            assert {guild.shard_id for guild in bot.guilds} == {(int(one.id) >> 22) % 2 for one in guilds}
            await ann.types("hello")
            await discord.until(lambda: bot.heard, "the text")
            assert bot.heard == ["hello"]


@story
async def test_the_bot_hears_of_its_guilds() -> None:
    """Those that it is in come after READY; joining, being kicked and outages are told."""
    async with LoopbackDiscord() as discord:
        club = discord.guild("Club")
        club.channel("general")
        async with running(discord, Bot()) as bot:
            await discord.until(lambda: bot.guilds and bot.guilds[0].text_channels, "the guild")
            assert bot.guilds[0].text_channels[0].name == "general"
            discord.guild("Second").channel("later")
            await discord.until(lambda: len(bot.guilds) == 2, "the second guild")
            club.breaks_down()
            await discord.until(lambda: bot.guilds[0].unavailable, "the outage")
            assert bot.guilds_left == []
            club.kicks_bot()
            await discord.until(lambda: bot.guilds_left, "the farewell")
            assert bot.guilds_left == [int(club.id)]


@story
async def test_two_clients_hear_of_everything() -> None:
    """Two processes with one token both get each event, as on Discord."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, Bot()) as first, running(discord, Bot()) as second:
            await discord.connected(2)
            await ann.types("hello")
            await discord.until(lambda: first.heard and second.heard, "both")
            await asyncio.sleep(0)
            assert (first.heard, second.heard) == (["hello"], ["hello"])
