"""Who the bot is, where its gateway is, and which guilds and channels there are."""

from tests.loopback.discord import limits
from tests.loopback.discord.bodies import application_json, guild_json, place_json, self_json
from tests.loopback.discord.routes import Handler, Result
from tests.loopback.discord.routes.messages import check_sees
from tests.loopback.discord.violations import unknown_guild
from tests.loopback.discord.world import Call, World


def gateway_url(world: World) -> str:
    """Where the gateway is; the same for a new session and for a resumed one."""
    return f"{world.base.replace('http', 'ws', 1)}/gw/"


def get_gateway(call: Call) -> Result:
    """The gateway's address."""
    return 200, {"url": gateway_url(call.world)}


def get_bot_gateway(call: Call) -> Result:
    """The gateway's address, and how many shards Discord recommends."""
    starts = {"total": limits.IDENTIFIES_A_DAY, "remaining": limits.IDENTIFIES_A_DAY}
    starts |= {"reset_after": 86_400_000, "max_concurrency": 1}
    shards = call.world.settings.shards
    return 200, {"url": gateway_url(call.world), "shards": shards, "session_start_limit": starts}


def get_my_user(call: Call) -> Result:
    """The bot itself."""
    return 200, self_json(call.world.bot)


def get_my_oauth2_application(call: Call) -> Result:
    """The application."""
    return 200, application_json(call.world)


def get_channel(call: Call) -> Result:
    """A channel that the bot sees."""
    place = call.place()
    check_sees(call, place)
    return 200, place_json(place)


def get_guild(call: Call) -> Result:
    """A guild that the bot is in."""
    guild = call.world.directory.guilds.get(call.parameters["guild_id"])
    if guild is None:
        raise call.broken(f"no guild {call.parameters['guild_id']} was ever there", unknown_guild())
    if not guild.has_bot:
        raise unknown_guild()
    return 200, guild_json(guild)


HANDLERS: dict[str, Handler] = {
    function.__name__: function
    for function in (get_gateway, get_bot_gateway, get_my_user, get_my_oauth2_application, get_channel, get_guild)
}
