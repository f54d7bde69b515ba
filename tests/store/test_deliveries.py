"""Deliveries: owed once, changed by compare-and-set, fairly queued, and behind the tenant's wall."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import func, make_url, select

from bot.domain import delivery as rules
from bot.domain.delivery import Delivery, Reason, State, Terms
from bot.domain.delivery_outcome import Sent
from bot.store import deliveries, people
from bot.store.database import Database
from bot.store.deliveries import Backlog, Ticket
from bot.store.statement import Statement
from bot.store.tables import OPERATOR, delivery
from tests.store.conftest import PASSWORD
from tests.store.factories import NOON, Clock, learner, newcomer

HOUR = timedelta(hours=1)
TERMS = Terms()


@pytest.fixture
def postgres(empty_postgres: str, clock: Clock) -> Iterator[Database]:
    """An open, empty PostgreSQL under the test's clock."""
    database = Database.open(empty_postgres, clock=clock)
    yield database
    database.close()


def drill(slot: str = "2026-03-10", tenant: str = "slack:T1", **changes: object) -> Delivery:
    """A drill that is due at noon."""
    plain = Delivery(tenant, "slack", "ada", "drill", slot, "D1", NOON, NOON + 6 * HOUR, data={"session": 7})
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def owe(store: Database, *given: Delivery) -> None:
    """Keep deliveries, each in a transaction of its tenant."""
    for each in given:
        newcomer(store, tenant=each.tenant)
        with store.transaction(each.tenant) as tx:
            assert deliveries.add(tx, each)


def found(store: Database, given: Delivery) -> Delivery | None:
    """What is kept of a delivery."""
    with store.transaction(given.tenant, write=False) as tx:
        return deliveries.find(tx, given.id)


def change(store: Database, seen: Delivery, wanted: Delivery | None) -> bool:
    """Compare and set in a transaction of its own."""
    assert wanted is not None
    with store.transaction(seen.tenant) as tx:
        return deliveries.change(tx, seen, wanted)


def sent_drill(slot: str, purpose: str = "drill") -> Delivery:
    """A drill that went out."""
    return drill(slot, state=State.SENT, message=f"m-{slot}", sent_at=NOON, purpose=purpose)


def test_a_delivery_reads_back_as_it_was_kept(store: Database) -> None:
    """Through all the states of its life."""
    planned = drill()
    owe(store, planned)
    assert found(store, planned) == planned
    claimed = rules.claim(planned, NOON, TERMS)
    assert claimed
    begun = rules.begin(claimed, NOON)
    assert begun
    sent = rules.settle(begun, Sent("m1"), NOON)
    assert sent
    for seen, wanted in ((planned, claimed), (claimed, begun), (begun, sent)):
        assert change(store, seen, wanted)
        assert found(store, planned) == wanted


def test_a_slot_is_owed_once(store: Database) -> None:
    """To one recipient for one purpose, whichever tenant the account is in, and whatever became of the first one."""
    owe(store, drill(state=State.SKIPPED, reason=Reason.NOTHING_DUE))
    newcomer(store, tenant="slack:T2")
    for tenant in ("slack:T1", "slack:T2"):
        with store.transaction(tenant) as tx:
            assert not deliveries.add(tx, drill(tenant=tenant))
            assert deliveries.add(tx, drill(f"2026-03-11 {tenant}", tenant=tenant))


def test_of_many_who_claim_one_gets_it(store: Database) -> None:
    """Compare-and-set on state and fence: the second one finds it changed."""
    owe(store, drill())
    mine = rules.claim(drill(), NOON, TERMS)
    assert change(store, drill(), mine)
    assert not change(store, drill(), mine)
    assert mine
    assert not change(store, replace(mine, fence=0), rules.begin(mine, NOON))
    assert not change(store, replace(mine, state=State.SENDING), rules.begin(mine, NOON))


def test_every_tenant_has_its_turn(store: Database) -> None:
    """One with many deliveries leaves room for the others; what is not due, not planned or elsewhere is not queued."""
    owe(store, *(drill(str(number), due_at=NOON - HOUR) for number in range(10)))
    owe(store, drill("one", "slack:T2"), drill("later", "slack:T3", due_at=NOON + HOUR))
    owe(store, drill("taken", "slack:T4", state=State.CLAIMED), drill("x", "discord:1", platform="discord"))
    with store.transaction(OPERATOR, write=False) as tx:
        tickets = deliveries.owed(tx, "slack", 6)
    assert [ticket.tenant for ticket in tickets] == [*["slack:T1"] * 3, "slack:T2"]
    assert tickets[-1] == Ticket("slack:T2", drill("one").id, "D1")


def test_the_backlog_is_what_is_due(store: Database) -> None:
    """How many, and how long the oldest waits; nothing where nothing does."""
    with store.transaction(OPERATOR, write=False) as tx:
        assert deliveries.backlog(tx, "slack") == Backlog(0, None)
    owe(store, drill("a", due_at=NOON - HOUR), drill("b"), drill("c", due_at=NOON + HOUR))
    with store.transaction(OPERATOR, write=False) as tx:
        assert deliveries.backlog(tx, "slack") == Backlog(2, NOON - HOUR)


def test_what_outlived_its_lease_is_found(store: Database) -> None:
    """By the sweeper what was claimed or sending, by the verifier of its platform what is in doubt."""
    over, left = NOON - HOUR, NOON + HOUR
    owe(
        store,
        drill("claimed", state=State.CLAIMED, lease_until=over),
        drill("sending", "slack:T2", state=State.SENDING, lease_until=NOON),
        drill("doubt", state=State.VERIFYING, lease_until=over),
        drill("held", state=State.CLAIMED, lease_until=left),
        drill("doubt held", state=State.VERIFYING, lease_until=left),
        drill("elsewhere", "discord:1", platform="discord", state=State.VERIFYING, lease_until=over),
    )
    with store.transaction(OPERATOR) as tx:
        assert [each.slot for each in deliveries.outlived(tx, 9)] == ["claimed", "sending"]
        assert [each.slot for each in deliveries.in_doubt(tx, "slack", 9)] == ["doubt"]
    with store.transaction("slack:T1") as tx, pytest.raises(ValueError, match="operator"):
        deliveries.outlived(tx, 9)


def test_on_postgres_a_locked_delivery_holds_up_nobody(postgres: Database) -> None:
    """A process that freezes in a transaction keeps neither the sweeper nor another sender waiting."""
    owe(postgres, drill("a", state=State.CLAIMED, lease_until=NOON), drill("b", state=State.CLAIMED, lease_until=NOON))
    with postgres.transaction("slack:T1") as tx:
        assert deliveries.hold(tx, drill("a").id)
        with postgres.transaction(OPERATOR) as other:
            assert [each.slot for each in deliveries.outlived(other, 9)] == ["b"]
        with postgres.transaction("slack:T1") as other:
            assert deliveries.hold(other, drill("a").id) is None


def test_drills_in_a_row_that_nobody_answered_are_counted(store: Database) -> None:
    """From the newest back to the last answer; days without a drill do not count, nor end the row."""
    owe(store, *(sent_drill(f"2026-03-0{day}") for day in (1, 2, 3, 5)))
    owe(store, drill("2026-03-04", state=State.SKIPPED, reason=Reason.NOTHING_DUE), sent_drill("x", purpose="other"))
    with store.transaction("slack:T1") as tx:
        assert deliveries.unanswered(tx, "ada", "drill") == 4
        assert deliveries.answer(tx, drill("2026-03-02").id)
        assert not deliveries.answer(tx, drill("2026-03-02").id)
        assert deliveries.unanswered(tx, "ada", "drill") == 2
        assert deliveries.unanswered(tx, "nobody", "drill") == 0


def test_a_new_message_finds_the_one_that_it_replaces(store: Database) -> None:
    """The slot before this one, of the same recipient and purpose."""
    owe(store, sent_drill("2026-03-01"), sent_drill("2026-03-03"), drill("2026-03-04"))
    with store.transaction("slack:T1", write=False) as tx:
        last = deliveries.last_before(tx, "ada", "drill", "2026-03-04")
        assert last is not None
        assert last.message == "m-2026-03-03"
        assert deliveries.last_before(tx, "ada", "drill", "2026-03-01") is None


def test_a_learners_deliveries_go_with_the_learner(store: Database) -> None:
    """Nothing is left of who is forgotten."""
    with store.transaction("slack:T1") as tx:
        deliveries.add(tx, drill(learner_id=learner(tx).id))
        people.forget(tx, learner(tx).person_id)
        assert deliveries.find(tx, drill().id) is None


@pytest.fixture
def restricted(empty_postgres: str, member: str, clock: Clock) -> Iterator[Database]:
    """The store under a role that no policy lets pass."""
    url = make_url(empty_postgres).set(username=member, password=PASSWORD)
    database = Database.open(url.render_as_string(hide_password=False), clock=clock)
    yield database
    database.close()


def test_a_tenant_sees_and_changes_its_own_deliveries_only(restricted: Database) -> None:
    """Another tenant's id leads nowhere, in our statements and without them; the operator's queue sees all."""
    owe(restricted, drill("a"), drill("b", "slack:T2"))
    everything = Statement(select(func.count()).select_from(delivery))
    with restricted.transaction("slack:T2") as tx:
        assert tx.row(everything) == (1,)
        assert deliveries.find(tx, drill("a").id) is None
        assert not deliveries.change(tx, drill("a"), rules.skip(drill("a"), Reason.LATE))
        assert not deliveries.add(tx, drill("a", "slack:T2"))
    with restricted.transaction(OPERATOR, write=False) as tx:
        assert len(deliveries.owed(tx, "slack", 9)) == 2


def test_another_state_than_the_known_ones_cannot_be_kept(postgres: Database, empty_postgres: str) -> None:
    """The table itself refuses it."""
    owe(postgres, drill())
    with psycopg.connect(empty_postgres) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE delivery SET state = 'odd'")
