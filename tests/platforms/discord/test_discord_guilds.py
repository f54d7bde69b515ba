"""Many guilds on one bot: a person has one memory, nobody else reads it, and a guild leaves nothing behind."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from bot.commands import TABLE
from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.crypto import KeyRing
from bot.door import Door
from bot.intents import Request
from bot.registry import Registry
from bot.store import people
from bot.store.database import Database
from bot.store.statement import Statement
from bot.store.tables import flag, membership
from tests.loopback.discord.person import Person
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.world import Settings
from tests.loopback.slack.story import story
from tests.platforms.discord.conftest import Bot
from tests.platforms.discord.doors import held
from tests.platforms.discord.test_discord_conversations import beginning, drills

HOSTILE = "@everyone @here <@1> <@&2> <#3> </x:4> [click](https://evil.example) **bold** `code` # x"

DECK = f"""
deck: hostile
title: "{HOSTILE}"
defaults: {{step: serving, tier: core}}
sources: {{a-source: {{title: "{HOSTILE}", year: "2020", primary: "true"}}}}
cards:
  - id: hostile-card
    kind: flip
    front: ["{HOSTILE} which one?"]
    answer: "{HOSTILE}"
    why: "{HOSTILE}"
    sources: [a-source]
"""

OWN = {
    table: Statement(select(table.c.tenant_id).where(table.c.tenant_id == bindparam("tenant")))
    for table in (membership, flag)
}
REQUIRED = {"export": {"what": "all"}, "forget": {"me": "me"}, "settings": {"name": "minutes", "value": "20"}}


async def reviews_once(ann: Person) -> None:
    """One card, known."""
    await drills(ann, "kinds-flip")
    await ann.presses("Show the answer")
    back = await ann.sees_soon("Its answers are never shown.")
    await ann.presses(beginning(back, "Knew"))
    await ann.sees_soon("Done for now")


def rows_of(database: Database, tenant: str) -> dict[str, int]:
    """How many rows a guild has of each kind that is its own."""
    with database.transaction(tenant, write=False) as tx:
        return {table.name: len(tx.rows(rows, tenant=tenant)) for table, rows in OWN.items()}


@asynccontextmanager
async def opened_at_last(gate: threading.Event) -> AsyncIterator[None]:
    """A gate that holds nobody after the block, however it ends: a bot that stops waits for what is under way."""
    try:
        yield
    finally:
        gate.set()


@story
async def test_a_person_in_two_guilds_has_one_memory(bot: Bot) -> None:
    """What was learned in one is known in the other and in direct messages; somebody else has a memory of their own."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        one, two = discord.guild("ML club", (ann, bob)), discord.guild("Other club", (ann, bob))
        async with bot(discord):
            ann.goes_to(one.channel("general"))
            await reviews_once(ann)
            for place in (two.channel("general"), ann.dm):
                ann.goes_to(place)
                await ann.slash("mlsd stats")
                await ann.sees_soon(lambda seen: "Your memory" in seen.words and "No answers yet" not in seen.words)
            bob.goes_to(one.channel("general"))
            await bob.slash("mlsd stats")
            await bob.sees_soon("No answers yet")


@pytest.mark.parametrize("name", [command.name for command in TABLE if command.private])
@story
async def test_nothing_personal_is_seen_by_others(bot: Bot, name: str) -> None:
    """Whatever is asked for in a guild's channel: the answer is there, for who asked alone."""
    async with LoopbackDiscord(settings=Settings(rate_limits=False)) as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        general = discord.guild("ML club", (ann, bob)).channel("general")
        async with bot(discord) as running:
            ann.goes_to(general)
            await ann.slash(f"mlsd {name}", **REQUIRED.get(name, {}))
            await ann.sees_soon(lambda seen: seen.ephemeral and not seen.loading)
            await running.platform.stop()
        assert bob.sees(general) == []
        assert running.faults == []


@story
async def test_a_guild_that_removes_the_bot_leaves_nothing_behind(bot: Bot) -> None:
    """Flags and memberships go; the people stay, with their memory, and the other guild notices nothing."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        one, two = discord.guild("ML club", (ann,)), discord.guild("Other club", (ann,))
        async with bot(discord) as running:
            registry = Registry(running.database, KeyRing.parse(""))
            for guild in (two, one):
                ann.goes_to(guild.channel("general"))
                await drills(ann, "kinds-flip")
                await ann.presses("Flag")
                form = await ann.form_soon()
                await ann.submits({form.labels[0]: "It is too hard."})
                await ann.sees_soon("Thank you")
            gone, kept = f"discord:{one.id}", f"discord:{two.id}"
            assert rows_of(running.database, gone) == rows_of(running.database, kept) == {"membership": 1, "flag": 1}
            one.kicks_bot()
            await discord.until(lambda: running.removed, "the bot to hear of it")
            registry.uninstall(f"discord:{running.removed[0]}")
            assert rows_of(running.database, gone) == {"membership": 0, "flag": 0}
            assert rows_of(running.database, kept) == {"membership": 1, "flag": 1}
            home = f"discord:{discord.bot.id}"
            with running.database.transaction(home, write=False) as tx:
                assert people.knows(tx, home, ann.id)
                assert gone not in people.tenants(tx, "discord")
            ann.goes_to(two.channel("general"))
            await ann.slash("mlsd drill")
            await ann.sees_soon("Going on where you stopped")


@story
async def test_an_outage_of_a_guild_is_no_farewell(bot: Bot) -> None:
    """A guild that Discord cannot reach for a while keeps what is its own."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        club = discord.guild("ML club", (ann,))
        async with bot(discord) as running:
            club.breaks_down()
            await ann.slash("mlsd help")
            await ann.sees_soon("scenario fraud")
            assert running.removed == []


@story
async def test_hostile_cards_ring_for_nobody(bot: Bot, tmp_path: Path) -> None:
    """In messages, menus, forms and files; the loopback looks for every mention, and a link says where it leads."""
    (tmp_path / "hostile.yaml").write_text(DECK)
    library = load([shipped_cards(), tmp_path])
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord, lambda door: Door(door._database, library)) as running:
            front = await drills(ann, "hostile")
            assert "@everyone" not in front.raw
            await ann.presses("Show the answer")
            back = await ann.sees_soon("Why")
            assert "[click](https://evil.example)" in back.words
            await ann.types(HOSTILE)
            await ann.sees_soon("The card is turned")
            await ann.slash("mlsd scenario", which=HOSTILE)
            await ann.slash("mlsd drill", topic=HOSTILE)
            await ann.sees_soon("evil.example")
            await running.platform.stop()
        assert running.faults == []


@story
async def test_whatever_the_database_does_everything_is_acknowledged_in_time(bot: Bot) -> None:
    """Commands, presses, forms and completions while it stands still; what was typed meanwhile is kept once."""
    gate, requests = threading.Event(), list[Request]()
    async with LoopbackDiscord() as discord:
        ann, bob, cem = discord.person("ann"), discord.person("bob"), discord.person("cem")
        discord.guild("ML club", (ann, bob, cem))
        async with bot(discord):
            front = await drills(ann, "kinds-flip")
            await drills(bob, "kinds-typed")
        async with bot(discord, held(gate, requests)) as running, opened_at_last(gate):
            assert (await ann.presses("Show the answer", on=front)).kind == "DEFERRED_UPDATE"
            assert (await ann.slash("mlsd stats")).kind == "DEFERRED_MESSAGE"
            assert (await bob.presses("Type your answer")).kind == "MODAL"
            form = await bob.form_soon()
            assert (await bob.submits({form.labels[0]: "online store"})).kind == "DEFERRED_UPDATE"
            assert "serving" in await cem.autocomplete("mlsd drill", "topic", "ser")
            await cem.slash("mlsd help")
            await cem.sees_soon("scenario fraud")
            event = await cem.types("lookup psi")
            discord.deliver_again(event)
            labels = [label for person in (ann, bob) for seen in person.sees() for label in seen.labels]
            assert not any(label.startswith("Good") for label in labels)
            gate.set()
            await ann.sees_soon("Its answers are never shown.")
            await bob.sees_soon("Why")
            await cem.sees_soon("population stability index")
            await running.platform.stop()
        assert sum("population stability index" in seen.words for seen in cem.sees()) == 1
        assert running.faults == []
