"""The gateway: HELLO, IDENTIFY, heartbeats, RESUME with replay, and every way in which Discord ends a connection."""

import asyncio
import json
import secrets
import zlib
from collections.abc import Awaitable, Callable

from aiohttp import WSMsgType, web

from tests.loopback.discord import limits
from tests.loopback.discord.bodies import guild_created_json, user_json
from tests.loopback.discord.directory import Guild, Json
from tests.loopback.discord.routes.identity import gateway_url
from tests.loopback.discord.sessions import Line, Session
from tests.loopback.discord.world import World

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, WRONG_TOKEN, IDENTIFIED_TWICE = 4001, 4002, 4003, 4004, 4005
INVALID_SEQUENCE, INVALID_SHARD, INVALID_VERSION, INVALID_INTENTS, DISALLOWED_INTENTS = 4007, 4010, 4012, 4013, 4014
_DISPATCHES, _HEARTBEAT, _IDENTIFY, _PRESENCE, _RESUME, _RECONNECT = 0, 1, 2, 3, 6, 7
_INVALID_SESSION, _HELLO, _ACK = 9, 10, 11


class Refused(Exception):
    """Close the connection with a code."""

    def __init__(self, code: int, why: str, *, violation: bool = True) -> None:
        super().__init__(why)
        self.code = code
        self.why = why
        self.violation = violation


class Gateway:
    """Serves /gw/ and keeps the sessions."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lines: list[Line] = []
        self.sessions: list[Session] = []
        self.identifies = 0
        self.resumes = 0

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """One connection from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        packed = request.query.get("compress") == "zlib-stream"
        line = Line(socket, zlib.compressobj() if packed else None)  # what is not packed is understood as well
        self._lines.append(line)
        try:
            self._check_version(request)
            await line.send({"op": _HELLO, "d": {"heartbeat_interval": int(self._heartbeat() * 1000)}})
            await self._listen(line)
        except Refused as refusal:
            self._refuse(refusal)
            line.closed_here = True
            await socket.close(code=refusal.code, message=refusal.why.encode()[:120])
        finally:
            self._hang_up(line)
        return socket

    def _heartbeat(self) -> float:
        return self._world.settings.heartbeat_seconds

    def _refuse(self, refusal: Refused) -> None:
        if refusal.violation:
            self._world.violations.record(f"gateway: closed with {refusal.code}, {refusal.why}.")

    def _check_version(self, request: web.Request) -> None:
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            raise Refused(INVALID_VERSION, "the address must ask for v=10 and encoding=json")

    async def _listen(self, line: Line) -> None:
        async for message in line.socket:
            if line.silent:
                continue
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            try:
                payload = json.loads(message.data)
                operation, data = payload["op"], payload["d"]
            except (ValueError, KeyError, TypeError):
                raise Refused(DECODE_ERROR, "a payload could not be read") from None
            await self._do(line, operation, data)
            self._world.changes.tell()

    async def _do(self, line: Line, operation: int, data: Json) -> None:
        acts: dict[int, Callable[[Line, Json], Awaitable[None]]] = {
            _HEARTBEAT: self._acknowledge,
            _IDENTIFY: self._identify,
            _RESUME: self._resume,
            _PRESENCE: self._take_presence,
        }
        if operation not in acts:
            raise Refused(UNKNOWN_OPCODE, f"opcode {operation} is not in the loopback Discord")
        await acts[operation](line, data)

    async def _acknowledge(self, line: Line, sequence: Json) -> None:
        del sequence
        line.heartbeats += 1
        await line.send({"op": _ACK, "d": None})

    async def _take_presence(self, line: Line, data: Json) -> None:
        del data
        if self._session_of(line) is None:
            raise Refused(NOT_AUTHENTICATED, "a payload came before IDENTIFY")

    async def _identify(self, line: Line, data: Json) -> None:
        if self._session_of(line) is not None:
            raise Refused(IDENTIFIED_TWICE, "IDENTIFY came twice")
        self._check_identity(data)
        shard, shards = data.get("shard") or (0, 1)
        self.identifies += 1
        session = Session(secrets.token_hex(16), shard, shards, data["intents"], line)
        self.sessions.append(session)
        self._world.violations.tell(f"-> READY to shard {shard} of {shards}")
        await line.send(session.numbered("READY", self._ready(session)))
        for guild in self._guilds_of(session):
            await line.send(session.numbered("GUILD_CREATE", guild_created_json(self._world, guild)))

    def _check_identity(self, data: Json) -> None:
        if data.get("token") != self._world.app.token:
            raise Refused(WRONG_TOKEN, "the token is wrong", violation=False)
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Refused(INVALID_SHARD, f"there is no shard {shard} of {shards}")
        intents = data.get("intents", -1)
        if intents < 0 or intents & ~limits.KNOWN_INTENTS:
            raise Refused(INVALID_INTENTS, f"{intents} are no intents")
        if intents & limits.PRIVILEGED & ~self._world.app.privileged:
            raise Refused(DISALLOWED_INTENTS, f"the intents {intents:b} name a privileged one that was not granted")
        if intents & ~self._world.app.intents:
            self._world.violations.record(
                f"gateway: the intents {intents:b} are more than {self._world.app.intents:b}."
            )
        if self.identifies >= limits.IDENTIFIES_A_DAY:
            raise Refused(WRONG_TOKEN, "more than 1000 IDENTIFY in a day, the token was reset")

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": user_json(self._world.bot) | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in self._guilds_of(session)],
            "session_id": session.id,
            "resume_gateway_url": gateway_url(self._world),
            "shard": [session.shard, session.shards],
            "application": {"id": self._world.bot.id, "flags": 0},
            "private_channels": [],
        }

    async def _resume(self, line: Line, data: Json) -> None:
        if data.get("token") != self._world.app.token:
            raise Refused(WRONG_TOKEN, "the token is wrong", violation=False)
        session = next((one for one in self.sessions if one.id == data.get("session_id")), None)
        if session is None:
            await line.send({"op": _INVALID_SESSION, "d": False})
            return
        if data.get("seq", 0) > session.sequence:
            raise Refused(INVALID_SEQUENCE, f"no event {data.get('seq')} was sent")
        self.resumes += 1
        for payload in session.missed_since(data["seq"]):
            await line.send(payload)
        await line.send(session.numbered("RESUMED", {}))
        session.line = line

    def _session_of(self, line: Line) -> Session | None:
        return next((session for session in self.sessions if session.line is line), None)

    def _guilds_of(self, session: Session) -> list[Guild]:
        guilds = self._world.directory.guilds.values()
        return [one for one in guilds if one.has_bot and (int(one.id) >> 22) % session.shards == session.shard]

    def _hang_up(self, line: Line) -> None:
        """A session ends when the bot says goodbye (1000, 1001); else it can be resumed."""
        self._lines.remove(line)
        session = self._session_of(line)
        if session is not None:
            session.line = None
            if line.socket.close_code in {1000, 1001} and not line.closed_here:
                self.sessions.remove(session)
        self._world.changes.tell()

    # What Discord does to its connections

    async def send(self, sessions: list[Session], name: str, data: Json) -> None:
        """An event to each of the sessions, in the order in which it is asked for."""
        for session in sessions:
            payload = session.numbered(name, data)
            if session.line is not None:
                await session.line.send(payload)

    async def ask_to_reconnect(self) -> None:
        """RECONNECT to every connection."""
        for line in list(self._lines):
            await line.send({"op": _RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """INVALID_SESSION to every connection; what cannot be resumed is forgotten."""
        lines = [session.line for session in self.sessions if session.line]
        if not resumable:
            self.sessions.clear()
        for line in lines:
            await line.send({"op": _INVALID_SESSION, "d": resumable})

    async def close_all(self, code: int) -> None:
        """Close every connection with a code."""
        lines = list(self._lines)
        for line in lines:
            line.closed_here = True
        await asyncio.gather(*(line.socket.close(code=code, message=b"") for line in lines))

    def reset(self) -> None:
        """Break every connection without a word."""
        for line in list(self._lines):
            transport = line.socket._req.transport if line.socket._req else None
            if transport is not None:
                transport.abort()

    def go_silent(self) -> None:
        """Leave every connection half open: nothing comes, nothing is heard."""
        for line in self._lines:
            line.silent = True
