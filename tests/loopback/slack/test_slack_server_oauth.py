"""OAuth v2 with the real Bolt flow: install, decline, organisations, uninstall; a wrong flow is found."""

from pathlib import Path

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import limits
from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.loopback.slack.throwaway_app import bolt, running

# slack_sdk passes client id and secret in a way that aiohttp 3.14 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


def settings(slack: LoopbackSlack, folder: Path, scopes: tuple[str, ...] = ()) -> AsyncOAuthSettings:
    """Bolt's own OAuth with files for installations and states."""
    return AsyncOAuthSettings(
        client_id=slack.app.client_id,
        client_secret=slack.app.client_secret,
        scopes=scopes or slack.app.scopes,
        authorization_url=slack.authorize_url,
        installation_store=FileInstallationStore(base_dir=str(folder), client_id=slack.app.client_id),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder)),
    )


@story
async def test_two_workspaces_install_and_stay_apart(tmp_path: Path) -> None:
    """Each installation has its own token, and people with one id in two teams reach their own team only."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        first, second = slack.team("T1", installed=False), slack.team("T2", installed=False)
        app = bolt(slack, oauth=settings(slack, tmp_path))

        @app.command("/mlsd")
        async def greet(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.chat_postMessage(channel=command["user_id"], text=f"Hello {command['team_id']}")

        async with running(slack, app) as base:
            for team in (first, second):
                page = await team.user("U1").installs(f"{base}/slack/install")
                assert page.status == 200, page.text
                assert team.grant.scopes == slack.app.scopes
            for team in (first, second):
                await team.user("U1").types("/mlsd")
                await team.user("U1").waits_for(f"Hello {team.id}")
                assert len(team.user("U1").sees()) == 1
        assert first.bot_token != second.bot_token


@story
async def test_who_declines_installs_nothing(tmp_path: Path) -> None:
    """The app is told access_denied and gets no token."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1", installed=False)
        async with running(slack, bolt(slack, oauth=settings(slack, tmp_path))) as base:
            page = await team.user("U1").installs(f"{base}/slack/install", "decline")
            assert "error=access_denied" in page.url
            assert slack.count("oauth.v2.access") == 0


@story
async def test_an_organisation_installs_once_for_all_its_teams(tmp_path: Path) -> None:
    """One token with a null team serves every team of the organisation, and interactions carry a null team."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        one, other = (slack.team(name, enterprise="E1", installed=False) for name in ("T1", "T2"))
        bodies: list[Json] = []
        app = bolt(slack, oauth=settings(slack, tmp_path))

        @app.command("/mlsd")
        async def greet(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            bodies.append(command)
            await ack()
            view = {"type": "home", "blocks": [{"type": "actions", "elements": [BUTTON]}]}
            await client.views_publish(user_id=command["user_id"], view=view)

        @app.action("go")
        async def go(ack: AsyncAck, body: Json) -> None:
            bodies.append(body)
            await ack()

        async with running(slack, app) as base:
            page = await one.user("U1").installs(f"{base}/slack/install", "allow for the organisation")
            assert page.status == 200, page.text
            assert one.bot_token == other.bot_token
            bob = other.user("U2")
            await bob.types("/mlsd")
            await slack.until(lambda: bob.home, "the home tab")
            assert bob.home is not None
            await bob.presses(bob.home, "Go")
        assert (bodies[0]["is_enterprise_install"], bodies[0]["team_id"]) == ("true", "T2")
        assert (bodies[1]["is_enterprise_install"], bodies[1]["team"], bodies[1]["user"]["team_id"]) == (
            True,
            None,
            "T2",
        )


BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}


@story
async def test_a_flow_that_asks_for_too_much_is_found(tmp_path: Path) -> None:
    """A scope that the manifest does not name is refused on the consent page."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1", installed=False)
        wide = settings(slack, tmp_path, (*slack.app.scopes, "channels:history"))
        async with running(slack, bolt(slack, oauth=wide)) as base:
            page = await team.user("U1").installs(f"{base}/slack/install")
        assert page.status == 400
        assert slack.violations.taken() == [
            "oauth/v2/authorize: asks for channels:history, which the manifest does not name."
        ]


@story
async def test_a_flow_without_state_is_found() -> None:
    """Without state anybody could send a victim into an installation."""
    async with LoopbackSlack() as slack, aiohttp.ClientSession() as browser:
        url = f"{slack.authorize_url}?client_id={slack.app.client_id}&scope=chat:write"
        async with browser.get(url, allow_redirects=False) as response:
            assert response.status == 400
        assert "state is missing" in slack.violations.taken()[0]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_secret": "guessed"}, "bad_client_secret"),
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"redirect_uri": "https://elsewhere.example"}, "bad_redirect_uri"),
        ({"code": "guessed"}, "invalid_code"),
    ],
)
@story
async def test_a_code_is_exchanged_by_its_own_app_only(change: dict[str, str], error: str) -> None:
    """Wrong credentials, another redirect address and unknown codes get Slack's errors."""
    async with LoopbackSlack() as slack:
        code = await allowed(slack)
        with pytest.raises(SlackApiError, match=error):
            await exchange(slack, **({"code": code} | change))
        assert len(slack.violations.taken()) == (error != "invalid_code")


@story
async def test_a_code_works_once_and_for_ten_minutes() -> None:
    """The second exchange is found; an old code is refused."""
    async with LoopbackSlack() as slack:
        code = await allowed(slack)
        assert (await exchange(slack, code=code))["team"]["id"] == "T1"
        with pytest.raises(SlackApiError, match="code_already_used"):
            await exchange(slack, code=code)
        assert "exchanged before" in slack.violations.taken()[0]
        late = await allowed(slack)
        slack.clock.advance(limits.OAUTH_CODE_SECONDS + 1)
        with pytest.raises(SlackApiError, match="invalid_code"):
            await exchange(slack, code=late)


@story
async def test_every_auth_test_is_counted(tmp_path: Path) -> None:
    """Bolt's own authorisation asks auth.test at each request of an installed team, and a test can see that."""
    async with LoopbackSlack(Transport.HTTP) as slack:
        team = slack.team("T1", installed=False)
        app = bolt(slack, oauth=settings(slack, tmp_path))
        app.command("/mlsd")(acknowledge)
        async with running(slack, app) as base:
            await team.user("U1").installs(f"{base}/slack/install")
            before = slack.count("auth.test")
            for _ in range(3):
                await team.user("U1").types("/mlsd")
        assert slack.count("auth.test") - before == 3


async def acknowledge(ack: AsyncAck) -> None:
    """Acknowledge a command."""
    await ack()


async def allowed(slack: LoopbackSlack) -> str:
    """A code that a person of T1 has just allowed."""
    slack.team("T1", installed=False).user("U1")
    url = f"{slack.authorize_url}?client_id={slack.app.client_id}&scope=chat:write&state=s"
    async with aiohttp.ClientSession() as browser, browser.get(url, allow_redirects=False) as response:
        return response.headers["Location"].partition("code=")[2]


async def exchange(slack: LoopbackSlack, **given: str) -> Json:
    """What oauth.v2.access answers."""
    known = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    answer = await AsyncWebClient(base_url=slack.api_url).oauth_v2_access(**(known | given))
    return dict(answer.data) if isinstance(answer.data, dict) else {}
