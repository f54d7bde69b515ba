"""`mlsd doctor` says how Slack stands, and what to mend."""

import asyncio
from pathlib import Path

import pytest

from bot.crypto import KeyRing, new_key_line
from bot.doctor import Check, examine
from bot.domain.installation import Installation
from bot.platforms.slack.manifest import SCOPES
from bot.registry import Registry
from bot.store.database import Database
from tests.loopback.slack.server import LoopbackSlack
from tests.loopback.slack.story import story

KEY = new_key_line()
MANY = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "c", "SLACK_SIGNING_SECRET": "s", "MLSD_TOKEN_KEYS": KEY}


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, in which Slack is not set up."""
    monkeypatch.setenv("MLSD_DATA_DIR", str(tmp_path))
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


def slack_check() -> Check:
    """What the doctor says of Slack."""
    return next(check for check in examine() if check.subject == "slack")


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    """Set variables of the environment."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def keep(tmp_path: Path, *installations: Installation, key: str = KEY) -> None:
    """Keep installations in the database that the doctor looks into."""
    database = Database.open(f"sqlite:///{tmp_path / 'mlsd.sqlite3'}")
    for each in installations:
        Registry(database, KeyRing.parse(key)).save(each)
    database.close()


def test_without_slack_the_doctor_is_content() -> None:
    """Who uses the terminal alone is not asked to mend anything, only shown the way."""
    check = slack_check()

    assert (check.good, "mlsd slack manifest" in check.finding) == (True, True)


@story
async def test_a_good_token_is_told_with_its_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """One call of Slack finds out."""
    async with LoopbackSlack() as slack:
        set_all(monkeypatch, slack.environment() | {"SLACK_BOT_TOKEN": slack.team("T1").bot_token})
        check = await asyncio.to_thread(slack_check)

        assert (check.good, "installed in t1" in check.finding) == (True, True)
        assert slack.count("auth.test") == 1


@story
async def test_a_dead_token_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor finds before a start what the start would say."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        set_all(monkeypatch, slack.environment() | {"SLACK_BOT_TOKEN": team.bot_token})
        team.revoke_token(silently=True)
        check = await asyncio.to_thread(slack_check)

    assert (check.good, "was revoked. Install the app again" in check.finding) == (False, True)


def test_half_a_set_up_is_told_before_slack_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot token alone is not enough."""
    set_all(monkeypatch, {"SLACK_BOT_TOKEN": "xoxb-1"})

    assert (slack_check().good, "SLACK_APP_TOKEN is not set" in slack_check().finding) == (False, True)


def test_workspaces_that_installed_by_themselves_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scopes are those that each granted; nothing is asked of Slack."""
    set_all(monkeypatch, MANY)
    keep(tmp_path, *(Installation(None, name, "U0", "xoxb", scopes=frozenset(SCOPES)) for name in ("T1", "T2")))

    assert (slack_check().good, "installed in 2 workspaces" in slack_check().finding) == (True, True)


def test_a_workspace_that_granted_too_little_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among others that granted all."""
    set_all(monkeypatch, MANY)
    old = frozenset(SCOPES) - {"im:history"}
    keep(tmp_path, Installation(None, "T1", "U0", "xoxb", scopes=frozenset(SCOPES)))
    keep(tmp_path, Installation(None, "T2", "U0", "xoxb", scopes=old))

    assert (slack_check().good, "slack:T2: im:history is missing" in slack_check().finding) == (False, True)


def test_a_key_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the workspace finds out."""
    set_all(monkeypatch, MANY)
    old = new_key_line()
    keep(tmp_path, Installation(None, "T1", "U0", "xoxb"), key=old)
    check = slack_check()

    assert not check.good
    assert f"slack:T1 needs key {old.partition(':')[0]}" in check.finding


def test_many_workspaces_need_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one nobody could install."""
    set_all(monkeypatch, MANY | {"MLSD_TOKEN_KEYS": ""})

    assert (slack_check().good, "mlsd keys new" in slack_check().finding) == (False, True)
