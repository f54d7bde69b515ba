"""Bolt over HTTP: what the web server is to mount, by method and path."""

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from bot.domain.errors import BotError
from bot.platforms.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.platforms.slack.pages import trouble_page
from bot.platforms.slack.signature import Handler, signed

log = structlog.get_logger("slack")


def event_routes(app: AsyncApp, signing_secret: str) -> dict[tuple[str, str], Handler]:
    """Where Slack posts events, commands and presses; unsigned requests never reach the app."""

    async def dispatch(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return {("POST", EVENTS_PATH): signed(signing_secret, dispatch)}


def install_routes(flow: AsyncOAuthFlow) -> dict[tuple[str, str], Handler]:
    """The two pages of an installation."""

    async def begin(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def end(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    return {("GET", INSTALL_PATH): _told(begin), ("GET", REDIRECT_PATH): _told(end)}


def _told(handler: Handler) -> Handler:
    """Show what a person can mend as a page."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except BotError as error:
            log.warning("slack.page_failed", path=request.path, reason=str(error))
            message = "The bot cannot do this at the moment. Please come back in a few minutes."
            return web.Response(status=503, text=trouble_page(message), content_type="text/html")

    return answer
