"""What the pages promise is there, and what must never be committed is not."""

import re
from pathlib import Path

import pytest

from bot.commands import TABLE

ROOT = Path(__file__).parents[2]


def test_the_readme_names_every_command() -> None:
    """Nothing that can be typed is undocumented."""
    readme = (ROOT / "README.md").read_text()
    assert [command.name for command in TABLE if f"mlsd {command.name}" not in readme] == []


def test_the_readme_opens_with_the_two_commands() -> None:
    """A newcomer finds `make drill` and `make test` on the first screen."""
    first = "\n".join((ROOT / "README.md").read_text().splitlines()[:25])
    assert first.index("make drill") < first.index("make test")


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_that_a_page_names_exists(page: str) -> None:
    """A moved file takes its mention along."""
    named = re.findall(r"`((?:bot|cards|migrations|tests)/[\w./-]+)`", (ROOT / page).read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    """Every package is pinned by hash, wherever it is fetched from."""
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    assert pinned
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pinned)


def test_every_module_says_what_lives_in_it() -> None:
    """Each file of the package begins with a docstring."""
    files = [path for path in (ROOT / "bot").rglob("*.py") if not path.read_text().startswith('"""')]
    assert files == []
