"""Timers: found when due, claimed once, and behind the tenant's wall."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.store import people, timers
from bot.store.database import Database, Transaction
from bot.store.tables import OPERATOR
from bot.store.timers import Timer
from tests.store.factories import NOON, Clock, learner, newcomer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def postgres(empty_postgres: str, clock: Clock) -> Iterator[Database]:
    """An open, empty PostgreSQL under the test's clock."""
    database = Database.open(empty_postgres, clock=clock)
    yield database
    database.close()


def drill_timer(tenant: str = "local", subject: str = "ada", **changes: object) -> Timer:
    """A daily timer that is due at noon."""
    plain = Timer(tenant, "drill", subject, due_at=NOON, local_date=date(2026, 3, 10), tzdata="2026a", data={"n": 1})
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def put(store: Database, *given: Timer) -> None:
    """Keep timers, each in a transaction of its tenant."""
    for each in given:
        newcomer(store, tenant=each.tenant)
        with store.transaction(each.tenant) as tx:
            assert timers.add(tx, each)


def claimed(store: Database, tenant: str, most: int = 9) -> list[str]:
    """The subjects of what is due, in order."""
    with store.transaction(tenant) as tx:
        return [each.subject for each in timers.claim_due(tx, most)]


def test_a_timer_reads_back_as_it_was_kept(store: Database) -> None:
    """All of it, through every change; adding it a second time changes nothing."""
    first = drill_timer()
    put(store, first)
    moved = replace(first, due_at=NOON + MINUTE, last_date=first.local_date, data={"n": 2}, failures=3)
    with store.transaction("local") as tx:
        assert timers.hold(tx, "drill", "ada") == first
        assert not timers.add(tx, moved)
        assert timers.hold(tx, "drill", "ada") == first
        timers.save(tx, moved)
        assert timers.hold(tx, "drill", "ada") == moved
        assert timers.hold(tx, "drill", "ada", "other slot") is None
        timers.remove(tx, moved)
        assert timers.hold(tx, "drill", "ada") is None


def test_what_is_due_comes_oldest_first(store: Database, clock: Clock) -> None:
    """To the millisecond; what stands still or is to come is not due."""
    put(
        store,
        drill_timer(subject="late", due_at=NOON - MINUTE),
        drill_timer(subject="now"),
        drill_timer(subject="soon", due_at=NOON + timedelta(milliseconds=1)),
        drill_timer(subject="paused", due_at=None),
    )
    assert claimed(store, "local") == ["late", "now"]
    assert claimed(store, "local", most=1) == ["late"]
    clock.advance(timedelta(milliseconds=1))
    assert claimed(store, "local") == ["late", "now", "soon"]


def test_tenants_that_waited_longest_come_first(store: Database) -> None:
    """However many timers they have; only the operator's transaction sees them all."""
    put(store, *(drill_timer("slack:T1", str(number)) for number in range(5)))
    put(store, drill_timer("slack:T2", due_at=NOON - MINUTE), drill_timer("slack:T3", due_at=NOON + MINUTE))
    with store.transaction(OPERATOR, write=False) as tx:
        assert timers.tenants_due(tx, 9) == ["slack:T2", "slack:T1"]
        assert timers.tenants_due(tx, 1) == ["slack:T2"]
        assert [timers.next_tenant(tx, after) for after in ("", "slack:T1", "slack:T3")] == [
            *("slack:T1", "slack:T2"),
            None,
        ]
    with store.transaction("slack:T1") as tx, pytest.raises(ValueError, match="operator"):
        timers.tenants_due(tx, 9)


def test_two_tenants_with_equal_subjects_do_not_meet(store: Database) -> None:
    """What one changes is the other's in no way, and a timer of another tenant is refused."""
    put(store, drill_timer("slack:T1"), drill_timer("slack:T2"))
    with store.transaction("slack:T1") as tx:
        timers.remove(tx, drill_timer("slack:T1"))
        with pytest.raises(ValueError, match=r"slack:T2 in a transaction of slack:T1"):
            timers.remove(tx, drill_timer("slack:T2"))
    assert claimed(store, "slack:T1") == []
    assert claimed(store, "slack:T2") == ["ada"]


def test_on_postgres_others_pass_over_what_is_claimed(postgres: Database) -> None:
    """Two that claim at once share what is due and do not wait for each other; given back, it is due again."""
    put(postgres, *(drill_timer(subject=str(number), due_at=NOON - number * MINUTE) for number in range(4)))
    with postgres.transaction("local") as tx:
        mine = [each.subject for each in timers.claim_due(tx, 2)]
        assert mine == ["3", "2"]
        assert claimed(postgres, "local") == ["1", "0"]
    assert claimed(postgres, "local") == ["3", "2", "1", "0"]


def test_a_timer_that_was_moved_is_not_postponed(store: Database) -> None:
    """Who failed with an old state of it has nothing to say about the new one."""
    old = drill_timer()
    put(store, old)
    with store.transaction("local") as tx:
        timers.save(tx, replace(old, due_at=NOON + MINUTE))
        timers.postpone(tx, old, NOON + 9 * MINUTE)
        assert timers.hold(tx, "drill", "ada") == replace(old, due_at=NOON + MINUTE)
        timers.postpone(tx, replace(old, due_at=NOON + MINUTE), NOON + 9 * MINUTE)
        assert timers.hold(tx, "drill", "ada") == replace(old, due_at=NOON + 9 * MINUTE, failures=1)


def test_timers_of_another_tzdata_are_found(store: Database) -> None:
    """Those that stand still, or have no zone, are not concerned."""
    put(
        store,
        drill_timer(subject="old"),
        drill_timer(subject="new", tzdata="2026b"),
        drill_timer(subject="snooze", tzdata=None),
        drill_timer(subject="paused", due_at=None),
    )
    with store.transaction("local") as tx:
        assert [each.subject for each in timers.hold_outdated(tx, "2026b", 9)] == ["old"]


def test_how_many_are_due_together_is_counted(store: Database) -> None:
    """From the first instant on, up to the last one."""
    put(store, *(drill_timer(subject=str(number), due_at=NOON + number * MINUTE) for number in range(5)))
    with store.transaction("local", write=False) as tx:
        assert timers.due_together(tx, NOON + MINUTE, NOON + 4 * MINUTE) == 3


def test_a_learners_timers_go_with_the_learner(store: Database) -> None:
    """Who is forgotten is not asked any more."""

    def mine(tx: Transaction) -> Timer:
        return drill_timer(learner_id=learner(tx).id)

    with store.transaction("local") as tx:
        timers.add(tx, mine(tx))
        people.forget(tx, learner(tx).person_id)
        assert timers.claim_due(tx, 9) == []
