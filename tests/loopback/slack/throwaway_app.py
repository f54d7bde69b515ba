"""A tiny Bolt app on the real clients, run against the loopback Slack over either transport."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.workspace import Workspace


def client_of(slack: LoopbackSlack, team: Workspace) -> AsyncWebClient:
    """The real Web API client with a team's bot token, without any retry handler."""
    return AsyncWebClient(team.bot_token, base_url=slack.api_url, retry_handlers=[])


def bolt(slack: LoopbackSlack, team: Workspace | None = None, oauth: AsyncOAuthSettings | None = None) -> AsyncApp:
    """An app for one team, or for whoever installs it."""
    token = team.bot_token if team else None
    client = AsyncWebClient(token, base_url=slack.api_url)
    return AsyncApp(client=client, signing_secret=slack.app.signing_secret, oauth_settings=oauth)


@asynccontextmanager
async def running(slack: LoopbackSlack, app: AsyncApp, ping_interval: float = 10) -> AsyncIterator[str]:
    """Run the app over the server's transport; yields its base URL, which is empty with Socket Mode."""
    if slack.transport is Transport.SOCKET:
        async with socket_line(slack, app, ping_interval):
            yield ""
    else:
        async with http_server(slack, app) as base:
            yield base


@asynccontextmanager
async def socket_line(slack: LoopbackSlack, app: AsyncApp, ping_interval: float = 10) -> AsyncIterator[Any]:
    """Connect an app by Socket Mode; yields Bolt's handler."""
    handler: Any = AsyncSocketModeHandler(app, slack.app.app_token, ping_interval=ping_interval)
    await handler.connect_async()
    try:
        await slack.connected()
        yield handler
    finally:
        await handler.close_async()


@asynccontextmanager
async def http_server(slack: LoopbackSlack, app: AsyncApp) -> AsyncIterator[str]:
    """Serve an app on a free port and tell Slack where; yields its base URL."""
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    slack.posts_to(f"{base}/slack/events")
    try:
        yield base
    finally:
        await runner.cleanup()


def button(label: str, action_id: str, **more: str) -> Json:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}, **more}


def actions(*elements: Json) -> list[Json]:
    """One row of elements."""
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def question(label: str = "Answer", **more: object) -> Json:
    """A text input of a modal."""
    return {
        "type": "input",
        "block_id": "answer",
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "plain_text_input", "action_id": "typed"},
        **more,
    }


def modal(*blocks: Json, title: str = "Drill", **more: object) -> Json:
    """A modal that can be submitted."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Done"},
        "blocks": list(blocks) or [question()],
        **more,
    }


def section(text: str) -> Json:
    """A paragraph."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
