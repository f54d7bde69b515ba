from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy import make_url, text

from bot.store import memories, postgres, schema
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.statement import Statement
from tests.store.factories import memory, newcomer
from tests.store.opening import refusal

CANARY = "kanarienvogel"


@pytest.mark.parametrize(
    "url",
    [
        "",
        CANARY,
        f"mysql://user:{CANARY}@host/db",
        f"postgresql+asyncpg://user:{CANARY}@host/db",
        f"postgresql://user:{CANARY}@host:port/db",
        f"postgresql://user:p@{CANARY}@host/db",
        f"postgresql://user:{CANARY}@127.0.0.1:1/db",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    """Every such URL gives a sentence, and the password is in no part of what may be shown or logged."""
    told = refusal(url)

    assert CANARY not in f"{told} {told.__cause__} {told.__context__}" or url == CANARY


def test_a_server_that_is_not_there_is_told(postgres_server: str) -> None:
    """Nothing listens at that port; the place is named."""
    url = make_url("postgresql://user@127.0.0.1:1/mlsd")

    said = refusal(url.render_as_string())
    assert said.message == "There is no PostgreSQL server that answers at 127.0.0.1:1/mlsd."
    assert "MLSD_DATABASE_URL" in said.next_step
    missing = make_url(postgres_server).set(database="no_such_database")
    assert "has no database" in refusal(missing.render_as_string(hide_password=False)).message


def test_a_wrong_password_is_told_without_it(migrated_postgres: str, member: str) -> None:
    """The server's refusal is told, and the password that was tried is in no part of it."""
    wrong = make_url(migrated_postgres).set(username=member, password=CANARY)

    told = refusal(wrong.render_as_string(hide_password=False))
    assert "refused the user name or the password" in told.message
    assert CANARY not in f"{told} {told.__cause__} {told.__context__}"


def test_an_unmigrated_server_asks_for_the_upgrade(bare_postgres: str) -> None:
    """PostgreSQL never migrates by itself at a start; the command does it, and a second time changes nothing."""
    said = refusal(bare_postgres)
    assert "no tables yet" in said.message
    assert "mlsd db upgrade" in said.next_step

    database = Database.connect(bare_postgres)
    for _ in range(2):
        schema.upgrade(database)
        assert schema.is_current(database)
    database.close()
    Database.open(bare_postgres).close()


def test_an_older_schema_on_a_server_asks_for_the_upgrade(empty_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that knows a newer revision says what to run."""
    monkeypatch.setattr(schema, "HEAD", "9999")

    said = refusal(empty_postgres)
    assert "older version" in said.message
    assert "mlsd db upgrade" in said.next_step


def test_a_lost_connection_is_told_and_replaced(empty_postgres: str, caplog: pytest.LogCaptureFixture) -> None:
    """A restarted server ends the transaction in hand; the next one finds a connection, and nothing is logged."""
    database = Database.open(empty_postgres)
    person = newcomer(database).person_id
    me = Statement(text("SELECT pg_backend_pid()"))

    def write_while_it_restarts() -> None:
        with database.transaction("local") as tx:
            memories.save(tx, person, memory())
            end_connection(empty_postgres, tx.rows(me)[0][0])
            memories.known_ids(tx, person)

    with pytest.raises(StoreError, match="no PostgreSQL server that answers"):
        write_while_it_restarts()
    with database.transaction("local") as tx:
        idle = tx.rows(me)[0][0]
        assert memories.known_ids(tx, person) == set()
    end_connection(empty_postgres, idle)
    with database.transaction("local") as tx:
        assert memories.known_ids(tx, person) == set()
    database.close()
    assert caplog.messages == []


def end_connection(url: str, pid: int) -> None:
    """End a connection from the server's side, and wait until it is gone."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("53100", "disk is full"),
        ("40P01", "Another change came in between"),
        ("55P03", "locked"),
        ("42501", "does not let this user"),
        ("25006", "takes no writes"),
    ],
)
def test_what_the_server_cannot_do_is_told(empty_postgres: str, state: str, said: str) -> None:
    """The server's own error codes become sentences."""
    database = Database.open(empty_postgres)
    fail = Statement(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"))
    with pytest.raises(StoreError, match=said), database.transaction("local") as tx:
        tx.run(fail)
    database.close()


def test_tables_of_a_newer_program_are_not_touched(database_url: str) -> None:
    """An unknown revision asks for a newer program, whatever the database."""
    database = Database.open(database_url)
    stamp = Statement(text("UPDATE alembic_version SET version_num = :version"))
    with database.transaction("local") as tx:
        tx.run(stamp, version="9999")
    try:
        said = refusal(database_url)
        assert "newer version" in said.message
        assert "Update" in said.next_step
        with pytest.raises(StoreError, match="newer version"):
            schema.upgrade(database)
    finally:
        with database.transaction("local") as tx:
            tx.run(stamp, version=schema.HEAD)
        database.close()


def test_who_opened_for_reading_cannot_write(store: Database, database_url: str) -> None:
    """A database that was opened for reading only gives transactions of that sort only."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        memories.save(tx, person, memory())

    reader = Database.open(database_url, read_only=True)
    with reader.transaction("local", write=False) as tx:
        assert memories.get(tx, person, "card-1") == memory()
    with pytest.raises(StoreError, match="reading only"), reader.transaction("local"):
        pass
    reader.close()


def test_a_fault_of_ours_stays_a_fault(store: Database) -> None:
    """Broken SQL or a broken rule is no advice to a person."""
    with pytest.raises(Exception, match="nonsense") as broken, store.transaction("local") as tx:
        tx.run(Statement(text("SELECT nonsense")))
    with pytest.raises(Exception, match=r"(?i)foreign key") as orphan, store.transaction("local") as tx:
        memories.save(tx, "nobody", memory())

    assert not isinstance(broken.value, StoreError)
    assert not isinstance(orphan.value, StoreError)


def test_who_waits_in_vain_for_a_connection_is_told(empty_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the pool empty for too long, the next one hears that the database is busy."""
    monkeypatch.setattr(postgres, "WAIT_SECONDS", 0.05)
    database = Database.open(empty_postgres)
    with ExitStack() as taken:
        for _ in range(postgres.POOL):
            taken.enter_context(database.transaction("local"))
        with pytest.raises(StoreError, match="busy"):
            taken.enter_context(database.transaction("local"))
    newcomer(database)
    database.close()
