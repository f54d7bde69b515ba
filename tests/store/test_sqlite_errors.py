import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import memories, reviews
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.sqlite import READERS
from bot.store.statement import Statement
from tests.store.factories import learner, memory, newcomer, review
from tests.store.opening import refusal, use

NOBODY = 65534


def path_of(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(url.removeprefix("sqlite:///"))


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
        for number in range(3000):
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


def test_readers_who_wait_in_vain_are_told(empty_sqlite: str) -> None:
    """With all connections taken for too long, the next reader hears that the database is busy."""
    database = Database.open(empty_sqlite, busy_seconds=0.05)
    with ExitStack() as taken:
        for _ in range(READERS):
            taken.enter_context(database.transaction("local", write=False))
        with pytest.raises(StoreError, match="busy"):
            taken.enter_context(database.transaction("local", write=False))
    newcomer(database)
    database.close()
