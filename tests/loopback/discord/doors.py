"""The addresses of the server, and a word of its own when it fails itself: that is no fault of the bot."""

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.loopback.discord.addresses import API
from tests.loopback.discord.gateway import Gateway
from tests.loopback.discord.rest import Rest
from tests.loopback.discord.world import World


def application(world: World, rest: Rest, gateway: Gateway) -> web.Application:
    """Everything that a bot can reach."""

    @web.middleware
    async def tell_of_own_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:
            world.violations.record(f"{request.path}: the loopback server itself failed: {error!r}.")
            raise

    routes = web.Application(client_max_size=2**25, middlewares=[tell_of_own_failures])
    routes.router.add_route("*", API + "/{rest:.*}", rest.handle)
    routes.router.add_get("/gw/", gateway.connect)
    return routes
