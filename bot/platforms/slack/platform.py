"""Slack as a platform: builds the Bolt app, connects it by Socket Mode or hands it to the web server."""

import asyncio
from dataclasses import dataclass

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import BotError
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.outlet import Outlet
from bot.port import AsyncAnswer

log = structlog.get_logger("slack")

DEFAULT_API = "https://slack.com/api/"
RATE_LIMIT_RETRIES = 5
CONNECT_SECONDS = 30
REASONS = {
    "invalid_auth": "Slack does not know SLACK_BOT_TOKEN.",
    "not_authed": "SLACK_BOT_TOKEN is empty.",
    "token_revoked": "SLACK_BOT_TOKEN was revoked.",
    "account_inactive": "The workspace or the bot's user was deactivated.",
    "missing_scope": "The bot token lacks a scope.",
}
MEND = "Install the app again from `mlsd slack manifest` and copy the new tokens."


class SlackRefused(BotError):
    """Slack does not let the bot in."""


@dataclass(frozen=True, slots=True)
class SlackTokens:
    """What one workspace over Socket Mode needs; `api` ends with a slash."""

    bot_token: str
    app_token: str
    api: str = DEFAULT_API


def client_of(token: str, api: str) -> AsyncWebClient:
    """A client that waits out a 429 and retries nothing else: a post that was dropped may have arrived."""
    waiting = AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES)
    return AsyncWebClient(token, base_url=api, retry_handlers=[waiting])


class SocketSlack:
    """One workspace over Socket Mode: no public address is needed."""

    def __init__(self, tokens: SlackTokens, answer: AsyncAnswer) -> None:
        self._tokens = tokens
        self._client = client_of(tokens.bot_token, tokens.api)
        self._listeners = Listeners(answer, Outlet())
        self._app = AsyncApp(client=self._client, raise_error_for_unhandled_request=False)
        self._listeners.register(self._app)
        self._handler: AsyncSocketModeHandler | None = None

    async def start(self) -> None:
        """Check the token, then connect. Raises SlackRefused with what to mend."""
        who = await self._admitted()
        log.info("slack.connected", team=who["team_id"], bot=who["bot_id"])
        self._handler = AsyncSocketModeHandler(self._app, self._tokens.app_token, web_client=self._app_client())
        try:
            await asyncio.wait_for(self._handler.connect_async(), CONNECT_SECONDS)
        except SlackApiError as error:
            raise _refusal(error, "SLACK_APP_TOKEN") from None
        except TimeoutError:
            raise SlackRefused("Slack did not open a socket in time.", "Try again in a minute.") from None

    async def stop(self) -> None:
        """Close the socket, then let what is under way finish."""
        if self._handler is not None:
            await self._handler.close_async()
        await self._listeners.finish()

    async def _admitted(self) -> dict[str, str]:
        try:
            found = await self._client.auth_test()
        except SlackApiError as error:
            raise _refusal(error, "SLACK_BOT_TOKEN") from None
        return {name: str(found.get(name, "")) for name in ("team_id", "bot_id")}

    def _app_client(self) -> AsyncWebClient:
        return AsyncWebClient(base_url=self._tokens.api)


def _refusal(error: SlackApiError, variable: str) -> SlackRefused:
    code = str(error.response.get("error", ""))
    return SlackRefused(
        REASONS.get(code, f"Slack refused {variable}: {code}.").replace("SLACK_BOT_TOKEN", variable), MEND
    )
