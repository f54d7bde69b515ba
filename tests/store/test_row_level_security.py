from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import func, make_url, select, text, update

from bot.crypto import KeyRing, new_key_line
from bot.domain.delivery import Delivery
from bot.domain.installation import Installation
from bot.domain.settings import Settings
from bot.store import deliveries, flags, inbox, installations, links, people, timers
from bot.store.database import Database, Transaction
from bot.store.errors import StoreError
from bot.store.people import Learner
from bot.store.statement import Statement
from bot.store.tables import OPERATOR, TENANT_TABLES, delivery, flag, membership, metadata
from bot.store.timers import Timer
from tests.store.conftest import PASSWORD
from tests.store.factories import learner, newcomer

KEYS = KeyRing.parse(new_key_line())
COUNT = {table.name: Statement(select(func.count()).select_from(table)) for table in TENANT_TABLES}


@pytest.fixture
def restricted(empty_postgres: str, member: str) -> Iterator[Database]:
    """The store as an operator should run it: under a role that no policy lets pass, which owns nothing."""
    url = make_url(empty_postgres).set(username=member, password=PASSWORD)
    database = Database.open(url.render_as_string(hide_password=False))
    yield database
    database.close()


def test_a_restricted_role_is_enough_for_all_daily_work(restricted: Database) -> None:
    """Meeting, flagging and forgetting need no more rights than the tables."""
    person = newcomer(restricted, "U1", "slack:T1").person_id
    with restricted.transaction("slack:T1") as tx:
        flags.add(tx, learner(tx).id, "card-1", "Typo.")
        assert len(flags.unresolved(tx)) == 1
        people.forget(tx, person)
        assert flags.unresolved(tx) == []


def test_texts_of_all_tenants_are_found_behind_the_wall(restricted: Database) -> None:
    """A start looks into each tenant by itself, and acts on nothing of another one's."""
    for tenant in ("slack:T1", "slack:T2"):
        with restricted.transaction(tenant) as tx:
            inbox.add(tx, learner(tx).id, "E1", tenant)
    with restricted.transaction("", write=False) as tx:
        assert people.tenants(tx, "slack") == ["slack:T1", "slack:T2"]
    with restricted.transaction("slack:T1") as tx:
        assert inbox.reopen(tx) == ["U1"]
        found = inbox.first(tx, "U1")
        assert found is not None
        assert found.text == "slack:T1"
        people.lock(tx, learner(tx).id)
        inbox.take(tx, learner(tx).id, found.id)
        inbox.act(tx, found.id)
        inbox.finish(tx, "U1")
        assert inbox.reopen(tx) == []
    with restricted.transaction("slack:T2") as tx:
        assert inbox.reopen(tx) == ["U1"]


@pytest.mark.parametrize("tenant", ["slack:T2", "", "slack:T", "%"])
def test_even_a_query_without_a_tenant_sees_no_other_tenants_rows(restricted: Database, tenant: str) -> None:
    """A forgotten condition shows nothing: the wall does not depend on our statements."""
    fill(restricted, "slack:T1")

    with restricted.transaction("slack:T1", write=False) as tx:
        assert {name: tx.row(count) for name, count in COUNT.items()} == dict.fromkeys(COUNT, (1,))
    with restricted.transaction(tenant, write=False) as tx:
        assert {name: tx.row(count) for name, count in COUNT.items()} == dict.fromkeys(COUNT, (0,))


def test_a_change_without_a_tenant_touches_no_other_tenants_rows(restricted: Database) -> None:
    """Neither can a row be changed from another tenant, nor be given away to one, nor be planted there."""
    fill(restricted, "slack:T1")
    fill(restricted, "slack:T2")
    close_all = Statement(update(flag).values(resolved_ms=1))
    give_away = Statement(update(membership).values(tenant_id="slack:T1"))
    plant = Statement(
        text("""
        INSERT INTO flag (tenant_id, learner_id, card_id, comment, created_ms)
        SELECT 'slack:T1', id, '', '', 0 FROM learner
        """)
    )
    with restricted.transaction("slack:T2") as tx:
        assert tx.run(close_all) == 1
    for crossing in (give_away, plant):
        with pytest.raises(StoreError, match="does not let this user"), restricted.transaction("slack:T2") as tx:
            tx.run(crossing)
    with restricted.transaction("slack:T1") as tx:
        assert len(flags.unresolved(tx)) == 1


def test_the_tenant_ends_with_its_transaction(restricted: Database) -> None:
    """A connection that goes back to the pool carries no tenant to whoever gets it next."""
    for number in range(12):
        with restricted.transaction(f"slack:T{number}") as tx:
            learner(tx)
    setting = Statement(text("SELECT current_setting('mlsd.tenant', true)"))
    with restricted.transaction("slack:T0", write=False) as tx:
        assert tx.row(setting) == ("slack:T0",)
        assert tx.row(COUNT["membership"]) == (1,)


def test_forgetting_and_purging_reach_behind_the_wall(restricted: Database) -> None:
    """Rows that go with their owner go in every tenant, seen or not."""
    for guild in ("discord:1", "discord:2"):
        with restricted.transaction(guild) as tx:
            met = people.find_or_create(tx, "discord", guild, "77", home="discord")
            flags.add(tx, met.id, "card-1", "Typo.")
    with restricted.transaction("discord:1") as tx:
        people.purge(tx)
    with restricted.transaction("discord:2") as tx:
        assert len(flags.unresolved(tx)) == 1
    with restricted.transaction("discord:1") as tx:
        people.forget(tx, met.person_id)
    with restricted.transaction("discord:2") as tx:
        assert flags.unresolved(tx) == []


def test_joining_and_parting_reach_behind_the_wall(restricted: Database) -> None:
    """A person's timers and messages of another tenant end there; those of somebody else there stay."""
    with restricted.transaction("slack:T2") as tx:
        other = learner(tx)
        ask(tx, other)
        ask(tx, learner(tx, "U9"))
    with restricted.transaction("slack:T1") as tx:
        kept = learner(tx)
        ask(tx, kept)
        links.hold(tx, kept.person_id, other.person_id)
        links.absorb(tx, kept.person_id, other.person_id)
        assert asked(tx) == (1, {"planned": 1})
    with restricted.transaction("slack:T2") as tx:
        assert asked(tx) == (1, {"planned": 1, "skipped": 1})
        links.part(tx, kept.person_id, other.id, Settings())
    with restricted.transaction("slack:T1") as tx:
        assert asked(tx) == (0, {"skipped": 1})
        assert people.find(tx, kept.id) != kept


def test_another_tenants_rows_are_seen_only_meanwhile(restricted: Database) -> None:
    """After the block the wall stands where it stood; whoever raises in it gets nothing more done."""
    fill(restricted, "slack:T1")
    fill(restricted, "slack:T2")
    timers_seen = COUNT["timer"]
    with restricted.transaction("slack:T1") as tx:
        with tx.on_behalf_of(OPERATOR):
            assert tx.row(timers_seen) == (2,)
        assert (tx.tenant, tx.row(timers_seen)) == ("slack:T1", (1,))
        with pytest.raises(KeyError), tx.on_behalf_of(OPERATOR):
            raise KeyError
        with pytest.raises(RuntimeError, match="ended"):
            tx.row(timers_seen)


def test_every_table_of_tenants_has_its_wall(migrated_postgres: str) -> None:
    """A table with a tenant column is behind forced security, so that the owner of the tables is bound as well."""
    with_tenant = {table.name for table in metadata.tables.values() if "tenant_id" in table.columns}
    query = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    with psycopg.connect(migrated_postgres) as connection:
        walled = {row[0] for row in connection.execute(query)}

    assert walled == with_tenant == {table.name for table in TENANT_TABLES}


def ask(tx: Transaction, owner: Learner) -> None:
    """A timer of the daily drill, and a message that is owed."""
    now = tx.now()
    timers.add(tx, Timer(tx.tenant, "drill", owner.person_id, learner_id=owner.id, due_at=now))
    owed = Delivery(tx.tenant, "slack", owner.person_id, "drill", "2026-03-10", "D1", now, now, learner_id=owner.id)
    deliveries.add(tx, owed)


def asked(tx: Transaction) -> tuple[int, dict[str, int]]:
    """How many timers there are here, and how many messages in each state."""
    states = [row[0] for row in tx.rows(Statement(select(delivery.c.state)))]
    return tx.rows(COUNT["timer"])[0][0], {state: states.count(state) for state in sorted(set(states))}


def fill(database: Database, tenant: str) -> None:
    """A learner with a flag and something typed, and an installation."""
    with database.transaction(tenant) as tx:
        flags.add(tx, learner(tx).id, "card-1", "Typo.")
        inbox.add(tx, learner(tx).id, "E1", "An answer.")
        timers.add(tx, Timer(tenant, "drill", "ada"))
        now = tx.now()
        owed = Delivery(tenant, "slack", f"ada of {tenant}", "drill", "2026-03-10", "D1", now, now + timedelta(hours=6))
        deliveries.add(tx, owed)
        installations.save(tx, Installation(None, tenant.removeprefix("slack:"), "U0", "xoxb-1"), KEYS)
