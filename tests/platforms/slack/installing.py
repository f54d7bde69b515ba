"""A bot that workspaces install by themselves: the real registry, flow, authorisation and web server, on one database.

Its only command, `/mlsd`, tells privately which tenant it was answered for.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.crypto import KeyRing, new_key_line
from bot.platforms.slack.authorization import NOT_INSTALLED, Authorization
from bot.platforms.slack.bolt_stores import InstallationStore, StateStore
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.install import InstallFlow, OAuthPlaces
from bot.platforms.slack.web_routes import event_routes, install_routes
from bot.platforms.slack.workspaces import ManyWorkspaces, Workspaces
from bot.registry import Registry
from bot.store.database import Database
from bot.web.server import Server, application
from tests.loopback.slack.person import Person
from tests.loopback.slack.server import LoopbackSlack

KEYS = KeyRing.parse(new_key_line())
Result = TypeVar("Result")


class Threads:
    """Runs synchronous work in threads of its own, as the door's executor does."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2)

    def __call__(self, work: Callable[[], Result], /) -> Awaitable[Result]:
        """The work's result."""
        return asyncio.get_running_loop().run_in_executor(self.pool, work)


@dataclass
class Bot:
    """What a test may look into. `url` is the web server's."""

    registry: Registry
    workspaces: ManyWorkspaces
    news: "asyncio.Queue[str]"
    url: str = ""

    @property
    def install_page(self) -> str:
        """Where an installation begins."""
        return f"{self.url}/slack/install"


@asynccontextmanager
async def running(slack: LoopbackSlack, database: Database, keys: KeyRing = KEYS) -> AsyncIterator[Bot]:
    """The bot, served over HTTP until the block ends."""
    call = Threads()
    registry = Registry(database, keys)
    workspaces = ManyWorkspaces(registry, call)
    credentials = credentials_of(slack)
    flow = InstallFlow(credentials, OAuthPlaces(InstallationStore(workspaces), StateStore(registry, call)))
    news: asyncio.Queue[str] = asyncio.Queue()
    app = app_of(credentials, workspaces, news, flow)
    routes = event_routes(app, credentials.signing_secret) | install_routes(flow)
    server = Server(application(routes), "127.0.0.1", 0)
    await server.start()
    slack.posts_to(f"{server.url}/slack/events")
    try:
        yield Bot(registry, workspaces, news, server.url)
    finally:
        await server.stop()
        call.pool.shutdown()


def credentials_of(slack: LoopbackSlack, bot_token: str = "") -> Credentials:
    """What the loopback Slack gave for its app."""
    given = slack.environment()
    return Credentials(
        bot_token=bot_token,
        signing_secret=given["SLACK_SIGNING_SECRET"],
        client_id=given["SLACK_CLIENT_ID"],
        client_secret=given["SLACK_CLIENT_SECRET"],
        api=given["SLACK_API_URL"],
    )


def app_of(
    credentials: Credentials, workspaces: Workspaces, news: "asyncio.Queue[str]", flow: InstallFlow | None = None
) -> AsyncApp:
    """A Bolt app whose authorisation is ours; the types of events that it has dealt with come out of `news`."""
    app = AsyncApp(
        client=AsyncWebClient(base_url=credentials.api, retry_handlers=[]),
        signing_secret=credentials.signing_secret,
        authorize=cast("Any", Authorization(workspaces)),  # Bolt knows the class, its annotation does not
        oauth_flow=flow,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    app.command("/mlsd")(tell_tenant)

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await workspaces.uninstalled(context.enterprise_id, context.team_id, body["event_time"])
        news.put_nowait("uninstalled")

    @app.event("tokens_revoked")
    async def revoked(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await workspaces.revoked(context.enterprise_id, context.team_id, body["event_time"])
        news.put_nowait("revoked")

    return app


async def tell_tenant(
    ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient, command: dict[str, str]
) -> None:
    """Answer `/mlsd`, proving that the token is of the person's own workspace."""
    await ack()
    await client.users_info(user=command["user_id"])
    await client.chat_postEphemeral(
        channel=command["channel_id"], user=command["user_id"], text=f"for {context['tenant']}"
    )


async def answered_for(person: Person, line: str = "/mlsd") -> str:
    """Type the command; the tenant that it was answered for."""
    before = len(person.sees())
    await person.types(line)
    seen = await person.waits_for(lambda message: len(person.sees()) > before and message.text.startswith("for "))
    return seen.text.removeprefix("for ")
