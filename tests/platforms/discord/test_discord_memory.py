"""What thousands of drills leave behind in discord.py: nothing. Memory is logged, for whoever wants to see it."""

import asyncio
import gc
import resource
from typing import Any

import structlog
from discord import ui

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.world import Settings
from tests.loopback.slack.story import story
from tests.platforms.discord.conftest import Bot, Running
from tests.platforms.discord.test_discord_conversations import beginning, drills

log = structlog.get_logger("test")

DRILLS = 240
AT_ONCE = 4


async def drill(discord: LoopbackDiscord, name: str) -> None:
    """A newcomer's whole drill by buttons."""
    person = discord.person(name)
    await drills(person, "kinds-flip")
    await person.presses("Show the answer")
    back = await person.sees_soon("Its answers are never shown.")
    await person.presses(beginning(back, "Knew"))
    await person.sees_soon("Done for now")


async def drilled(discord: LoopbackDiscord, first: int, count: int) -> None:
    """So many drills, a few at once."""
    for start in range(first, first + count, AT_ONCE):
        await asyncio.gather(*(drill(discord, f"p{number}") for number in range(start, start + AT_ONCE)))


def kept_by(running: Running) -> tuple[Any, ...]:
    """What discord.py keeps of views, and how many of views and items are alive at all."""
    state = running.platform._client._connection
    store = state._view_store
    gc.collect()
    alive = sum(isinstance(one, ui.view.BaseView | ui.Item) for one in gc.get_objects())
    kept = (store._views, store._modals, store._dynamic_items, store._synced_message_views, state._users)
    return (*(len(each) for each in kept), alive)


@story
async def test_drills_leave_nothing_in_discord_py(bot: Bot) -> None:
    """After so many drills it keeps as many views, forms, items and users as after a few."""
    async with LoopbackDiscord(settings=Settings(rate_limits=False)) as discord:
        async with bot(discord) as running:
            await drilled(discord, 0, 2 * AT_ONCE)
            before = kept_by(running)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            await drilled(discord, 2 * AT_ONCE, DRILLS)
            after = kept_by(running)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown
        log.info("memory", drills=DRILLS, before=before, after=after, kilobytes=grown)  # the loopback's included
    assert after == before
    assert before[:4] == (0, 0, 0, 0)
