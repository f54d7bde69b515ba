"""HTTP mode: signed requests to the app's URL, and forged ones that it must refuse."""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.loopback.slack import limits
from tests.loopback.slack.delivery import Delivery, Kind, NotAcknowledged, Reply
from tests.loopback.slack.directory import Json
from tests.loopback.slack.world import World

FORGERIES = ("wrong signature", "no signature", "old timestamp")


class HttpMode:
    """Posts deliveries to `url`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._session: aiohttp.ClientSession | None = None
        self.url = ""

    async def send(self, delivery: Delivery) -> Reply:
        """Deliver once; raises NotAcknowledged."""
        content_type, body = _encoded(delivery)
        headers = signed(self._world.app.signing_secret, int(time.time()), body) | {"Content-Type": content_type}
        if delivery.retry:
            headers |= {"X-Slack-Retry-Num": str(delivery.retry), "X-Slack-Retry-Reason": delivery.reason}
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._world.settings.acknowledge_seconds):
                status, answer = await self._post(body, headers)
        except TimeoutError:
            raise NotAcknowledged("http_timeout", blames_bot=True) from None
        except aiohttp.ClientError:
            raise NotAcknowledged("connection_failed", blames_bot=False) from None
        if status != 200:
            raise NotAcknowledged(f"http_error {status}", blames_bot=True)
        return Reply(_decoded(answer), time.monotonic() - began)

    async def forge(self, delivery: Delivery, how: str) -> int:
        """Send what Slack would never send; the status. A bot that answers 200 has broken a rule."""
        content_type, body = _encoded(delivery)
        now = int(time.time())
        headers = {
            "wrong signature": signed("another secret", now, body),
            "no signature": {},
            "old timestamp": signed(self._world.app.signing_secret, now - limits.SIGNATURE_WINDOW_SECONDS - 5, body),
        }[how]
        status, _ = await self._post(body, headers | {"Content-Type": content_type})
        if status == 200:
            self._world.violations.record(f"{delivery.name}: a request with {how} was accepted.")
        return status

    async def verify(self, challenge: str) -> bool:
        """Ask the app to prove that the URL is its own, as Slack does when one is configured."""
        body = json.dumps({"type": "url_verification", "token": "verification-token", "challenge": challenge})
        headers = signed(self._world.app.signing_secret, int(time.time()), body)
        _, answer = await self._post(body, headers | {"Content-Type": "application/json"})
        return challenge in answer

    async def close(self) -> None:
        """Close what connections are kept."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: str, headers: dict[str, str]) -> tuple[int, str]:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(self.url, data=body.encode(), headers=headers) as response:
            return response.status, await response.text()


def signed(secret: str, timestamp: int, body: str) -> dict[str, str]:
    """The headers by which the app knows Slack: an HMAC over version, timestamp and body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


def _encoded(delivery: Delivery) -> tuple[str, str]:
    form = "application/x-www-form-urlencoded"
    if delivery.kind is Kind.EVENT:
        return "application/json", json.dumps(delivery.payload)
    if delivery.kind is Kind.COMMAND:
        return form, urlencode({name: value for name, value in delivery.payload.items() if value is not None})
    return form, urlencode({"payload": json.dumps(delivery.payload)})


def _decoded(text: str) -> Json | str | None:
    if not text:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) else text
