"""A bare Socket Mode client without Bolt, for acknowledgements that Bolt would never send."""

from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack.directory import Json
from tests.loopback.slack.server import LoopbackSlack


class BareLine:
    """Connected inside `async with`; acknowledges only when it is told to."""

    def __init__(self, slack: LoopbackSlack) -> None:
        self._slack = slack
        self._body: Json | None = None
        self._at_once = False
        self.heard: list[SocketModeRequest] = []
        self.client: Any = None

    async def __aenter__(self) -> None:
        """Connect."""
        web = AsyncWebClient(base_url=self._slack.api_url)
        self.client = SocketModeClient(self._slack.app.app_token, web_client=web)
        self.client.socket_mode_request_listeners.append(self._hear)
        await self.client.connect()
        await self._slack.connected()

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self.client.close()

    async def acknowledge_all(self, body: Json | None = None) -> None:
        """From now on at once, with that body."""
        self._at_once, self._body = True, body

    async def acknowledge(self, request: SocketModeRequest) -> None:
        """One request, once."""
        answer = {"envelope_id": request.envelope_id}
        await self.client.send_socket_mode_response(answer | ({"payload": self._body} if self._body else {}))

    async def _hear(self, _: object, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self._at_once:
            await self.acknowledge(request)
