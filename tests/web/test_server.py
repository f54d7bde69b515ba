"""The web server serves what it is given, at the address it is given, and nothing else."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.web.server import BODY_LIMIT_BYTES, PortTaken, Server, application
from tests.loopback.slack.story import story


async def echo(request: web.Request) -> web.Response:
    """Give the body back."""
    return web.Response(body=await request.read())


async def broken(_: web.Request) -> web.Response:
    """Fail."""
    raise RuntimeError("canary")


async def status(asking: AbstractAsyncContextManager[aiohttp.ClientResponse]) -> int:
    """The status of an answer, read to its end."""
    async with asking as answer:
        await answer.read()
        return answer.status


@story
async def test_it_serves_its_routes_until_it_is_stopped() -> None:
    """By method and path; everything else is a 404 or 405; afterwards nobody listens."""
    server = Server(application({("POST", "/echo"): echo}), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{server.url}/echo", data=b"hello") as answer:
            assert (answer.status, await answer.read()) == (200, b"hello")
        assert await status(session.get(f"{server.url}/echo")) == 405
        assert await status(session.get(f"{server.url}/")) == 404
        url = server.url
        await server.stop()
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(f"{url}/echo")


@story
async def test_a_body_has_its_limit() -> None:
    """Slack's largest request fits; a larger one is refused with 413 and read no further, announced or not."""
    server = Server(application({("POST", "/echo"): echo}), "127.0.0.1", 0)
    await server.start()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(BODY_LIMIT_BYTES // 1024 + 2):
            yield b"x" * 1024

    async with aiohttp.ClientSession() as session:
        url = f"{server.url}/echo"
        assert await status(session.post(url, data=BytesIO(b"x" * BODY_LIMIT_BYTES))) == 200
        assert await status(session.post(url, data=BytesIO(b"x" * (BODY_LIMIT_BYTES + 1)))) == 413
        assert await status(session.post(url, data=endless())) == 413
    await server.stop()


@story
async def test_every_answer_says_how_browsers_are_to_treat_it() -> None:
    """Pages, errors and faults alike; none tells what it runs on or what went wrong inside."""
    server = Server(application({("GET", "/broken"): broken, ("POST", "/echo"): echo}), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        for method, path in (("POST", "echo"), ("GET", "none"), ("GET", "broken")):
            async with session.request(method, f"{server.url}/{path}") as answer:
                assert answer.headers["Server"] == "mlsd"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
                assert "canary" not in await answer.text()
    await server.stop()


@story
async def test_a_port_that_is_taken_is_told() -> None:
    """With the settings that choose another; nothing is left open, and a later start works."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = Server(application({}), "127.0.0.1", port)
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1, port {port}.*MLSD_WEB_PORT"):
            await server.start()
    again = Server(application({}), "127.0.0.1", port)
    await again.start()
    await again.stop()


@story
async def test_what_is_under_way_ends_before_it_stops() -> None:
    """A request that was taken is answered."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response()

    server = Server(application({("GET", "/slow"): slow}), "127.0.0.1", 0)
    await server.start()
    async with aiohttp.ClientSession() as session:
        asking = asyncio.ensure_future(status(session.get(f"{server.url}/slow")))
        await begun.wait()
        stopping = asyncio.ensure_future(server.stop())
        go_on.set()
        assert await asking == 200
        await stopping


@story
async def test_an_address_of_version_6_is_written_as_browsers_want_it() -> None:
    """In brackets."""
    server = Server(application({("POST", "/echo"): echo}), "::1", 0)
    try:
        await server.start()
    except PortTaken:
        pytest.skip("this machine has no IPv6")
    async with aiohttp.ClientSession() as session:
        assert await status(session.post(f"{server.url}/echo", data=b"six")) == 200
    await server.stop()
