"""The place where the bytes of a file go, between asking for it and sharing it."""

from aiohttp import web

from tests.loopback.slack.world import World


class Uploads:
    """Serves /upload/FILE."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes: as the whole body, or as the file of a form."""
        upload = self._world.uploads.get(request.match_info["file"])
        if upload is None:
            return web.Response(status=404, text="file_not_found")
        content = await _bytes_of(request)
        if len(content) != upload.length:
            sentence = f"{upload.name} has {len(content)} bytes; {upload.length} were announced"
            self._world.violations.record(f"upload: {sentence}.")
            return web.Response(status=400, text=sentence)
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")


async def _bytes_of(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    for part in form.values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
