"""`mlsd run` as the operator starts it: a process of its own, on the loopback Slack, killed and started again."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.errors import BotError
from bot.serving import persistently
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.workspace import Workspace

BOTH = pytest.mark.parametrize("transport", list(Transport))
START_SECONDS = 60


@asynccontextmanager
async def started(folder: Path, given: Mapping[str, str], until: str) -> AsyncIterator[tuple[Process, str]]:
    """`mlsd run` in an empty home, once it has logged something; ends with what it logged until then."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "MLSD_WEB_PORT": "0", **given}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=PIPE, stdout=PIPE
    )
    try:
        yield process, await _read(process, until)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _read(process: Process, until: str) -> str:
    assert process.stderr
    logged = ""
    async with asyncio.timeout(START_SECONDS):
        while until not in logged:
            line = (await process.stderr.readline()).decode()
            assert line, f"it ended, saying:\n{logged}"
            logged += line
    return logged


def given_to(slack: LoopbackSlack, team: Workspace) -> dict[str, str]:
    """The environment of a newcomer with one workspace."""
    names = ("SLACK_API_URL", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    kept = {name: value for name, value in slack.environment().items() if name in names}
    return kept | {"SLACK_BOT_TOKEN": team.bot_token}


def listen(slack: LoopbackSlack, logged: str) -> None:
    """Over HTTP: tell Slack where the bot listens."""
    if found := re.search(r'"url": "([^"]+)"', logged):
        slack.posts_to(f"{found[1]}/slack/events")


@BOTH
@story
async def test_a_kill_in_mid_drill_and_mid_answer_loses_nothing(tmp_path: Path, transport: Transport) -> None:
    """After kill -9 and a new start the old buttons work, and the answer holds what was typed before."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Europe/Berlin")
        async with started(tmp_path, given_to(slack, team), "slack.ready") as (process, logged):
            listen(slack, logged)
            await ann.types("/mlsd drill serving --limit 2")
            card = await ann.waits_for("1 of 2")
            await ann.types("/mlsd scenario fraud-card-payments")
            await ann.waits_for("Fraud in card payments")
            await ann.dms("A positive is a chargeback within 90 days.")
            await ann.waits_for("Kept so far")
            process.kill()
        async with started(tmp_path, given_to(slack, team), "slack.ready") as (process, logged):
            listen(slack, logged)
            await ann.dms("done")
            await ann.waits_for("chargeback within 90 days")
            control = next(label for label in card.labels if label != "More")
            await ann.presses(card, control)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 10) == 0
        assert team.bot_token not in logged


@BOTH
@story
async def test_a_newcomer_finds_everything(tmp_path: Path, transport: Transport) -> None:
    """Help, a drill to its summary, a scenario in a form with its result, settings, and the home tab."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Europe/Berlin")
        async with started(tmp_path, given_to(slack, team), "slack.ready") as (_, logged):
            listen(slack, logged)
            await ann.types("/mlsd help")
            await ann.waits_for("scenario fraud")
            await ann.types("/mlsd drill flip --limit 3")
            for number in (1, 2, 3):
                front = await ann.waits_for(f"{number} of 3: ")
                await ann.presses(front, "Show the answer")
                back = await ann.waits_for(lambda seen: any(label.startswith("Knew") for label in seen.labels))
                await ann.presses(back, next(label for label in back.labels if label.startswith("Knew")))
            await ann.waits_for("Done for now")
            await ann.types("/mlsd scenario fraud")
            prompt = await ann.waits_for("For: fraud")
            await ann.presses(prompt, next(label for label in prompt.labels if "answer" in label.lower()))
            modal = await ann.waits_for_modal()
            await ann.submits(modal, {modal.controls[0].action_id: "First I would ask for the scale and the latency."})
            result = await ann.waits_for("Score: ")
            await ann.presses(result, "Accept and go on")
            await ann.waits_for("Scenario done")
            await ann.types("/mlsd settings minutes 20")
            await ann.waits_for("minutes is now 20")
            await ann.opens_home()
            await slack.until(lambda: ann.home and "20 minutes" in str(ann.home.blocks), "the home tab")


@story
async def test_two_of_us_on_one_file_are_refused(tmp_path: Path) -> None:
    """The second one says so and ends; the first one serves on."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        async with started(tmp_path, given_to(slack, team), "slack.ready"):
            async with started(tmp_path, given_to(slack, team), "Another 'mlsd run'") as (second, _):
                assert await second.wait() == 2
            ann = team.user("U1")
            await ann.types("/mlsd help")
            await ann.waits_for("scenario fraud")


@story
async def test_a_refused_token_is_said_and_tried_again_later(tmp_path: Path) -> None:
    """In one line; the process stays, so that nothing restarts it in a hurry, and ends when told to."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        wrong = given_to(slack, team)
        team.revoke_token(silently=True)
        async with started(tmp_path, wrong, "again_in_seconds") as (process, logged):
            assert "SLACK_BOT_TOKEN was revoked" in logged
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), 10) == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "No chat platform is set up"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN does not hold a token of its kind"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is not set"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x", "SLACK_SIGNING_SECRET": "y"}, "mlsd keys new"),
    ],
)
@story
async def test_what_is_missing_is_said_before_anything_is_tried(
    tmp_path: Path, given: dict[str, str], told: str
) -> None:
    """With the next step, and exit code 2."""
    async with started(tmp_path, given, told) as (process, _):
        assert await asyncio.wait_for(process.wait(), 10) == 2


@story
async def test_pauses_double_and_end_when_told_to() -> None:
    """A platform that refuses is left in peace ever longer."""
    stopped, tries = asyncio.Event(), []

    async def refused() -> None:
        tries.append(1)
        stopped.set()
        raise BotError("No.", "Wait.")

    await persistently(refused, stopped)
    assert tries == [1]
