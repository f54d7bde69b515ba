"""A workspace installs the app by itself, through the pages, the real OAuth flow and a strict Slack."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest

from bot.crypto import KeyRing
from bot.domain.installation import Installation
from bot.platforms.slack import pages
from bot.platforms.slack.manifest import SCOPES
from bot.registry import STATE_LIFE
from bot.store.database import Database
from tests.loopback.slack.http_mode import FORGERIES
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.platforms.slack.installing import answered_for, running
from tests.store.factories import Clock


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    """An empty database under the test's clock."""
    opened = Database.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}", clock=clock)
    yield opened
    opened.close()


def http_slack() -> LoopbackSlack:
    """A Slack that posts to the bot."""
    return LoopbackSlack(transport=Transport.HTTP)


@story
async def test_a_workspace_installs_and_is_answered(database: Database) -> None:
    """From the install page over consent to the first command, which the workspace's own token answers."""
    async with http_slack() as slack, running(slack, database) as bot:
        ann = slack.team("T1", installed=False).user("U1")
        page = await ann.installs(bot.install_page)

        assert page.status == 200
        assert "mlsd is installed" in page.text
        assert await answered_for(ann) == "slack:T1"
        kept = bot.registry.find("slack:T1")
        assert kept is not None
        assert (kept.token, kept.name, kept.scopes) == (slack.team("T1").bot_token, "t1", frozenset(SCOPES))
        assert (kept.app_id, kept.bot_user_id) == (slack.app.id, slack.team("T1").team.bot_user)


@story
async def test_consent_is_asked_for_what_the_bot_uses(database: Database) -> None:
    """No scope beyond the manifest's, and a state that is never the same."""
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as browser:
        slack.team("T1", installed=False)
        first, second = [asked(await visited(browser, bot.install_page)) for _ in range(2)]

    assert first["scope"] == second["scope"] == ",".join(sorted(SCOPES))
    assert first["state"] != second["state"]
    assert min(len(first["state"]), len(second["state"])) >= 32


@story
async def test_two_workspaces_with_equal_user_ids_stay_apart(database: Database) -> None:
    """Each command is answered with the token of its own workspace, for its own tenant."""
    async with http_slack() as slack, running(slack, database) as bot:
        people = [slack.team(name, installed=False).user("U1") for name in ("T1", "T2")]
        for person in people:
            await person.installs(bot.install_page)

        assert [await answered_for(person) for person in people] == ["slack:T1", "slack:T2"]


@story
async def test_an_organisation_installs_for_all_its_workspaces(database: Database) -> None:
    """One token, one tenant, also for a workspace that joins later; a workspace outside is nobody's."""
    async with http_slack() as slack, running(slack, database) as bot:
        ann = slack.team("T1", enterprise="E1", installed=False).user("U1")
        page = await ann.installs(bot.install_page, "allow for the organisation")
        bob = slack.team("T2", enterprise="E1").user("U2")
        stranger = slack.team("T3").user("U3")

        assert "your organisation" in page.text
        assert [await answered_for(person) for person in (ann, bob)] == ["slack:E1", "slack:E1"]
        await stranger.types("/mlsd")
        assert "no working installation" in stranger.sees()[-1].text
        assert [each.tenant for each in bot.registry.listed()] == ["slack:E1"]


@story
async def test_who_declines_is_told_kindly_and_nothing_is_kept(database: Database) -> None:
    """The page says that nothing was changed, and offers another try."""
    async with http_slack() as slack, running(slack, database) as bot:
        page = await slack.team("T1", installed=False).user("U1").installs(bot.install_page, "decline")

        assert (page.status, "nothing was changed" in page.text) == (200, True)
        assert 'href="/slack/install"' in page.text
        assert bot.registry.listed() == []


@story
async def test_a_link_back_works_once_and_in_one_browser_only(database: Database) -> None:
    """Opened again it is too late; opened by somebody else, who was lured there, it does nothing."""
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as other:
        ann = slack.team("T1", installed=False).user("U1")
        used = await ann.installs(bot.install_page)
        used_state = dict(parse_qsl(urlsplit(used.url).query))["state"]
        fresh = asked(await visited(other, bot.install_page))["state"]
        back = f"{bot.url}/slack/oauth_redirect?code=stolen&state="

        for url, cookie in (
            (used.url, used_state),
            (f"{back}{fresh}", ""),
            (f"{back}{fresh}", "another"),
            (f"{back}made-up", "made-up"),
            (back, ""),
        ):
            status, text = await visited(other, url, headers={"Cookie": f"slack-app-oauth-state={cookie}"})
            assert status in {400, 401}
            assert "Try again" in text
        assert slack.count("oauth.v2.access") == 1


@story
async def test_a_state_that_is_ten_minutes_old_is_refused(database: Database, clock: Clock) -> None:
    """Slack is not even asked."""
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as browser:
        slack.team("T1", installed=False)
        state = asked(await visited(browser, bot.install_page))["state"]
        clock.advance(STATE_LIFE)
        back = f"{bot.url}/slack/oauth_redirect?code=c&state={state}"
        status, text = await visited(browser, back, headers={"Cookie": f"slack-app-oauth-state={state}"})

        assert (status, "ten minutes" in text) == (401, True)
        assert slack.count("oauth.v2.access") == 0


@pytest.mark.parametrize("what", ["refusal", "status", "reset", "dead token"])
@story
async def test_a_failing_slack_ends_in_a_page(database: Database, what: str) -> None:
    """Whatever goes wrong between the bot and Slack, the person may try again, and nothing is half kept."""
    async with http_slack() as slack, running(slack, database) as bot:
        ann = slack.team("T1", installed=False).user("U1")
        {
            "refusal": lambda: slack.fail("oauth.v2.access", "invalid_code"),
            "status": lambda: slack.fault("oauth.v2.access", 500),
            "reset": lambda: slack.reset("oauth.v2.access"),
            "dead token": lambda: slack.fail("auth.test", "account_inactive"),
        }[what]()
        page = await ann.installs(bot.install_page)

        assert (page.status, "Try again" in page.text) == (401, True)
        assert bot.registry.listed() == []
        assert "mlsd is installed" in (await ann.installs(bot.install_page)).text


@story
async def test_a_bot_without_a_key_keeps_no_token(database: Database) -> None:
    """The person is told that it is the bot's trouble; nothing lies in clear."""
    async with http_slack() as slack, running(slack, database, KeyRing.parse("")) as bot:
        page = await slack.team("T1", installed=False).user("U1").installs(bot.install_page)

        assert (page.status, "finds the reason in its log" in page.text) == (500, True)
        assert bot.registry.listed() == []


@story
async def test_a_locked_database_ends_in_a_page(tmp_path: Path) -> None:
    """Who comes while the bot cannot write is asked to come back."""
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    database, other = Database.open(url, busy_seconds=0.01), Database.open(url)
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as browser:
        with other.transaction(""):
            status, text = await visited(browser, bot.install_page)
        assert (status, "come back in a few minutes" in text) == (503, True)
        assert slack.calls() == []
    database.close()
    other.close()


@story
async def test_what_a_visitor_writes_into_the_address_changes_nothing(database: Database) -> None:
    """A workspace can be named beforehand; neither scopes nor scripts can be."""
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as browser:
        named = await visited(browser, bot.install_page, params={"team": "T123"})
        inject = {"team": "T1&scope=admin&redirect_uri=https://evil.test"}
        hostile = await visited(browser, bot.install_page, params=inject)
        error = {"error": "<script>alert(1)</script>"}
        _, script = await visited(browser, f"{bot.url}/slack/oauth_redirect", params=error)

        assert asked(named)["team"] == "T123"
        assert "team" not in asked(hostile)
        assert asked(hostile)["scope"] == ",".join(sorted(SCOPES))
        assert "evil" not in hostile[1]
        assert "<script>" not in script
        assert "&lt;script&gt;" in script
        assert slack.calls() == []


@story
async def test_a_forged_request_never_reaches_the_app(database: Database) -> None:
    """Each forgery that Slack's own check catches, and those on which Bolt's fails, is a 401."""
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as forger:
        ann = slack.team("T1", installed=False).user("U1")
        await ann.installs(bot.install_page)
        for how in FORGERIES:
            assert await slack.forge(ann, "/mlsd", how) == 401
        for timestamp in ("soon", "", "9" * 5000):
            headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": "v0=0"}
            async with forger.post(f"{bot.url}/slack/events", data="command=/mlsd", headers=headers) as answer:
                assert answer.status == 401
        assert await answered_for(ann) == "slack:T1"


def test_names_from_slack_are_text_on_the_pages() -> None:
    """A workspace may be called anything."""
    page = pages.success_page(
        Installation(None, "T1", "U0", "xoxb", name="<b>Acme</b> & sons"), "https://slack.com/api/"
    )

    assert "&lt;b&gt;Acme&lt;/b&gt; &amp; sons" in page
    assert 'href="https://slack.com/app_redirect?team=T1"' in page


@story
async def test_the_pages_can_be_read_by_everybody(database: Database) -> None:
    """They name their language and what they are, work without scripts, and no other site may frame or keep them."""
    async with http_slack() as slack, running(slack, database) as bot, aiohttp.ClientSession() as browser:
        slack.team("T1", installed=False)
        for url in (bot.install_page, f"{bot.url}/slack/oauth_redirect"):
            async with browser.get(url) as answer:
                page = await answer.text()
            titles = re.findall(r"<title>(.+)</title>|<h1>(.+)</h1>", page)
            assert len(titles) == 2
            assert titles[0][0] == titles[1][1]
            assert '<html lang="en">' in page
            assert "<main>" in page
            assert "<script" not in page
            assert answer.headers["Content-Type"].startswith("text/html")
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


@story
async def test_a_token_shows_in_no_log(database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the installation nor a failing one writes a token, a code or a secret anywhere."""
    async with http_slack() as slack, running(slack, database) as bot:
        ann = slack.team("T1", installed=False).user("U1")
        slack.fail("auth.test", "account_inactive")
        await ann.installs(bot.install_page)
        await ann.installs(bot.install_page)
        written = "".join(capfd.readouterr())

        assert "slack.installed" in written
        for secret in (*(grant.token for grant in slack._world.grants.given), slack.app.client_secret):
            assert secret not in written
    assert "xoxb" not in repr(Installation(None, "T1", "U0", "xoxb-1"))


async def visited(browser: aiohttp.ClientSession, url: str, **how: Any) -> tuple[int, str]:
    """The status and the text of a page."""
    async with browser.get(url, **how) as answer:
        return answer.status, await answer.text()


def asked(page: tuple[int, str]) -> dict[str, str]:
    """What the install page's link asks Slack for."""
    found = re.search(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page[1])
    assert found, page
    return dict(parse_qsl(urlsplit(html.unescape(found[1])).query))
