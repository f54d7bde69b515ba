import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text

from bot.store import memories, reviews, schema
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.statement import Statement
from tests.store.factories import learner, memory, newcomer, review

NOBODY = 65534
CANARY = "kanarienvogel"


def path_of(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(url.removeprefix("sqlite:///"))


def use(url: str, *, read_only: bool) -> None:
    """Open a database and, unless that is for reading, write."""
    database = Database.open(url, read_only=read_only, busy_seconds=0.05)
    try:
        if not read_only:
            newcomer(database, account=uuid4().hex)
    finally:
        database.close()


def refusal(url: str, *, read_only: bool = False) -> StoreError:
    """What a database that cannot be used says, at once or at the first change."""
    with pytest.raises(StoreError) as caught:
        use(url, read_only=read_only)
    assert caught.value.message.endswith(".")
    assert caught.value.next_step.endswith(".")
    return caught.value


@contextmanager
def as_a_plain_user() -> Iterator[None]:
    """Root may write anywhere; become nobody for a moment where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def no_file_larger_than(limit_bytes: int) -> Iterator[None]:
    """What a quota does to a file that grows."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="mlsd-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o777)
        yield Path(name)
        Path(name).chmod(0o777)


def test_the_folder_is_made(tmp_path: Path) -> None:
    """At a first start neither file nor folder exist; the folder is closed to other users."""
    path = tmp_path / "new" / "folder" / "mlsd.sqlite3"
    Database.open(f"sqlite:///{path}").close()

    assert path.is_file()
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_file_name_may_hold_any_character(tmp_path: Path) -> None:
    """A question mark, a percent sign or a hash in the name is part of it."""
    path = tmp_path / "what? 100%41 #1.sqlite3"
    use(f"sqlite:///{path}", read_only=False)

    assert path.is_file()


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    """A file with other content is left alone."""
    path = tmp_path / "notes.txt"
    path.write_text("My notes on feature stores.\n" * 50)

    assert "is not a database" in refusal(f"sqlite:///{path}").message
    assert path.read_text().startswith("My notes")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """No tables are added to a file that holds somebody else's."""
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE song (title TEXT)")

    assert "another program" in refusal(f"sqlite:///{path}").message
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("song",)]


def test_a_damaged_file_is_named(empty_sqlite: str) -> None:
    """Garbage in the middle of the file is told as damage, with the way to the backup, when it is met."""
    database = Database.open(empty_sqlite)
    person = newcomer(database).person_id
    with database.transaction("local") as tx:
        for number in range(500):
            memories.save(tx, person, memory(f"card-{number}"))
    database.close()
    path = path_of(empty_sqlite)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    path.write_bytes(content)

    database = Database.open(empty_sqlite)
    with pytest.raises(StoreError, match=r"damaged.*backup"), database.transaction("local", write=False) as tx:
        memories.every(tx, person)
    database.close()


def test_a_damaged_head_is_told_at_once(empty_sqlite: str) -> None:
    """A file whose schema cannot be read does not open."""
    path = path_of(empty_sqlite)
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)

    assert "damaged" in refusal(empty_sqlite).message


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


def test_a_file_without_tables_is_not_migrated_for_reading(tmp_path: Path) -> None:
    """Who only reads changes nothing, and is told how to make the tables."""
    path = tmp_path / "empty.sqlite3"
    path.touch()

    said = refusal(f"sqlite:///{path}", read_only=True)
    assert "no tables" in said.message
    assert "mlsd db upgrade" in said.next_step
    assert path.stat().st_size == 0


def test_a_missing_file_is_not_made_for_reading(tmp_path: Path) -> None:
    """Reading needs a file that is there."""
    path = tmp_path / "missing.sqlite3"

    assert "cannot be opened" in refusal(f"sqlite:///{path}", read_only=True).message
    assert not path.exists()


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


def test_a_read_only_folder_is_told(open_folder: Path) -> None:
    """Without the right to write there, neither a new file nor an old one can be used."""
    old = open_folder / "old.sqlite3"
    use(f"sqlite:///{old}", read_only=False)
    old.chmod(0o666)
    open_folder.chmod(0o555)
    with as_a_plain_user():
        new_one = refusal(f"sqlite:///{open_folder / 'new.sqlite3'}")
        old_one = refusal(f"sqlite:///{old}")

    assert "cannot be opened or created" in new_one.message
    assert str(old) in old_one.message


def test_a_read_only_file_is_told(open_folder: Path) -> None:
    """A file that may only be read does not open for writing."""
    path = open_folder / "mine.sqlite3"
    use(f"sqlite:///{path}", read_only=False)
    path.chmod(0o444)
    with as_a_plain_user():
        assert "read-only" in refusal(f"sqlite:///{path}").message


def test_a_folder_that_cannot_be_made_is_told(open_folder: Path) -> None:
    """The folder of a new file may be out of reach, or be a file."""
    (open_folder / "file").touch()
    open_folder.chmod(0o555)
    with as_a_plain_user():
        for path in (open_folder / "new" / "x.sqlite3", open_folder / "file" / "x.sqlite3"):
            assert "cannot be opened or created" in refusal(f"sqlite:///{path}").message


def test_a_full_disk_is_told_and_undoes_the_transaction(empty_sqlite: str) -> None:
    """An answer that found no room is not half there."""
    database = Database.open(empty_sqlite)
    person = newcomer(database).person_id
    with database.transaction("local") as tx:
        row = tx.row(Statement(text("PRAGMA page_count")))
        assert row is not None
        tx.row(Statement(text(f"PRAGMA max_page_count = {row[0] + 2}")))

    with pytest.raises(StoreError, match="disk is full"):
        answer_at_length(database, person)
    with database.transaction("local") as tx:
        assert list(reviews.history(tx, person)) == []
    database.close()


def test_a_quota_is_told_as_a_failing_disk(empty_sqlite: str) -> None:
    """Where the file may not grow, the disk's refusal is told; with room again, work goes on."""
    database = Database.open(empty_sqlite)
    person = newcomer(database).person_id
    with no_file_larger_than(path_of(empty_sqlite).stat().st_size), pytest.raises(StoreError, match="disk"):
        answer_at_length(database, person)

    answer_at_length(database, person)
    database.close()


def answer_at_length(database: Database, person: str) -> None:
    """Write more than a few pages."""
    with database.transaction("local") as tx:
        for number in range(20):
            reviews.append(tx, person, review(f"1:{number}", answer="words " * 5000))


def test_a_lock_of_another_process_is_told(empty_sqlite: str) -> None:
    """Who waits in vain for another writer is told so; reading goes on, and so does writing afterwards."""
    database = Database.open(empty_sqlite, busy_seconds=0.05)
    with closing(sqlite3.connect(path_of(empty_sqlite), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another process"):
            newcomer(database)
        with database.transaction("local", write=False) as tx:
            assert memories.known_ids(tx, "nobody") == set()
        other.execute("ROLLBACK")
    newcomer(database)
    database.close()


def test_a_nested_write_is_a_fault_and_no_deadlock(empty_sqlite: str) -> None:
    """A transaction inside a transaction of the same thread fails at once; the outer one can go on."""
    database = Database.open(empty_sqlite)
    with database.transaction("local") as tx:
        with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
            newcomer(database)
        learner(tx)
    database.close()


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


def test_a_fault_of_ours_stays_a_fault(store: Database) -> None:
    """Broken SQL or a broken rule is no advice to a person."""
    with pytest.raises(Exception, match="nonsense") as broken, store.transaction("local") as tx:
        tx.run(Statement(text("SELECT nonsense")))
    with pytest.raises(Exception, match=r"(?i)foreign key") as orphan, store.transaction("local") as tx:
        memories.save(tx, "nobody", memory())

    assert not isinstance(broken.value, StoreError)
    assert not isinstance(orphan.value, StoreError)
