"""Sessions of the gateway: what was sent to each, so that it can be sent again when the bot resumes."""

import json
import zlib
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.discord.directory import Json

REMEMBERED = 1000


@dataclass(eq=False)
class Line:
    """A connection, packed if its address asked for it; a `silent` one is half open. `closed_here`: Discord hung up."""

    socket: web.WebSocketResponse
    packer: "zlib._Compress | None" = None
    silent: bool = False
    closed_here: bool = False
    heartbeats: int = 0

    async def send(self, payload: Json) -> None:
        """Send a payload, unless the line is closed or silent."""
        if self.silent or self.socket.closed:
            return
        text = json.dumps(payload)
        with suppress(ConnectionError):  # it broke a moment ago
            if self.packer is None:
                await self.socket.send_str(text)
            else:
                packed = self.packer.compress(text.encode()) + self.packer.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)

    @property
    def live(self) -> bool:
        """Whether what is sent arrives."""
        return not self.silent and not self.socket.closed


@dataclass(eq=False)
class Session:
    """A session of one shard. Without a line it waits to be resumed."""

    id: str
    shard: int
    shards: int
    intents: int
    line: Line | None
    sequence: int = 0
    sent: list[Json] = field(default_factory=list)

    @property
    def live(self) -> bool:
        """Whether the bot hears of events now."""
        return self.line is not None and self.line.live

    def numbered(self, name: str, data: Json) -> Json:
        """An event of this session, kept to be sent again."""
        self.sequence += 1
        payload = {"op": 0, "s": self.sequence, "t": name, "d": data}
        self.sent = [*self.sent, payload][-REMEMBERED:]
        return payload

    def missed_since(self, sequence: int) -> list[Json]:
        """What was sent after a sequence number."""
        return [payload for payload in self.sent if payload["s"] > sequence]
