"""Socket Mode: the app's WebSockets, envelopes over them, and every way in which such a socket ends."""

import asyncio
import itertools
import json
import secrets
import time
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.loopback.slack import limits
from tests.loopback.slack.delivery import Delivery, Kind, NotAcknowledged, Reply
from tests.loopback.slack.directory import Json
from tests.loopback.slack.faults import Status
from tests.loopback.slack.tickets import TicketRefused
from tests.loopback.slack.web_api import reset
from tests.loopback.slack.world import World

DISCONNECT_REASONS = ("warning", "refresh_requested", "too_many_websockets")


@dataclass(eq=False)
class Socket:
    """One connection. A silent one is half open: nothing goes through it any more, in either direction."""

    stream: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    leaving: bool = False


@dataclass
class Envelope:
    """A delivery on its way over a socket."""

    delivery: Delivery
    socket: Socket
    sent_at: float = field(default_factory=time.monotonic)
    answered: bool = False
    reply: asyncio.Future[Reply] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class SocketMode:
    """Serves /link/ and delivers over whichever socket is next."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = itertools.count()
        self._envelopes: dict[str, Envelope] = {}
        self.sockets: list[Socket] = []

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One connection, until it ends."""
        try:
            self._world.socket_tickets.use(request.query.get("ticket", ""))
        except TicketRefused:
            self._world.violations.record(
                "Socket Mode: connected with an address that is old, was used before or was never given."
            )
            return _refused(403)
        fault = await self._world.faults.take("link")
        if isinstance(fault, Status):
            return _refused(fault.status)
        stream = web.WebSocketResponse(autoping=False, autoclose=False)
        await stream.prepare(request)
        if len(self.sockets) >= limits.SOCKETS_AN_APP:
            await stream.send_json(_disconnect("too_many_websockets"))
            await stream.close()
            return stream
        await self._serve(Socket(stream, request))
        return stream

    async def send(self, delivery: Delivery) -> Reply:
        """Deliver over the next socket; raises NotAcknowledged."""
        envelope_id, envelope = secrets.token_hex(16), Envelope(delivery, self._next_socket())
        self._envelopes[envelope_id] = envelope
        if not envelope.socket.silent:
            await _put(envelope.socket, _wrapped(envelope_id, delivery))
        try:
            async with asyncio.timeout(self._world.settings.acknowledge_seconds):
                return await asyncio.shield(envelope.reply)
        except TimeoutError:
            raise NotAcknowledged("timeout", blames_bot=not envelope.socket.silent) from None

    async def disconnect(self, reason: str) -> None:
        """Ask the app to reconnect; too many sockets are closed at once."""
        if reason not in DISCONNECT_REASONS:
            raise ValueError(f"Slack knows the reasons {', '.join(DISCONNECT_REASONS)}.")
        for socket in list(self.sockets):
            socket.leaving = True
            await _put(socket, _disconnect(reason))
            if reason == "too_many_websockets":
                await socket.stream.close()

    def reset(self) -> None:
        """Break every connection, as a failing network does."""
        for socket in list(self.sockets):
            reset(socket.request)

    def go_silent(self) -> None:
        """Leave every connection half open: no pong, no envelope, no word."""
        for socket in self.sockets:
            socket.silent = True

    @property
    def open_sockets(self) -> int:
        """How many connections carry anything."""
        return sum(not socket.silent for socket in self.sockets)

    async def close(self) -> None:
        """End all connections."""
        for socket in list(self.sockets):
            reset(socket.request) if socket.silent else await socket.stream.close()

    def _next_socket(self) -> Socket:
        usable = [socket for socket in self.sockets if not socket.leaving] or self.sockets
        if not usable:
            raise NotAcknowledged("no socket is connected", blames_bot=False)
        return usable[next(self._turn) % len(usable)]

    async def _serve(self, socket: Socket) -> None:
        self.sockets.append(socket)
        await _put(socket, _hello(self._world.app.id, len(self.sockets)))
        self._world.changes.tell()
        try:
            async for frame in socket.stream:
                if socket.silent:
                    continue
                if frame.type is WSMsgType.PING:
                    await socket.stream.pong(frame.data)
                elif frame.type is WSMsgType.TEXT:
                    self._acknowledge(frame.data)
        finally:
            self._forget(socket)
            if not socket.silent:
                await socket.stream.close()

    def _forget(self, socket: Socket) -> None:
        self.sockets.remove(socket)
        for envelope in self._envelopes.values():
            if envelope.socket is socket and not envelope.reply.done():
                envelope.reply.set_exception(NotAcknowledged("the socket closed", blames_bot=False))
                envelope.reply.exception()  # nobody may be waiting any more
        self._world.changes.tell()

    def _acknowledge(self, text: str) -> None:
        answer = json.loads(text)
        strange = sorted(answer.keys() - {"envelope_id", "payload"})
        envelope = self._envelopes.get(answer.get("envelope_id", ""))
        if strange or envelope is None:
            found = f"the unknown keys {strange}" if strange else "an envelope_id that was never sent"
            self._world.violations.record(f"Socket Mode: an acknowledgement has {found}.")
            return
        self._settle(envelope, answer.get("payload"))

    def _settle(self, envelope: Envelope, body: object) -> None:
        name, seconds = envelope.delivery.name, time.monotonic() - envelope.sent_at
        if envelope.answered:
            self._world.violations.record(f"{name}: acknowledged twice.")
            return
        envelope.answered = True
        if body and envelope.delivery.kind is Kind.EVENT:
            self._world.violations.record(f"{name}: acknowledged with a body, which events do not take.")
        if seconds > self._world.settings.acknowledge_seconds:
            limit = self._world.settings.acknowledge_seconds
            self._world.violations.record(f"{name}: acknowledged after {seconds:.1f} s; Slack waits {limit:g} s.")
        if not envelope.reply.done():
            envelope.reply.set_result(Reply(body, seconds))


def _refused(status: int) -> web.Response:
    response = web.Response(status=status)
    response.force_close()  # the client asked for an upgrade; nothing else can follow on this connection
    return response


async def _put(socket: Socket, message: Json) -> None:
    try:
        await socket.stream.send_json(message)
    except ConnectionError:
        return  # the socket is going; its envelopes are told when it is gone


def _hello(app_id: str, connections: int) -> Json:
    debug = {"host": "loopback", "build_number": 1, "approximate_connection_time": 3600}
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": debug,
        "connection_info": {"app_id": app_id},
    }


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}


def _wrapped(envelope_id: str, delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": delivery.kind.value,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind is not Kind.EVENT,
    }
    if delivery.kind is Kind.EVENT:
        envelope |= {"retry_attempt": delivery.retry, "retry_reason": delivery.reason}
    return envelope
