"""The web server: mounts handlers, listens at one address, starts and stops within an event loop."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.domain.errors import BotError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Routes = Mapping[tuple[str, str], Handler]
"""By method and path."""

BODY_LIMIT_BYTES = 2**20
STOP_SECONDS = 10.0
HEADERS = {
    "Server": "mlsd",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""For every answer: pages hold a secret state, and nothing that a browser should load, keep or frame."""


class PortTaken(BotError):
    """Another program listens where the web server should."""


def application(routes: Routes, body_limit_bytes: int = BODY_LIMIT_BYTES) -> web.Application:
    """The handlers as one application; a larger body is answered with 413 as soon as a handler reads it."""
    made = web.Application(client_max_size=body_limit_bytes)
    made.on_response_prepare.append(_add_headers)
    for (method, path), handler in routes.items():
        made.router.add_route(method, path, handler)
    return made


class Server:
    """Serves an application from `start` to `stop`. Port 0 means any free one; `url` tells which."""

    def __init__(self, made: web.Application, host: str, port: int) -> None:
        self._host = host
        self._port = port
        # No access log: query strings hold codes and states.
        self._runner = web.AppRunner(made, access_log=None, shutdown_timeout=STOP_SECONDS)

    @property
    def url(self) -> str:
        """Where it listens, once started."""
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def start(self) -> None:
        """Listen; raises PortTaken where that address cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTaken(
                f"The web server cannot listen at {self._host}, port {self._port}: {error.strerror or error}.",
                "Choose others with MLSD_WEB_HOST and MLSD_WEB_PORT.",
            ) from None

    async def stop(self) -> None:
        """Take nothing new, and let what is under way end, ten seconds at most."""
        await self._runner.cleanup()


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
