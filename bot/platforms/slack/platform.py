"""Slack as a platform: one Bolt app, reached by Socket Mode or through routes that the web server mounts."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import structlog
from slack_bolt.async_app import AsyncApp

from bot.domain.errors import BotError
from bot.domain.installation import Installation
from bot.intents import Actor
from bot.platforms.slack.authorization import NOT_INSTALLED, Authorization
from bot.platforms.slack.bolt_stores import InstallationStore, StateStore
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.daily import DailyOutlet
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.errors import CALL_ERRORS, SlackUnreachable, explain
from bot.platforms.slack.identity import identify
from bot.platforms.slack.install import InstallFlow, OAuthPlaces
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.manifest import MissingScopes, require_scopes
from bot.platforms.slack.news import News
from bot.platforms.slack.outlet import Outlet, client_of
from bot.platforms.slack.person import PLATFORM, Person
from bot.platforms.slack.signature import Handler
from bot.platforms.slack.socket import Line
from bot.platforms.slack.web_routes import event_routes, install_routes
from bot.platforms.slack.workspaces import Call, ManyWorkspaces, OneWorkspace, Register, Workspaces
from bot.port import Core, Report

log = structlog.get_logger("slack")

CONNECT_SECONDS = 30
Routes = Mapping[tuple[str, str], Handler]


@dataclass(frozen=True, slots=True)
class Backing:
    """What Slack stands on: the core, the installations, threads for their calls, and a place for faults of ours.

    `public_url` is where the web server is reached from outside; empty where the app's settings name the address.
    """

    core: Core
    register: Register
    call: Call
    report: Report
    public_url: str = ""


class Slack:
    """Make it with `open_slack`. `routes` is what the web server has to mount before `start`; empty with a socket.

    `daily` sends what the engine owes people here.
    """

    def __init__(self, credentials: Credentials, backing: Backing, workspaces: Workspaces) -> None:
        self._credentials = credentials
        self._core = backing.core
        self._workspaces = workspaces
        flow = _flow(credentials, backing, workspaces)
        self._app = _app(credentials, workspaces, flow)
        self._desk = Desk(backing.core, Outlet(), backing.report)
        Listeners(self._desk, backing.report).register(self._app)
        News(backing.core, self._desk, workspaces, backing.report).register(self._app)
        self._line: Line | None = None
        self.daily = DailyOutlet(workspaces, credentials.api)
        self.routes: Routes = _routes(credentials, self._app, flow)

    async def start(self) -> None:
        """Connect, and act on what was typed but not answered before the last end. Raises BotError."""
        if self._credentials.uses_socket:
            self._line = Line(self._app, self._credentials.app_token, self._credentials.api)
            await self._connect(self._line)
        for actor in await self._core.backlog(PLATFORM):
            self._desk.later(self._catch_up(actor))

    async def stop(self) -> None:
        """Take nothing new, then let what is under way finish."""
        if self._line is not None:
            await self._line.close()
        await self._desk.finish()

    async def _connect(self, line: Line) -> None:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await line.open()
        except TimeoutError:
            await line.close()
            raise SlackUnreachable("Slack opened no socket in time.", "Check the network and HTTPS_PROXY.") from None
        except CALL_ERRORS as error:
            await line.close()
            raise explain(error, "SLACK_APP_TOKEN") from None

    async def _catch_up(self, actor: Actor) -> None:
        person = await self._person(actor)
        if person is not None:
            await self._desk.serve_typed(person)

    async def _person(self, actor: Actor) -> Person | None:
        """Somebody who is not here now, as long as the bot is installed where they are."""
        name = actor.tenant.removeprefix(f"{PLATFORM}:")
        try:
            found = await self._workspaces.find(name, name, org_wide=False)
        except BotError as error:
            log.warning("slack.not_caught_up", tenant=actor.tenant, reason=str(error))
            return None
        return Person(actor.tenant, actor.account, client_of(found.token, self._credentials.api)) if found else None


async def open_slack(credentials: Credentials, backing: Backing) -> Slack:
    """Slack for one workspace, or for all that install the app. Raises BotError where Slack does not let the bot in."""
    if credentials.serves_many:
        return Slack(credentials, backing, ManyWorkspaces(backing.register, backing.call))
    only = await identify(credentials.bot_token, credentials.api)
    _warn_of_scopes(only)
    log.info("slack.admitted", workspace=only.name, tenant=only.tenant)
    return Slack(credentials, backing, OneWorkspace(only, backing.register, backing.call))


def _warn_of_scopes(only: Installation) -> None:
    """Less may be possible than should be; what is possible still works."""
    try:
        require_scopes(only.scopes, only.name)
    except MissingScopes as error:
        log.warning("slack.scopes", reason=str(error))


def _app(credentials: Credentials, workspaces: Workspaces, flow: InstallFlow | None) -> AsyncApp:
    return AsyncApp(
        client=client_of(None, credentials.api),
        signing_secret=credentials.signing_secret,
        authorize=cast("Any", Authorization(workspaces)),  # Bolt knows the class, its annotation does not
        oauth_flow=flow,
        raise_error_for_unhandled_request=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )


def _flow(credentials: Credentials, backing: Backing, workspaces: Workspaces) -> InstallFlow | None:
    if not (credentials.client_id and isinstance(workspaces, ManyWorkspaces)):
        return None
    states = StateStore(backing.register, backing.call)
    return InstallFlow(credentials, OAuthPlaces(InstallationStore(workspaces), states, backing.public_url))


def _routes(credentials: Credentials, app: AsyncApp, flow: InstallFlow | None) -> Routes:
    posted = {} if credentials.uses_socket else event_routes(app, credentials.signing_secret)
    return {**posted, **(install_routes(flow) if flow else {})}
