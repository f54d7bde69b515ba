"""The daily drill on Discord: sent once, found again after a lost answer, and no second try where nobody takes it."""

from datetime import UTC, datetime, timedelta

from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import Found, Refused, Sent
from bot.intents import SkipDrill
from bot.screens.model import Button, Notice, Screen
from bot.store import people
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.slack.story import story
from tests.platforms.discord.conftest import Bot

SLOT = "2026-03-10"
NOTICE = Notice(Screen("Your drill for today", (), (Button("Skip today", "skip", SkipDrill(SLOT)),)))


def owed(account: str, tenant: str = "discord:1", slot: str = SLOT) -> Delivery:
    """A drill that is due now."""
    now = datetime.now(UTC)
    return Delivery(tenant, "discord", "ada", "drill", slot, account, now, now + timedelta(hours=6))


@story
async def test_a_drill_is_sent_and_found_by_its_slot(bot: Bot) -> None:
    """And taken back by the name that sending gave it."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord) as running:
            await ann.slash("mlsd help")
            outlet, drill = running.platform.daily, owed(str(ann.id))
            sent = await outlet.send(drill, NOTICE)
            assert isinstance(sent, Sent)
            await ann.sees_soon("Your drill for today")
            assert await outlet.find(drill) == Found((sent.message,))
            assert await outlet.find(owed(str(ann.id), slot="2026-03-11")) == Found(())
            await outlet.delete(drill, sent.message)
            assert await outlet.find(drill) == Found(())


@story
async def test_who_takes_no_messages_is_not_tried_again(bot: Bot) -> None:
    """The refusal is final, and the account is known to be out of reach."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord) as running:
            await ann.slash("mlsd stats")
            await ann.sees_soon("No answers yet")
            ann.closes_dms()
            home = f"discord:{running.platform._client.application_id}"
            drill = owed(str(ann.id), home)
            assert isinstance(await running.platform.daily.send(drill, NOTICE), Refused)
            with running.database.transaction(home, write=False) as tx:
                found = people.find_or_create(tx, "discord", home, str(ann.id))
            assert found.unreachable
