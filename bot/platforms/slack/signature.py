"""Who may post to us: Slack, by the signature of each request. Checked on bytes, before Bolt parses anything."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

WINDOW_SECONDS = 300
READ_SECONDS = 3.0
TIMESTAMP_DIGITS = 12


def signed(secret: str, handler: Handler, clock: Callable[[], float] = time.time) -> Handler:
    """Let only requests from Slack through to a handler; others are answered with 401, slow bodies with 408.

    `clock` returns seconds since 1970. Raises ValueError for an empty secret, with which anybody could sign.
    """
    if not secret:
        raise ValueError("requests cannot be checked without the signing secret")

    async def check(request: web.Request) -> web.StreamResponse:
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408, text="The request took too long.")
        if not is_signed(secret, request.headers, body, clock()):
            return web.Response(status=401, text="This request is not signed by Slack.")
        return await handler(request)

    return check


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether Slack signed this within five minutes of `now`, seconds since 1970.

    Source: Slack's "Verifying requests from Slack", version v0.
    """
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    if not timestamp.isdecimal() or len(timestamp) > TIMESTAMP_DIGITS:
        return False
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return False
    digest = hmac.new(secret.encode(), b"v0:%b:%b" % (timestamp.encode(), body), hashlib.sha256).hexdigest()
    given = headers.get("X-Slack-Signature", "").encode(errors="replace")
    return hmac.compare_digest(f"v0={digest}".encode(), given)
