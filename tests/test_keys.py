"""`mlsd keys`: a key is made, taken into use, and the old one retired."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.crypto import BadKeys, KeyRing
from bot.domain.errors import BotError
from bot.domain.installation import Installation
from bot.registry import Registry
from bot.store.database import Database


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the database that the commands use."""
    url = f"sqlite:///{tmp_path / 'mlsd.sqlite3'}"
    monkeypatch.setenv("MLSD_DATABASE_URL", url)
    monkeypatch.delenv("MLSD_TOKEN_KEYS", raising=False)
    return url


def mlsd(*words: str) -> Result:
    """Run a command line."""
    return CliRunner().invoke(app, list(words))


def test_a_new_key_is_one_line_that_can_be_used() -> None:
    """What is printed is a whole ring by itself, and never the same."""
    lines = [mlsd("keys", "new").output for _ in range(2)]

    assert all(line.count("\n") == 1 and KeyRing.parse(line).newest_id for line in lines)
    assert lines[0] != lines[1]


def test_rotating_moves_every_token_to_the_newest_key(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Afterwards the old key can be thrown away; the command says how many tokens moved."""
    old, new = mlsd("keys", "new").output, mlsd("keys", "new").output
    for number in range(3):
        install(url, old, f"T{number}", f"xoxb-{number}")
    file = tmp_path / "keys"
    file.write_text(f"{old}{new}")
    monkeypatch.setenv("MLSD_TOKEN_KEYS_FILE", str(file))

    assert mlsd("keys", "rotate").output == f"3 tokens are encrypted with key {new.partition(':')[0]} now.\n"
    assert [token_of(url, new, f"slack:T{number}") for number in range(3)] == ["xoxb-0", "xoxb-1", "xoxb-2"]


def test_rotating_without_the_old_key_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who replaced the key instead of adding one is told which one is missing, before anything is lost."""
    old, new = mlsd("keys", "new").output, mlsd("keys", "new").output
    install(url, old, "T1", "xoxb-1")
    monkeypatch.setenv("MLSD_TOKEN_KEYS", new)

    error = mlsd("keys", "rotate").exception
    assert isinstance(error, BadKeys)
    assert old.partition(":")[0] in error.message
    assert token_of(url, old, "slack:T1") == "xoxb-1"


def test_rotating_without_any_key_says_how_to_get_one(url: str) -> None:
    """The database is not even opened."""
    error = mlsd("keys", "rotate").exception

    assert isinstance(error, BotError)
    assert "mlsd keys new" in error.next_step
    assert not Path(url.removeprefix("sqlite:///")).exists()


@contextmanager
def registry(url: str, keys: str) -> Iterator[Registry]:
    """The registry of a database, under these keys."""
    database = Database.open(url)
    try:
        yield Registry(database, KeyRing.parse(keys))
    finally:
        database.close()


def install(url: str, keys: str, team: str, token: str) -> None:
    """Keep an installation."""
    with registry(url, keys) as opened:
        opened.save(Installation(None, team, "U0", token))


def token_of(url: str, keys: str, tenant: str) -> str:
    """What these keys find."""
    with registry(url, keys) as opened:
        found = opened.find(tenant)
    return found.token if found else ""
