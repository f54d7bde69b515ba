"""The daily message on Slack: sent once, found again, replaced, refused, and paced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from time import monotonic

import pytest

from bot.content.library import Library
from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import Found, Limited, Refused, Scope, SearchLater, Sent, Unsearchable, Unsure
from bot.domain.installation import Installation
from bot.door import Door
from bot.engine.assemble import engine_for
from bot.engine.pace import Rates
from bot.engine.sender import Limits
from bot.executor import AsyncDoor
from bot.intents import Actor, ChangeSetting, Place, Request, SetSchedule, Surface
from bot.platforms.slack.daily import ADDRESS_A_SECOND, TENANT_A_SECOND, DailyOutlet
from bot.screens.daily import Daily, daily
from bot.screens.model import Notice
from bot.store import people, timers
from bot.store.database import Database
from tests.loopback.slack.grants import App
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story
from tests.loopback.slack.workspace import Workspace

NOTICE = Notice(daily(Daily("2026-03-10", 5, 3, 400.0, 0, None)))
NOTHING = "nothing of ours"
LEARNERS = 500
FASTER = 10.0  # how much faster than the test's own the time of the loopback Slack runs in the long run


@dataclass
class Installed:
    """Workspaces with the token that the loopback Slack gave for them."""

    teams: dict[str, Workspace]

    async def find(self, _enterprise: str | None, team: str | None, *, org_wide: bool) -> Installation | None:
        """The team's."""
        assert not org_wide
        found = self.teams.get(team or "")
        return Installation(None, team, "U0", found.bot_token) if found else None

    async def revoked(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """Nobody revokes here."""

    async def uninstalled(self, enterprise_id: str | None, team_id: str | None, told_at: float | None = None) -> None:
        """Nor here."""


def outlet_of(slack: LoopbackSlack, *teams: Workspace) -> DailyOutlet:
    """The outlet under test."""
    return DailyOutlet(Installed({team.id: team for team in teams}), slack.api_url, removal_seconds=0.01)


def owed(slot: str = "2026-03-10", account: str = "U1") -> Delivery:
    """A drill that is due now."""
    now = datetime.now(UTC)
    return Delivery("slack:T1", "slack", "ada", "drill", slot, account, now, now + timedelta(hours=6))


@story
async def test_it_arrives_with_its_buttons_and_is_found_by_its_id() -> None:
    """Among other messages of the same chat; another day's delivery is not there."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        outlet, delivery = outlet_of(slack, team), owed()
        sent = await outlet.send(delivery, NOTICE)
        await outlet.send(owed("2026-03-09"), NOTICE)
        assert isinstance(sent, Sent)
        message = await ann.waits_for("5 due and 3 new")
        assert message.labels[:4] == ["Start", "In an hour", "Tomorrow", "Skip today"]
        assert await outlet.find(delivery) == Found((sent.message,))
        assert await outlet.find(owed("2026-03-11")) == Found()
        await outlet.delete(delivery, sent.message)
        assert await outlet.find(delivery) == Found()
        await outlet.delete(delivery, sent.message)


@story
async def test_a_lost_reply_is_unsure_and_the_message_is_found() -> None:
    """It was posted: nobody posts it again."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        outlet, delivery = outlet_of(slack, team), owed()
        slack.drop_reply("chat.postMessage")
        assert isinstance(await outlet.send(delivery, NOTICE), Unsure)
        found = await outlet.find(delivery)
        assert isinstance(found, Found)
        assert len(found.messages) == 1
        assert slack.count("chat.postMessage") == 1


@pytest.mark.parametrize("mishap", ["reset", "status", "fatal_error", "internal_error"])
@story
async def test_trouble_of_slacks_own_is_unsure(mishap: str) -> None:
    """Whether it is there can only be seen; here it is not."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        outlet, delivery = outlet_of(slack, team), owed()
        if mishap == "reset":
            slack.reset("chat.postMessage")
        elif mishap == "status":
            slack.fault("chat.postMessage", 502)
        else:
            slack.fail("chat.postMessage", mishap)
        assert isinstance(await outlet.send(delivery, NOTICE), Unsure)
        assert await outlet.find(delivery) == Found()
        assert slack.count("chat.postMessage") == 1


@story
async def test_a_429_says_when_to_go_on() -> None:
    """With the seconds that Slack named, for sending and for searching."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        outlet = outlet_of(slack, team)
        slack.rate_limit("chat.postMessage", 7)
        slack.rate_limit("conversations.history", 9)
        assert await outlet.send(owed(), NOTICE) == Limited(timedelta(seconds=7), Scope.TENANT)
        assert await outlet.find(owed()) == SearchLater(timedelta(seconds=9))


@pytest.mark.parametrize("code", ["cannot_dm_bot", "user_disabled", "messages_tab_disabled"])
@story
async def test_a_person_who_cannot_be_written_to_is_a_refusal(code: str) -> None:
    """With Slack's own reason."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1").refuses_dms(code)
        assert await outlet_of(slack, team).send(owed(), NOTICE) == Refused(code)


@story
async def test_a_workspace_without_the_app_or_the_right_to_read() -> None:
    """Neither is guessed at: one is refused, in the other nobody can look."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        team.user("U1")
        elsewhere = replace(owed(), tenant="slack:T9")
        outlet = outlet_of(slack, team)
        assert isinstance(await outlet.send(elsewhere, NOTICE), Refused)
        assert await outlet.find(elsewhere) == Unsearchable()
        team.take_scope("im:history")
        assert await outlet.find(owed()) == Unsearchable()


@story
async def test_nobody_at_the_other_end_means_that_nothing_was_sent() -> None:
    """A connection that is refused needs no search."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        outlet = DailyOutlet(Installed({"T1": team}), "http://127.0.0.1:9/api/")
        sent = await outlet.send(owed(), NOTICE)
        assert isinstance(sent, Limited)
        assert sent.scope is Scope.PLATFORM


@story
async def test_the_new_message_takes_the_place_of_the_old_one() -> None:
    """After it is there; and an old one that is gone already is no trouble."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        outlet = outlet_of(slack, team)
        before = await outlet.send(owed("2026-03-09"), NOTICE)
        assert isinstance(before, Sent)
        following = replace(NOTICE, replaces=before.message)
        assert isinstance(await outlet.send(owed("2026-03-10"), following), Sent)
        await slack.until(lambda: len(ann.sees()) == 1, "the old one to go")
        assert isinstance(await outlet.send(owed("2026-03-11"), following), Sent)
        await slack.until(lambda: slack.count("chat.delete") == 2, "the second attempt")
        assert len(ann.sees()) == 2
        await outlet.close()


@story
async def test_a_search_in_an_app_for_many_goes_on_page_by_page() -> None:
    """Slack gives such an app one page of fifteen a minute: each search reads one further."""
    async with LoopbackSlack(app=App(distributed=True)) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        outlet, delivery = outlet_of(slack, team), owed()
        sent = await outlet.send(delivery, NOTICE)
        assert isinstance(sent, Sent)
        for number in range(20):
            team.says(ann, ann.dm, f"{NOTHING} {number}")
        first = await outlet.find(delivery)
        assert isinstance(first, SearchLater)
        slack.clock.advance(first.wait.total_seconds() + 1)
        assert await outlet.find(delivery) == Found((sent.message,))


@asynccontextmanager
async def serving(
    slack: LoopbackSlack, team: Workspace, database: Database, library: Library, rate: float = TENANT_A_SECOND
) -> AsyncIterator[None]:
    """An engine that runs until the block ends."""
    door = AsyncDoor(Door(database, library), threads=1)
    outlet = outlet_of(slack, team)
    limits = Limits(Rates(100 * rate, rate, ADDRESS_A_SECOND * rate), seats=32)
    engine = engine_for(database, library, door.call, [(outlet, limits)], tick_seconds=0.1)
    await engine.start()
    try:
        yield
    finally:
        await engine.stop()
        await outlet.close()
        door.close()


def ask_at_once(database: Database, library: Library, names: list[str]) -> None:
    """Everybody wants to be asked daily, and is due now."""
    door, place = Door(database, library), Place(Surface.DIRECT)
    for name in names:
        who = Actor("slack", "slack:T1", name)
        door.answer(Request(who, place, ChangeSetting("new", "3")))
        door.answer(Request(who, place, SetSchedule("09:00")))
    with database.transaction("slack:T1") as tx:
        for name in names:
            person = people.find_or_create(tx, "slack", "slack:T1", name).person_id
            timer = timers.hold(tx, "drill", person)
            assert timer is not None
            chosen = people.read_settings(tx, person)
            people.save_settings(tx, person, replace(chosen, drill_at=time(tx.now().hour, tx.now().minute)))
            timers.save(tx, replace(timer, due_at=tx.now(), local_date=tx.now().date()))


@story
async def test_the_engine_sends_once_though_a_reply_is_lost(empty_sqlite: str, library: Library) -> None:
    """The message is looked for when its lease and grace are over, and counts as sent; there is no second one."""
    ahead = timedelta()
    database = Database.open(empty_sqlite, clock=lambda: datetime.now(UTC) + ahead)
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        ask_at_once(database, library, ["U1"])
        slack.drop_reply("chat.postMessage")
        async with serving(slack, team, database, library):
            await ann.waits_for("Your drill for today")
            ahead = timedelta(seconds=100)
            await slack.until(lambda: slack.count("conversations.history") > 0, "the search", seconds=20)
            await asyncio.sleep(0.5)
        assert slack.count("chat.postMessage") == 1
    database.close()


@story
async def test_five_hundred_at_once_are_all_served_within_the_limits(empty_sqlite: str, library: Library) -> None:
    """One workspace, one minute: none is lost, none has two, and Slack never says to wait."""
    database = Database.open(empty_sqlite)
    names = [f"U{number}" for number in range(LEARNERS)]
    ask_at_once(database, library, names)
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        for name in names:
            team.user(name)
        hurry = asyncio.create_task(_hurry(slack))
        async with serving(slack, team, database, library, TENANT_A_SECOND * FASTER):
            await slack.until(lambda: slack.count("chat.postMessage") >= LEARNERS, "all messages", seconds=25)
        hurry.cancel()
        calls = slack.calls("chat.postMessage", "T1")
        assert sorted(call.args["channel"] for call in calls) == sorted(names)
        took = calls[-1].at - calls[0].at
        assert LEARNERS / took <= 5.0, "faster than Slack's limit: it was not reached, only not noticed"
    database.close()


async def _hurry(slack: LoopbackSlack) -> None:
    """Let the time of the loopback Slack run faster than the test's."""
    seen = monotonic()
    while True:
        await asyncio.sleep(0.01)
        before, seen = seen, monotonic()
        slack.clock.advance((seen - before) * (FASTER - 1))
