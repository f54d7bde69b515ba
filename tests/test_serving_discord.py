"""`mlsd run` as the operator starts it for Discord: a process of its own, killed and started again."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.loopback.discord.person import Person
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.violations import DiscordError
from tests.loopback.slack.story import story
from tests.test_serving import started

ANSWER = "First I would ask for the scale and the latency."
WEEK = timedelta(days=7).total_seconds()


@asynccontextmanager
async def serving(discord: LoopbackDiscord, folder: Path, **given: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a newcomer runs it; what it logged holds no token."""
    async with started(folder, discord.environment() | given, "discord.ready") as (process, logged):
        assert discord.app.token not in logged
        yield process


async def begins_a_scenario(ann: Person) -> None:
    """Ask for a design question, and open the form for its answer."""
    await ann.slash("mlsd scenario", which="fraud-card-payments")
    await ann.sees_soon("Fraud in card payments")
    await ann.presses("Write your answer")


@story
async def test_a_newcomer_finds_everything(tmp_path: Path) -> None:
    """Help, a drill to its summary by buttons, a scenario in a form with its result, settings, and the day."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with serving(discord, tmp_path):
            await ann.slash("mlsd help")
            await ann.sees_soon("scenario fraud")
            await ann.slash("mlsd drill", topic="flip", limit=3)
            for number in (1, 2, 3):
                await ann.sees_soon(f"{number} of 3")
                await ann.presses("Show the answer")
                back = await ann.sees_soon("Knew it already")
                await ann.presses(next(label for label in back.labels if label.startswith("Knew")))
            await ann.sees_soon("Done for now")
            await ann.slash("mlsd scenario", which="fraud")
            await ann.sees_soon("For: fraud")
            await ann.presses("Write your answer")
            form = await ann.form_soon()
            await ann.submits({form.labels[0]: ANSWER})
            await ann.sees_soon("Score: ")
            await ann.presses("Accept and go on")
            await ann.sees_soon("Scenario done")
            await ann.slash("mlsd settings", name="minutes", value="20")
            await ann.sees_soon("minutes is now 20")
            await ann.slash("mlsd home")
            assert "20 minutes" in (await ann.sees_soon("Your day")).words


@story
async def test_a_kill_in_mid_drill_and_mid_answer_loses_nothing(tmp_path: Path) -> None:
    """After kill -9 and a week the old button works, a form that was still open is taken, and typed text was kept."""
    async with LoopbackDiscord() as discord:
        ann, bob, cem = discord.person("ann"), discord.person("bob"), discord.person("cem")
        discord.guild("ML club", (ann, bob, cem))
        async with serving(discord, tmp_path) as process:
            await ann.slash("mlsd drill", topic="flip", limit=2)
            card = await ann.sees_soon("1 of 2")
            await begins_a_scenario(bob)
            bob.fills({(await bob.form_soon()).labels[0]: ANSWER})
            await cem.types("scenario fraud-card-payments")
            await cem.sees_soon("Fraud in card payments")
            await cem.types("A positive is a chargeback within 90 days.")
            await cem.sees_soon("Kept so far")
            process.kill()
            await process.wait()
        discord.clock.advance(WEEK)
        async with serving(discord, tmp_path) as process:
            assert (await ann.presses("Show the answer", on=card)).answered
            await ann.sees_soon("Knew it already")
            assert (await bob.submits()).answered
            await bob.sees_soon("Score: ")
            await cem.types("done")
            await cem.sees_soon("chargeback within 90 days")
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 10) == 0
        assert discord.count("bulk_set_application_commands") == 1


@story
async def test_a_form_sent_while_nothing_serves_is_not_lost(tmp_path: Path) -> None:
    """Discord keeps it open with its text; sent once more after the start it is taken."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with serving(discord, tmp_path) as process:
            await begins_a_scenario(ann)
            form = await ann.form_soon()
            process.kill()
            await process.wait()
            await discord.until(lambda: not discord.live_sessions)
            assert not (await ann.submits({form.labels[0]: ANSWER})).answered
        async with serving(discord, tmp_path):
            assert (await ann.submits()).answered
            await ann.sees_soon("Score: ")


@story
async def test_a_refused_token_is_said_and_tried_again_later(tmp_path: Path) -> None:
    """In one sentence without the token, after a pause that doubles; the process stays, and ends when told to."""
    async with LoopbackDiscord() as discord:
        wrong = discord.environment() | {"DISCORD_TOKEN": "MTIz.wrong.word"}
        async with started(tmp_path, wrong, '"again_in_seconds": 10') as (process, logged):
            assert "Discord does not know DISCORD_TOKEN. Copy it from your app's page" in logged
            assert "wrong.word" not in logged
            pauses = re.findall(r'"again_in_seconds": (\d+)', logged)
            assert pauses == ["5", "10"]
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), 10) == 0
        discord.violations.taken()


@story
async def test_what_passes_is_waited_out(tmp_path: Path) -> None:
    """A start that Discord refused once succeeds after the pause; the token may stand in a file."""
    async with LoopbackDiscord() as discord:
        kept = tmp_path / "token"
        kept.write_text(f"{discord.app.token}\n")
        given = discord.environment() | {"DISCORD_TOKEN_FILE": str(kept)}
        del given["DISCORD_TOKEN"]
        discord.fail("get_my_user", DiscordError(403, 0, "Not now"))
        async with started(tmp_path, given, "discord.ready") as (_, logged):
            assert "again_in_seconds" in logged
            ann = discord.person("ann")
            await ann.slash("mlsd help")
            await ann.sees_soon("scenario fraud")
