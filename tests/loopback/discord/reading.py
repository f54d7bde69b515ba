"""Bodies of requests: JSON, or a form with JSON and files."""

import json

from aiohttp import BodyPartReader, web

from tests.loopback.discord.directory import Json
from tests.loopback.discord.world import Upload

Body = Json | list[Json] | None


async def read_body(request: web.Request) -> tuple[Body, list[Upload]]:
    """What was sent, and the files that came with it. A body that is no JSON is None."""
    if request.content_type == "multipart/form-data":
        return await _read_form(request)
    raw = await request.read()
    return (_parsed(raw) if raw else None), []


async def _read_form(request: web.Request) -> tuple[Body, list[Upload]]:
    body: Body = None
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read())
        if part.name == "payload_json":
            body = _parsed(content)
        elif part.name and part.name.startswith("files["):
            uploads.append(Upload(int(part.name[6:-1]), part.filename or "unknown", content))
    return body, uploads


def _parsed(raw: bytes) -> Body:
    try:
        found: Body = json.loads(raw)
    except ValueError:
        return None
    return found
