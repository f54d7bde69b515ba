from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from bot.domain.delivery import Delivery
from bot.domain.memory import Mark
from bot.domain.settings import Settings
from bot.store import (
    attempts,
    deliveries,
    flags,
    inbox,
    link_codes,
    marks,
    memories,
    people,
    reviews,
    sessions,
    timers,
    undos,
)
from bot.store.database import Database, Transaction
from bot.store.people import Learner
from bot.store.statement import Statement
from bot.store.tables import learner as learners
from bot.store.tables import metadata
from bot.store.timers import Timer
from tests.store.factories import learner, memory, newcomer, review

OF_TENANTS = {"tenant", "installation", "oauth_state", "command_tree"}
"""Tables that hold nothing of a person."""


def counts(tx: Transaction) -> dict[str, int]:
    """How many rows each table holds."""
    tables = metadata.tables.values()
    return {table.name: tx.rows(Statement(select(func.count()).select_from(table)))[0][0] for table in tables}


def fill(tx: Transaction, owner: Learner) -> None:
    """A row in every table for one learner."""
    person = owner.person_id
    memories.save(tx, person, memory())
    marks.save(tx, person, Mark("card-2", suspended=True))
    reviews.append(tx, person, review())
    drill = sessions.create(tx, person, "drill", {})
    undos.push(tx, person, drill.id, {})
    attempts.add(tx, person, attempts.Finished(owner.id, "ads", "An answer.", 61.5, {"a": 1.0}, {}, drill.id))
    flags.add(tx, owner.id, "card-1", "Typo.")
    inbox.add(tx, owner.id, f"E-{owner.id}", "An answer.")
    people.greet(tx, owner.id)
    people.lose(tx, owner.id)
    link_codes.keep(tx, owner.id, f"digest of {owner.id}", tx.now())
    link_codes.add_try(tx, owner.id)
    now = tx.now()
    timers.add(tx, Timer(tx.tenant, "drill", owner.person_id, learner_id=owner.id, due_at=now))
    deliveries.add(
        tx,
        Delivery(tx.tenant, "slack", owner.person_id, "drill", "2026-03-10", "D1", now, now, learner_id=owner.id),
    )


def test_an_account_is_one_learner_for_ever(store: Database) -> None:
    """The second contact finds what the first one made, and makes nothing."""
    first = newcomer(store, "U1")
    again = newcomer(store, "U1")

    assert again == first
    with store.transaction("local") as tx:
        assert counts(tx) | {"person": 1, "tenant": 1, "learner": 1, "membership": 1} == counts(tx)


def test_equal_accounts_of_two_tenants_are_two_persons(store: Database) -> None:
    """User U1 of one Slack team has nothing to do with U1 of another."""
    one = newcomer(store, "U1", "slack:T1")
    other = newcomer(store, "U1", "slack:T2")

    assert one.person_id != other.person_id


def test_an_account_met_in_two_tenants_of_one_home_is_one_learner(store: Database) -> None:
    """A Discord user in two guilds learns once, and is a member of both."""
    found = []
    for guild in ("discord:1", "discord:2", "discord:1"):
        with store.transaction(guild) as tx:
            found.append(people.find_or_create(tx, "discord", guild, "77", home="discord"))

    assert found[0] == found[1] == found[2]
    with store.transaction("discord:1") as tx:
        assert counts(tx) | {"tenant": 3, "learner": 1} == counts(tx)


def test_a_newcomer_takes_the_zone_that_the_platform_knows(store: Database) -> None:
    """The zone counts at first contact only; after that it is the person's setting."""
    with store.transaction("slack:T1") as tx:
        first = people.find_or_create(tx, "slack", "slack:T1", "U1", zone="Asia/Tokyo")
        again = people.find_or_create(tx, "slack", "slack:T1", "U1", zone="Europe/Berlin")

    assert first.settings == Settings(zone="Asia/Tokyo")
    assert again.settings == first.settings


def test_settings_come_back_as_saved(store: Database) -> None:
    """Changed settings are there at the next contact."""
    person = newcomer(store).person_id
    chosen = replace(Settings(), zone="Europe/Berlin", desired_retention=0.93, easy_days=(1.0,) * 5 + (0.5, 0.0))
    with store.transaction("local") as tx:
        people.save_settings(tx, person, chosen)

    assert newcomer(store).settings == chosen
    with store.transaction("local", write=False) as tx:
        assert people.read_settings(tx, person) == chosen


def test_reading_settings_of_nobody_is_a_fault(store: Database) -> None:
    """An unknown person is a bug of the caller, not a set of defaults."""
    with store.transaction("local") as tx, pytest.raises(LookupError):
        people.read_settings(tx, "nobody")


def test_forgetting_a_person_leaves_nothing_of_them(store: Database) -> None:
    """Every row that names the person goes, in every table; another person keeps everything."""
    with store.transaction("local") as tx:
        other = learner(tx, "U2")
        fill(tx, other)
        before = counts(tx)
        gone = learner(tx, "U1")
        fill(tx, gone)
        assert all(more > before[name] for name, more in counts(tx).items() if name not in OF_TENANTS)

        people.forget(tx, gone.person_id)

        assert counts(tx) == before


def test_purging_a_tenant_takes_its_rows_and_its_people(store: Database) -> None:
    """What belongs to another tenant stays."""
    with store.transaction("slack:T2") as tx:
        fill(tx, learner(tx))
        kept = counts(tx)
    with store.transaction("slack:T1") as tx:
        fill(tx, learner(tx))
        people.purge(tx)
        assert counts(tx) == kept


def test_purging_a_tenant_keeps_a_person_who_has_an_account_elsewhere(store: Database) -> None:
    """Who linked two accounts loses the one of the tenant, and nothing that was learnt."""
    home = newcomer(store, "U1", "local")
    link = Statement(update(learners).where(learners.c.account == "U2").values(person_id=home.person_id))
    with store.transaction("slack:T1") as tx:
        learner(tx, "U2")
        tx.run(link)
        fill(tx, learner(tx, "U2"))
        people.purge(tx)

        assert memories.get(tx, home.person_id, "card-1") == memory()
        assert counts(tx)["learner"] == 1


def test_purging_a_guild_keeps_those_who_are_at_home_elsewhere(store: Database) -> None:
    """A Discord user loses the membership and the flags of the guild, not what was learnt."""
    with store.transaction("discord:1") as tx:
        met = people.find_or_create(tx, "discord", "discord:1", "77", home="discord")
        fill(tx, met)
        people.purge(tx)
        left = counts(tx)
        assert memories.get(tx, met.person_id, "card-1") == memory()

    assert (left["membership"], left["flag"], left["learner"], left["review"]) == (0, 0, 1, 1)
