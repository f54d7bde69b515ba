import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.store import memories, sessions
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.statement import Statement
from tests.store.factories import NOON, Clock, memory, newcomer

THREADS = 6
TURNS = 15
ONE = Statement(text("SELECT 1"))


class OutOfPatienceError(Exception):
    """What the code inside a transaction may raise."""


def add_one(store: Database, person: str) -> None:
    """Read a state and write it one higher."""
    with store.transaction("local") as tx:
        found = sessions.find_open(tx, person, "drill")
        assert found is not None
        sessions.save(tx, found.id, found.version, {"count": found.state["count"] + 1})


def save_and_raise(store: Database, person: str) -> None:
    """Write, then fail."""
    with store.transaction("local") as tx:
        memories.save(tx, person, memory())
        raise OutOfPatienceError


def test_returning_keeps_and_raising_undoes(store: Database) -> None:
    """What was done before an exception is gone, and the next transaction works."""
    person = newcomer(store).person_id
    with pytest.raises(OutOfPatienceError):
        save_and_raise(store, person)
    with store.transaction("local") as tx:
        assert memories.get(tx, person, "card-1") is None
        memories.save(tx, person, memory())
    with store.transaction("local", write=False) as tx:
        assert memories.get(tx, person, "card-1") == memory()


def test_a_reader_sees_one_moment(store: Database) -> None:
    """What is written while it reads comes with the next transaction, and the writer does not wait for it."""
    person = newcomer(store).person_id
    with store.transaction("local", write=False) as reader:
        assert memories.known_ids(reader, person) == set()
        with store.transaction("local") as tx:
            memories.save(tx, person, memory())
        assert memories.known_ids(reader, person) == set()
    with store.transaction("local", write=False) as reader:
        assert memories.known_ids(reader, person) == {"card-1"}


def test_a_reader_cannot_write(store: Database) -> None:
    """A transaction that was opened for reading refuses every change."""
    person = newcomer(store).person_id
    with pytest.raises(StoreError), store.transaction("local", write=False) as tx:
        memories.save(tx, person, memory())


def test_a_transaction_that_has_ended_runs_nothing(store: Database) -> None:
    """A statement after the block is a fault, not a change outside any transaction."""
    with store.transaction("local") as tx:
        assert tx.row(ONE) == (1,)

    with pytest.raises(RuntimeError, match="ended"):
        tx.row(ONE)


def test_a_transaction_reads_the_clock_once(store: Database, clock: Clock) -> None:
    """Its time stands still, in whole milliseconds, as the columns keep it."""
    clock.now = NOON + timedelta(microseconds=1999)
    with store.transaction("local") as tx:
        first = tx.now()
        clock.advance(timedelta(hours=1))
        assert tx.now() == first == NOON + timedelta(milliseconds=1)
    with store.transaction("local") as tx:
        assert tx.now() == NOON + timedelta(hours=1, milliseconds=1)


def test_postgres_tells_the_time_where_no_clock_is_given(empty_postgres: str) -> None:
    """Without a clock of a test, the server's own counts, for all machines alike."""
    database = Database.open(empty_postgres)
    server_time = Statement(text("SELECT transaction_timestamp()"))
    with database.transaction("local") as tx:
        row = tx.row(server_time)
        assert row is not None
        assert timedelta() <= row[0] - tx.now() < timedelta(milliseconds=1)
    database.close()


def test_a_threads_turn_is_never_lost(store: Database) -> None:
    """However many threads count at once, each turn counts, or is told that it did not."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        sessions.create(tx, person, "drill", {"count": 0})
    together = threading.Barrier(THREADS)

    def count_up() -> int:
        together.wait()
        done = 0
        while done < TURNS:
            try:
                add_one(store, person)
            except sessions.StaleSessionError:
                continue
            done += 1
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        turns = [pool.submit(count_up) for _ in range(THREADS)]
        assert [turn.result() for turn in turns] == [TURNS] * THREADS
    with store.transaction("local", write=False) as tx:
        found = sessions.find_open(tx, person, "drill")
        assert found is not None
        assert found.state == {"count": THREADS * TURNS}


def test_more_readers_than_connections_take_turns(store: Database) -> None:
    """Nobody fails because the pool is small."""
    person = newcomer(store).person_id
    together = threading.Barrier(20)

    def read() -> set[str]:
        together.wait()
        with store.transaction("local", write=False) as tx:
            return memories.known_ids(tx, person)

    with ThreadPoolExecutor(20) as pool:
        assert [each.result() for each in [pool.submit(read) for _ in range(20)]] == [set()] * 20


def test_a_commit_on_sqlite_is_on_the_disk(empty_sqlite: str) -> None:
    """The settings that make a confirmed answer survive a power cut are in force on the connection that writes."""
    database = Database.open(empty_sqlite)
    with database.transaction("local") as tx:
        found = {name: tx.row(Statement(text(f"PRAGMA {name}"))) for name in ("journal_mode", "synchronous")}
        enforced = tx.row(Statement(text("PRAGMA foreign_keys")))
    database.close()

    assert found == {"journal_mode": ("wal",), "synchronous": (2,)}
    assert enforced == (1,)
