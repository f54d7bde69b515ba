"""Socket Mode with patience: a refused address is asked for anew, and each failure makes the next try later."""

import asyncio
from collections.abc import Awaitable, Callable
from logging import CRITICAL, getLogger
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.errors import CALL_ERRORS, explain

log = structlog.get_logger("slack")

HANDSHAKE_SECONDS = 8.0
PING_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0

QUIET = "slack_sdk.socket"
getLogger(QUIET).setLevel(CRITICAL)

Sleep = Callable[[float], Awaitable[object]]


class OneHandshake:
    """The session that slack_sdk opens sockets with. Each address is good for one try: a failed one is forgotten."""

    def __init__(self, client: "PatientClient", session: ClientSession) -> None:
        self._client = client
        self._session = session

    @property
    def closed(self) -> bool:
        """As the session."""
        return self._session.closed

    async def close(self) -> None:
        """As the session."""
        await self._session.close()

    async def ws_connect(self, url: str, **options: Any) -> ClientWebSocketResponse:
        """Open a socket within eight seconds; raises what the session raises."""
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                opened: ClientWebSocketResponse = await self._session.ws_connect(url, **options)
                return opened
        except (ClientError, OSError, TimeoutError) as error:
            log.warning("slack.handshake_failed", reason=str(error) or type(error).__name__)
            self._client.wss_uri = None
            raise


class PatientClient(SocketModeClient):
    """slack_sdk asks for an address without a pause, and tries a refused one for ever."""

    sleep: Sleep = staticmethod(asyncio.sleep)
    _pause_seconds = 0.0

    def __init__(self, app_token: str, asking: AsyncWebClient) -> None:
        # Its own logger shows a traceback for each try; what matters is said here.
        super().__init__(app_token, getLogger(QUIET), asking, ping_interval=PING_SECONDS)
        self.aiohttp_client_session: Any = OneHandshake(self, self.aiohttp_client_session)

    async def issue_new_wss_url(self) -> str:
        """Ask Slack for an address, after a pause that doubles with each failure. Raises what the call raises."""
        await self.sleep(self._pause_seconds)
        try:
            url = await super().issue_new_wss_url()
        except CALL_ERRORS as error:
            self._pause_seconds = min(max(FIRST_PAUSE_SECONDS, 2 * self._pause_seconds), LONGEST_PAUSE_SECONDS)
            seconds = round(self._pause_seconds)
            log.warning("slack.no_socket", reason=str(explain(error, "SLACK_APP_TOKEN")), again_in_seconds=seconds)
            raise
        self._pause_seconds = 0.0
        return url

    async def connect(self) -> None:
        """Open the socket, however often that takes; raises only what the first call for an address raises."""
        if self.wss_uri is None:
            self.wss_uri = await self.issue_new_wss_url()
        await super().connect()  # type: ignore[no-untyped-call]  # slack_sdk has no annotation there


class Line(AsyncSocketModeHandler):
    """Bolt's handler over the patient client. `api` ends with a slash."""

    client: PatientClient

    def __init__(self, app: AsyncApp, app_token: str, api: str) -> None:
        self.app = app
        self.app_token = app_token
        asking = AsyncWebClient(base_url=api, retry_handlers=[])
        self.client = PatientClient(app_token, asking)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt itself does

    async def open(self) -> None:
        """Connect; raises one of CALL_ERRORS where Slack gives no address."""
        await self.client.connect()

    async def close(self) -> None:
        """Disconnect, and let go of what was held."""
        await self.client.close()  # type: ignore[no-untyped-call]  # slack_sdk has no annotation there
