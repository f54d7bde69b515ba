"""Requests are answered with the right workspace's token, without asking Slack or the database each time."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict

import pytest
from slack_sdk.oauth.installation_store import Installation as Granted

from bot.domain.installation import Installation
from bot.platforms.slack.bolt_stores import InstallationStore
from bot.platforms.slack.identity import identify
from bot.platforms.slack.remembered import FRESH_SECONDS, Remembered
from bot.platforms.slack.web_routes import event_routes
from bot.platforms.slack.workspaces import ManyWorkspaces, OneWorkspace
from bot.registry import Registry
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.web.server import Server, application
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.platforms.slack.installing import KEYS, Threads, answered_for, app_of, credentials_of, running
from tests.store.factories import newcomer


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    opened = Database.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    yield opened
    opened.close()


class Ids(TypedDict):
    """By which Bolt names a workspace."""

    enterprise_id: str | None
    team_id: str | None


class Counting(Registry):
    """The real registry, which counts how often it is asked, and can be told to fail."""

    asked = 0
    fails = False

    def find(self, tenant: str) -> Installation | None:
        """As the registry's."""
        self.asked += 1
        if self.fails:
            raise StoreError("The database is gone.")
        return super().find(tenant)


class Monotonic:
    """A clock that only a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def team(name: str | None = "T1", enterprise: str | None = None) -> Installation:
    """An installation."""
    return Installation(enterprise, name, "U0", f"xoxb-{name or enterprise}")


def http_slack() -> LoopbackSlack:
    """A Slack that posts to the bot."""
    return LoopbackSlack(transport=Transport.HTTP)


@story
async def test_slack_is_never_asked_who_we_are(database: Database) -> None:
    """After the installation a hundred commands, and a restart, cost not one `auth.test`."""
    async with http_slack() as slack:
        ann = slack.team("T1", installed=False).user("U1")
        async with running(slack, database) as bot:
            await ann.installs(bot.install_page)
            before = slack.count("auth.test")
            for _ in range(50):
                await ann.types("/mlsd")
        async with running(slack, database):
            for _ in range(50):
                await ann.types("/mlsd")
            assert await answered_for(ann) == "slack:T1"

        assert slack.count("auth.test") == before == 1


@story
async def test_an_uninstallation_is_heard_at_once(database: Database) -> None:
    """The next command finds no installation, the dead token is used no more, and the tenant's people are gone."""
    async with http_slack() as slack, running(slack, database) as bot:
        one, other = (slack.team(name, installed=False) for name in ("T1", "T2"))
        people = [workspace.user("U1") for workspace in (one, other)]
        for person in people:
            await person.installs(bot.install_page)
            assert await answered_for(person)
        gone = [newcomer(database, "U1", f"slack:{name}").person_id for name in ("T1", "T2")]
        one.uninstall()
        assert {await bot.news.get(), await bot.news.get()} == {"revoked", "uninstalled"}
        assert [each.tenant for each in bot.registry.listed()] == ["slack:T2"]
        await people[0].types("/mlsd")

        assert "no working installation" in people[0].sees()[-1].text
        assert await answered_for(people[1]) == "slack:T2"
        kept = [newcomer(database, "U1", f"slack:{name}").person_id for name in ("T1", "T2")]
        assert (kept[0] == gone[0], kept[1] == gone[1]) == (False, True)


@story
async def test_a_revoked_token_is_used_no_more_and_a_new_one_at_once(database: Database) -> None:
    """Who installs again goes on where they were, with the new token."""
    async with http_slack() as slack, running(slack, database) as bot:
        workspace = slack.team("T1", installed=False)
        ann = workspace.user("U1")
        await ann.installs(bot.install_page)
        person = newcomer(database, "U1", await answered_for(ann)).person_id
        workspace.revoke_token()
        assert await bot.news.get() == "revoked"
        assert bot.registry.listed() == []
        await ann.types("/mlsd")
        assert "no working installation" in ann.sees()[-1].text

        await ann.installs(bot.install_page)
        assert await answered_for(ann) == "slack:T1"
        assert newcomer(database, "U1", "slack:T1").person_id == person


@story
async def test_a_workspace_of_an_organisation_is_found_either_way(database: Database) -> None:
    """Its own installation serves it, else the organisation's; where Slack names the organisation, that one first."""
    registry = Registry(database, KEYS)
    workspaces = ManyWorkspaces(registry, Threads())
    await workspaces.save(team(None, "E1"))
    await workspaces.save(team("T1", "E1"))
    cases = {
        ("E1", "T1", False): "slack:T1",
        ("E1", "T1", True): "slack:E1",
        ("E1", "T2", False): "slack:E1",
        ("E1", None, True): "slack:E1",
        (None, "T1", True): "slack:T1",
        ("E2", "T2", False): None,
        (None, None, False): None,
    }
    for (enterprise, name, org_wide), expected in cases.items():
        found = await workspaces.find(enterprise, name, org_wide=org_wide)
        assert (found.tenant if found else None) == expected

    await workspaces.uninstalled("E1", "T1")
    found = await workspaces.find("E1", "T1", org_wide=False)
    assert found is not None
    assert found.tenant == "slack:E1"


@story
async def test_a_new_token_takes_over_at_once(database: Database) -> None:
    """An installation over an older one counts from the next request on, remembered or not."""
    workspaces = ManyWorkspaces(Registry(database, KEYS), Threads())
    await workspaces.save(team())
    assert await workspaces.find(None, "T1", org_wide=False)
    await workspaces.save(Installation(None, "T1", "U0", "xoxb-new"))
    found = await workspaces.find(None, "T1", org_wide=False)

    assert found is not None
    assert found.token == "xoxb-new"  # noqa: S105


@story
async def test_bolt_finds_and_drops_what_the_bot_keeps(database: Database) -> None:
    """In Bolt's own terms: one installation, whoever asks; a person's token is no concern of the bot's."""
    registry = Registry(database, KEYS)
    store = InstallationStore(ManyWorkspaces(registry, Threads()))
    ids: Ids = {"enterprise_id": None, "team_id": "T1"}
    granted = Granted(user_id="U1", team_id="T1", team_name="Acme", bot_token="xoxb-1", bot_id="B0", bot_scopes="a,b")  # noqa: S106
    await store.async_save(granted)
    found, bot = await store.async_find_installation(**ids, user_id="U2"), await store.async_find_bot(**ids)
    assert found is not None
    assert bot is not None
    assert (found.bot_token, found.team_name, found.bot_scopes) == ("xoxb-1", "Acme", ["a", "b"])
    assert (bot.bot_token, bot.bot_id, bot.team_id) == ("xoxb-1", "B0", "T1")

    await store.async_delete_installation(**ids, user_id="U1")
    assert await store.async_find_bot(**ids)
    for drop in (store.async_delete_bot, store.async_delete_installation, store.async_delete_all):
        await store.async_save(granted)
        await drop(**ids)
        assert await store.async_find_bot(**ids) is None
    newcomers = [newcomer(database, "U1", "slack:T1").person_id for _ in range(2)]
    assert newcomers[0] == newcomers[1]
    await store.async_delete_all(**ids)
    assert newcomer(database, "U1", "slack:T1").person_id != newcomers[0]


@story
async def test_fifty_requests_at_once_share_one_look_up(database: Database) -> None:
    """A restart in the morning does not ask the database once a person."""
    registry = Counting(database, KEYS)
    registry.save(team())
    workspaces = ManyWorkspaces(registry, Threads())
    found = await asyncio.gather(*(workspaces.find(None, "T1", org_wide=False) for _ in range(50)))

    assert {each.token for each in found if each} == {"xoxb-T1"}
    assert (len(found), registry.asked) == (50, 1)


@story
async def test_what_was_not_found_is_looked_up_again(database: Database) -> None:
    """A workspace that installs a moment later need not wait."""
    registry = Registry(database, KEYS)
    workspaces = ManyWorkspaces(registry, Threads())
    assert await workspaces.find(None, "T1", org_wide=False) is None

    registry.save(team())
    assert await workspaces.find(None, "T1", org_wide=False)


@story
async def test_a_failing_database_stops_only_who_was_never_seen(database: Database) -> None:
    """Known workspaces are served on, however old the knowledge; others are refused, and found once it is back."""
    registry, clock = Counting(database, KEYS), Monotonic()
    registry.save(team())
    workspaces = ManyWorkspaces(registry, Threads(), clock)
    await workspaces.find(None, "T1", org_wide=False)
    registry.fails = True
    clock.now += 10 * FRESH_SECONDS
    for _ in range(3):
        assert await workspaces.find(None, "T1", org_wide=False)
    with pytest.raises(StoreError):
        await workspaces.find(None, "T2", org_wide=False)

    registry.fails = False
    registry.save(team("T2"))
    assert await workspaces.find(None, "T2", org_wide=False)


@story
async def test_another_process_is_believed_after_a_while(database: Database) -> None:
    """What is old is still given at once, and looked up behind the scenes: an end that others heard is seen here."""
    clock, registry = Monotonic(), Registry(database, KEYS)
    registry.save(team())
    threads = Threads()
    workspaces = ManyWorkspaces(registry, threads, clock)
    await workspaces.find(None, "T1", org_wide=False)
    registry.revoke("slack:T1")
    assert await workspaces.find(None, "T1", org_wide=False)

    clock.now += FRESH_SECONDS + 1
    assert await workspaces.find(None, "T1", org_wide=False)
    async with asyncio.timeout(5):
        while await workspaces.find(None, "T1", org_wide=False):
            await asyncio.sleep(0)


@story
async def test_a_look_up_that_began_before_the_end_is_not_remembered() -> None:
    """A slow answer from before an uninstallation must not bring the token back."""
    gate = asyncio.Event()
    answers = iter(["old", "new"])

    async def look_up(_: str) -> str:
        answer = next(answers)
        if answer == "old":
            await gate.wait()
        return answer

    remembered = Remembered(look_up)
    waiting = asyncio.ensure_future(remembered.get("T1"))
    await asyncio.sleep(0)
    remembered.forget()
    gate.set()

    assert await waiting == "old"
    assert await remembered.get("T1") == "new"


@story
async def test_one_who_gives_up_does_not_take_the_look_up_along() -> None:
    """A request that ends early leaves those that wait for the same untouched."""
    gate = asyncio.Event()

    async def look_up(key: str) -> str:
        await gate.wait()
        return key

    remembered = Remembered(look_up)
    first, second = (asyncio.ensure_future(remembered.get("T1")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    gate.set()

    assert await second == "T1"


@story
async def test_a_token_in_the_environment_serves_its_workspace_only(database: Database) -> None:
    """One `auth.test` at the start, none later; another workspace is nobody's; the end is heard."""
    async with http_slack() as slack:
        home, strange = slack.team("T1"), slack.team("T2")
        ann, bob = home.user("U1"), strange.user("U1")
        credentials = credentials_of(slack, home.bot_token)
        only = await identify(credentials.bot_token, credentials.api)
        threads = Threads()
        workspaces = OneWorkspace(only, Registry(database, KEYS), threads)
        news: asyncio.Queue[str] = asyncio.Queue()
        app = app_of(credentials, workspaces, news)
        server = Server(application(event_routes(app, credentials.signing_secret)), "127.0.0.1", 0)
        await server.start()
        slack.posts_to(f"{server.url}/slack/events")

        assert (only.tenant, only.bot_user_id, only.name) == ("slack:T1", home.team.bot_user, "t1")
        assert await answered_for(ann) == "slack:T1"
        await bob.types("/mlsd")
        assert "no working installation" in bob.sees()[-1].text
        person = newcomer(database, "U1", "slack:T1").person_id
        home.uninstall()
        assert {await news.get(), await news.get()} == {"revoked", "uninstalled"}
        assert newcomer(database, "U1", "slack:T1").person_id != person
        await ann.types("/mlsd")
        assert "no working installation" in ann.sees()[-1].text
        assert slack.count("auth.test") == 1
        await server.stop()
        threads.pool.shutdown()


@story
async def test_a_token_of_an_organisation_serves_its_workspaces(database: Database) -> None:
    """Whatever workspace of it a request names, and also where it names none."""
    async with http_slack() as slack:
        slack.team("T1", enterprise="E1", installed=False)
        grant = slack.install_for_organisation("E1")
        only = await identify(grant.token, slack.api_url)
    workspaces = OneWorkspace(only, Registry(database, KEYS), Threads())

    assert (only.tenant, only.team_id) == ("slack:E1", None)
    for name in ("T1", "T2", None):
        assert await workspaces.find("E1", name, org_wide=True) == only
    assert await workspaces.find("E2", "T1", org_wide=True) is None
    await workspaces.revoked("E2", None)
    assert await workspaces.find("E1", "T1", org_wide=True) == only
    await workspaces.revoked("E1", None)
    assert await workspaces.find("E1", "T1", org_wide=True) is None


@story
async def test_a_database_that_fails_is_told_to_who_waits_and_events_come_again(database: Database) -> None:
    """A command is answered with a sentence; an event is not acknowledged, so that Slack sends it again."""
    async with http_slack() as slack, running(slack, database) as bot:
        workspace = slack.team("T1")
        ann = workspace.user("U1")
        bot.registry.save(Installation(None, "T1", workspace.team.bot_user, workspace.bot_token))
        swapped = Registry(database, type(KEYS).parse(""))
        bot.workspaces._register = swapped
        await ann.types("/mlsd")
        assert "no working installation" in ann.sees()[-1].text
        event = await ann.opens_home()
        assert event is not None
        assert not event.acknowledged

        bot.workspaces._register = bot.registry
        assert await answered_for(ann) == "slack:T1"


@story
async def test_a_late_repeat_of_an_uninstallation_spares_the_new_installation(database: Database) -> None:
    """Slack repeats what it got no answer for; by then the workspace may be back."""
    register = Registry(database, KEYS)
    workspaces = ManyWorkspaces(register, Threads())
    await workspaces.save(team())
    kept = register.find("slack:T1")
    assert kept is not None
    assert isinstance(kept.installed_at, datetime)
    before = (kept.installed_at - timedelta(minutes=5)).timestamp()
    await workspaces.uninstalled(None, "T1", before)
    await workspaces.revoked(None, "T1", before)

    assert await workspaces.find(None, "T1", org_wide=False)
