"""The addresses of the server, and a word of its own when it fails itself: that is no fault of the bot."""

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.loopback.slack.oauth_pages import OAuthPages
from tests.loopback.slack.response_urls import ResponseUrls
from tests.loopback.slack.socket_mode import SocketMode
from tests.loopback.slack.uploads import Uploads
from tests.loopback.slack.web_api import WebApi
from tests.loopback.slack.world import World


def application(world: World, sockets: SocketMode) -> web.Application:
    """Everything that an app or a browser can reach."""

    @web.middleware
    async def tell_of_own_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:
            world.violations.record(f"{request.path}: the loopback server itself failed: {error!r}.")
            raise

    routes = web.Application(client_max_size=2**24, middlewares=[tell_of_own_failures])
    routes.router.add_route("*", "/api/{method}", WebApi(world).handle)
    routes.router.add_get("/link/", sockets.connect)
    routes.router.add_post("/response/{ticket}", ResponseUrls(world).handle)
    routes.router.add_post("/upload/{file}", Uploads(world).handle)
    routes.router.add_get("/oauth/v2/authorize", OAuthPages(world).authorize)
    return routes
