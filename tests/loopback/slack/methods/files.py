"""files.*: uploads in three steps: ask for a URL, send the bytes there, share what was sent."""

import secrets

from tests.loopback.slack import events
from tests.loopback.slack.arguments import Arguments
from tests.loopback.slack.content import accept_message
from tests.loopback.slack.directory import Json, Message
from tests.loopback.slack.methods.chat import writable
from tests.loopback.slack.methods.method import COUNT, JSON, TEXT, Method
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call, Upload

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def get_upload_url(call: Call) -> Json:
    """Where to send the bytes of one file. A picture wants alt text."""
    name, alt_text = call.args["filename"], call.args.get("alt_txt", "")
    if name.lower().endswith(_PICTURES) and not alt_text:
        call.broken(f"the picture {name} has no alt_txt", "")
    team = call.token.team or call.teams()[0].id
    upload = Upload(f"F{secrets.token_hex(5).upper()}", team, name, call.args["length"], alt_text)
    call.world.uploads[upload.id] = upload
    return {"upload_url": f"{call.world.base}/upload/{upload.id}", "file_id": upload.id}


def complete_upload(call: Call) -> Json:
    """Share uploaded files in a conversation, or keep them private."""
    files = [_shared(call, entry) for entry in call.args["files"]]
    wanted = call.args.get("channel_id") or call.args.get("channels") or ""
    for name in filter(None, wanted.split(",")):
        channel = writable(call, name)
        author = call.world.directory[channel.team].bot_user
        text = call.args.get("initial_comment", "")
        if text:
            accept_message(call, text)
        message = Message(call.world.new_ts(), channel.id, author, text, from_bot=True, files=files)
        events.post(call.world, channel, message)
    return {"files": files}


def _shared(call: Call, entry: Json) -> Json:
    upload = call.world.uploads.get(entry.get("id", ""))
    if upload is None:
        raise call.broken(f"no file {entry.get('id')!r} was ever asked for", "file_not_found")
    if not call.token.covers(call.world.directory[upload.team]):
        raise call.strange("file", upload.id, call.world.directory[upload.team], "file_not_found")
    if upload.content is None:
        raise SlackError("file_not_found")
    return {
        "id": upload.id,
        "title": entry.get("title") or upload.name,
        "name": upload.name,
        "alt_txt": upload.alt_text,
    }


_SHARED = {"channel_id": TEXT, "channels": TEXT, "initial_comment": TEXT, "thread_ts": TEXT}

METHODS = {
    "files.getUploadURLExternal": Method(
        get_upload_url,
        Arguments({"filename": TEXT, "length": COUNT}, {"alt_txt": TEXT, "snippet_type": TEXT}),
        "files:write",
    ),
    "files.completeUploadExternal": Method(complete_upload, Arguments({"files": JSON}, _SHARED), "files:write"),
}
