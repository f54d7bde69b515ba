"""A restricted role on the PostgreSQL of the tests."""

import os
from collections.abc import Iterator

import psycopg
import pytest

PASSWORD = "open sesame"  # noqa: S105  # of a role that lives as long as the tests


@pytest.fixture(scope="session")
def member(migrated_postgres: str) -> Iterator[str]:
    """Name of a role that may read and write every table, but passes no policy; it needs PASSWORD."""
    name = f"mlsd_member_{os.getpid()}"
    with psycopg.connect(migrated_postgres, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
        connection.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {name}")
        yield name
        connection.execute(f"DROP OWNED BY {name}")
        connection.execute(f"DROP ROLE {name}")
