"""Installations are kept by tenant, their tokens encrypted and bound to it."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from bot.crypto import BadKeys, CannotOpen, KeyRing, new_key_line
from bot.domain.installation import Installation
from bot.registry import STATE_LIFE, Registry
from bot.store import installations
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.statement import Statement
from bot.store.tables import OPERATOR, metadata
from tests.store.conftest import PASSWORD
from tests.store.factories import NOON, Clock, learner, newcomer

OLD, NEW = new_key_line(), new_key_line()
KEYS = KeyRing.parse(OLD)
TOKEN = "xoxb-canary-0123456789"  # noqa: S105  # what a dump is searched for
SECOND = timedelta(seconds=1)
End = Callable[[Registry, str, datetime], None]


def team(name: str = "T1", token: str = TOKEN) -> Installation:
    """A workspace's installation."""
    return Installation(None, name, "U0", token, "B0", "A0", "Acme", frozenset({"commands", "chat:write"}))


@pytest.fixture
def registry(store: Database) -> Registry:
    """The registry on each kind of database in turn."""
    return Registry(store, KEYS)


@pytest.fixture
def restricted(empty_postgres: str, member: str) -> Iterator[Database]:
    """The store under a role that no policy lets pass."""
    url = make_url(empty_postgres).set(username=member, password=PASSWORD)
    database = Database.open(url.render_as_string(hide_password=False))
    yield database
    database.close()


@pytest.mark.parametrize(
    "given",
    [team(), replace(team(), enterprise_id="E1"), replace(team(), enterprise_id="E1", team_id=None, scopes=None)],
    ids=["a workspace", "a workspace of an organisation", "a whole organisation"],
)
def test_an_installation_comes_back_as_it_was_kept(registry: Registry, given: Installation) -> None:
    """Everything that Slack granted is found again by its tenant, with the time."""
    registry.save(given)

    assert registry.find(given.tenant) == replace(given, installed_at=NOON)


def test_a_second_installation_takes_the_place_of_the_first(registry: Registry, clock: Clock) -> None:
    """A workspace that installs again has its new token, scopes and time, and one row."""
    registry.save(team())
    later = clock.advance(SECOND)
    again = replace(team(token="xoxb-2"), scopes=frozenset({"commands"}), name="Acme Ltd")  # noqa: S106
    registry.save(again)

    assert registry.find("slack:T1") == replace(again, installed_at=later)
    assert len(registry.listed()) == 1


def test_a_tenant_finds_no_other_tenants_installation(registry: Registry) -> None:
    """Neither a namesake on another level nor a beginning of the name is taken for it."""
    registry.save(team("T1"))

    for tenant in ("slack:T", "slack:T11", "slack:E1", "discord:T1", "", OPERATOR):
        assert registry.find(tenant) is None


def test_swapped_tokens_open_for_nobody(registry: Registry, store: Database) -> None:
    """Whoever can write to the database still cannot make one workspace's bot act in another."""
    registry.save(team("T1", "xoxb-1"))
    registry.save(team("T2", "xoxb-2"))
    with store.transaction(OPERATOR) as tx:
        texts: dict[str, str] = dict(tx.rows(Statement(text("SELECT tenant_id, sealed_token FROM installation"))))
        put = Statement(text("UPDATE installation SET sealed_token = :text WHERE tenant_id = :tenant"))
        assert tx.run(put, tenant="slack:T1", text=texts["slack:T2"]) == 1
        assert tx.run(put, tenant="slack:T2", text=texts["slack:T1"]) == 1

    for tenant in ("slack:T1", "slack:T2"):
        with pytest.raises(CannotOpen, match=tenant):
            registry.find(tenant)


def test_a_dump_holds_no_token(registry: Registry, store: Database, database_url: str) -> None:
    """Neither the rows nor, on SQLite, the files hold a token in any form that can be read."""
    registry.save(team())
    registry.save(team(token="xoxb-replacement-canary"))  # noqa: S106
    dumped = dump(database_url)
    store.close()

    assert "slack:T1" in dumped
    assert "canary" not in dumped
    assert "canary".encode("utf-16-le").decode("latin-1") not in dumped


def dump(url: str) -> str:
    """All that a thief of the database would read."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        files = [path, *path.parent.glob(f"{path.name}-*")]
        with closing(sqlite3.connect(path)) as connection:
            rows = "\n".join(connection.iterdump())
        return rows + "".join(file.read_bytes().decode("latin-1") for file in files)
    with psycopg.connect(make_url(url).render_as_string(hide_password=False)) as connection:
        queries = [f"SELECT t::text FROM {name} t" for name in metadata.tables]  # noqa: S608  # our own names
        return "".join(str(connection.execute(query).fetchall()) for query in queries)


def test_a_revoked_token_is_gone_and_its_people_stay(registry: Registry, store: Database) -> None:
    """Whoever installs again finds everybody's memory as it was."""
    registry.save(team())
    person = newcomer(store, "U1", "slack:T1").person_id
    registry.revoke("slack:T1")

    assert registry.find("slack:T1") is None
    assert newcomer(store, "U1", "slack:T1").person_id == person


def test_an_uninstallation_takes_the_tenant_and_nothing_else(registry: Registry, store: Database) -> None:
    """Row, people and name of the one go; an equal account of another workspace keeps its own."""
    registry.save(team("T1"))
    registry.save(team("T2"))
    gone = newcomer(store, "U1", "slack:T1").person_id
    kept = newcomer(store, "U1", "slack:T2").person_id
    registry.revoke("slack:T1")
    registry.uninstall("slack:T1")

    assert [each.tenant for each in registry.listed()] == ["slack:T2"]
    assert newcomer(store, "U1", "slack:T2").person_id == kept
    assert newcomer(store, "U1", "slack:T1").person_id != gone


@pytest.mark.parametrize("act", [Registry.revoke, Registry.uninstall])
def test_old_news_of_an_end_do_not_harm_a_new_installation(registry: Registry, clock: Clock, act: End) -> None:
    """Slack tells again after five minutes what was not heard; meanwhile somebody may have installed again."""
    registry.save(team())
    told_at = clock.now + 30 * SECOND
    clock.advance(60 * SECOND)
    registry.save(team())
    act(registry, "slack:T1", told_at)
    assert registry.find("slack:T1") is not None

    act(registry, "slack:T1", clock.now)
    assert registry.find("slack:T1") is None


def test_news_count_although_clocks_differ_a_little(registry: Registry, clock: Clock) -> None:
    """Slack's time has whole seconds only, and may be behind ours."""
    registry.save(team())
    registry.uninstall("slack:T1", clock.now - 2 * SECOND)

    assert registry.find("slack:T1") is None


def test_rotation_leaves_no_token_under_an_old_key(registry: Registry, store: Database) -> None:
    """All are encrypted anew in one go, those that were on the newest key included; how many is told."""
    registry.save(team("T1", "xoxb-1"))
    both = Registry(store, KeyRing.parse(f"{OLD}\n{NEW}"))
    both.save(team("T2", "xoxb-2"))

    assert both.rotate() == 2
    assert {each.key_id for each in both.listed()} == {NEW.partition(":")[0]}
    only_new = Registry(store, KeyRing.parse(NEW))
    assert [getattr(only_new.find(f"slack:T{number}"), "token", "") for number in (1, 2)] == ["xoxb-1", "xoxb-2"]


def test_rotation_is_all_or_nothing(registry: Registry, store: Database) -> None:
    """Where one token cannot be read, the others stay as they were, and the one is named."""
    registry.save(team("T1", "xoxb-1"))
    Registry(store, KeyRing.parse(new_key_line())).save(team("T2", "xoxb-2"))
    with pytest.raises(BadKeys, match="slack:T2"):
        Registry(store, KeyRing.parse(f"{OLD}\n{NEW}")).rotate()

    found = registry.find("slack:T1")
    assert found is not None
    assert found.token == "xoxb-1"  # noqa: S105


def test_without_a_key_nothing_is_kept(store: Database) -> None:
    """No token ever lies in clear because the operator forgot something; reading says so, too."""
    keyless = Registry(store, KeyRing.parse(""))
    with pytest.raises(BadKeys, match="mlsd keys new"):
        keyless.save(team())

    assert keyless.find("slack:T1") is None
    Registry(store, KEYS).save(team())
    with pytest.raises(BadKeys, match="not in MLSD_TOKEN_KEYS"):
        keyless.find("slack:T1")


def test_an_installation_is_kept_only_in_its_own_tenant(store: Database) -> None:
    """A caller that mixes tenants up is a bug, and changes nothing."""
    with store.transaction("slack:T2") as tx:
        for act in (lambda: installations.save(tx, team("T1"), KEYS), lambda: installations.rotate(tx, KEYS)):
            with pytest.raises(ValueError, match="not of slack:T2"):
                act()


def test_a_state_is_good_once(registry: Registry) -> None:
    """The second use, and a word that was never given out, are refused."""
    first, second = registry.new_state(), registry.new_state()

    assert [registry.use_state(state) for state in (first, first, second, "", "made up", "nul\0")] == [
        *(True, False, True),
        *(False, False, False),
    ]


def test_a_state_lives_ten_minutes(registry: Registry, clock: Clock) -> None:
    """Up to the last moment it is good, after it is not; old ones do not pile up."""
    kept, late = registry.new_state(), registry.new_state()
    clock.advance(STATE_LIFE - timedelta(milliseconds=1))
    assert registry.use_state(kept)
    clock.advance(timedelta(milliseconds=1))
    assert not registry.use_state(late)


def test_old_states_are_swept_away(registry: Registry, store: Database, clock: Clock) -> None:
    """Visitors who never come back leave nothing for longer than the next one's visit."""
    for _ in range(3):
        registry.new_state()
    clock.advance(STATE_LIFE)
    registry.new_state()

    with store.transaction("", write=False) as tx:
        assert tx.row(Statement(text("SELECT count(*) FROM oauth_state"))) == (1,)


def test_of_many_who_use_a_state_at_once_one_succeeds(registry: Registry) -> None:
    """A link that is opened twice in the same instant installs once."""
    state = registry.new_state()
    with ThreadPoolExecutor(4) as pool:
        used = list(pool.map(registry.use_state, [state] * 4))

    assert sorted(used) == [False, False, False, True]


def test_a_restricted_role_can_do_all_of_it(restricted: Database) -> None:
    """Installing, finding, rotating and uninstalling need no right beyond the tables."""
    registry = Registry(restricted, KEYS)
    registry.save(team("T1"))
    registry.save(team("T2"))
    registry.save(team("T2"))
    assert Registry(restricted, KeyRing.parse(f"{OLD}\n{NEW}")).rotate() == 2
    registry.uninstall("slack:T1")

    assert [each.tenant for each in registry.listed()] == ["slack:T2"]


def test_another_tenants_token_is_behind_the_wall(restricted: Database) -> None:
    """Even a statement without a tenant reads no installation but its own, and can plant none elsewhere."""
    registry = Registry(restricted, KEYS)
    registry.save(team("T1"))
    everything = Statement(text("SELECT count(*) FROM installation"))
    steal = Statement(text("UPDATE installation SET tenant_id = 'slack:T2'"))
    with restricted.transaction("slack:T2") as tx:
        learner(tx)
        assert tx.row(everything) == (0,)
        assert tx.run(steal) == 0
    with pytest.raises(StoreError, match="does not let"), restricted.transaction("slack:T1") as tx:
        tx.run(steal)
