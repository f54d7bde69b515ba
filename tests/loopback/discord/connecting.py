"""How the real client is led to the loopback Discord, for bots that do not read their addresses from a setting."""

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


@contextmanager
def redirected(api_url: str, gateway_url: str) -> Iterator[None]:
    """Until the end of the block every client of this process connects there.

    discord.py has no setting for either address: both are class attributes, read at each request and each connection.
    """
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway
