"""What a message may hold: checks each body that the bot sends, then makes the version that people see."""

from tests.loopback.discord import components, limits, mentions
from tests.loopback.discord.directory import Json, Message, Version
from tests.loopback.discord.violations import empty_message, invalid_form, too_large
from tests.loopback.discord.world import Call, Upload

BLANK = Version("", [], [], [])
_SETTABLE = limits.EPHEMERAL | limits.SUPPRESS_NOTIFICATIONS | limits.COMPONENTS_V2 | 1 << 2


def version(call: Call, body: Json, before: Version, flags: int) -> Version:
    """The new version of a message: what the body names, and for the rest what was there; raises DiscordError."""
    attachments = _attachments(call, body, before)
    urls = {f"attachment://{one['filename']}": one for one in attachments}
    layout = bool(flags & limits.COMPONENTS_V2)
    _check_components(call, body.get("components") or [], urls, layout=layout)
    stored = components.as_stored(body.get("components") or [], urls)
    made = Version(
        content=(body.get("content") or "") if "content" in body else before.content,
        components=stored if "components" in body else before.components,
        embeds=[_stored_embed(one) for one in body.get("embeds") or []] if "embeds" in body else before.embeds,
        attachments=attachments,
    )
    _check_whole(call, made, layout=layout)
    _check_mentions(call, body)
    return made


def flags_of(call: Call, body: Json, message: Message | None = None) -> int:
    """The flags of a message after a body; raises DiscordError for those that a bot cannot set."""
    asked = body.get("flags")
    if asked is not None and asked & ~_SETTABLE:
        raise call.broken(f"flags {asked} name what a bot cannot set", invalid_form("flags", "Not settable"))
    if message is None:
        return asked or 0
    if asked is not None and asked & limits.EPHEMERAL and not message.ephemeral:
        raise call.broken("visibility was fixed when the message was sent", invalid_form("flags", "Not settable"))
    if message.has_layout and asked is not None and not asked & limits.COMPONENTS_V2:
        raise call.broken("IS_COMPONENTS_V2 cannot be taken off again", invalid_form("flags", "Cannot be removed"))
    return (message.flags & ~limits.LOADING) | ((asked or 0) & limits.COMPONENTS_V2)


def _stored_embed(embed: Json) -> Json:
    kept = components.without_nulls({key: value for key, value in embed.items() if key not in ("type", "flags")})
    fields = [{"inline": False, **one} for one in kept.get("fields", [])]
    return {"type": "rich", **kept} | ({"fields": fields} if fields else {})


def _check_components(call: Call, given: list[Json], urls: dict[str, Json], *, layout: bool) -> None:
    found = components.problem(given, layout=layout)
    if found:
        raise call.broken(found, invalid_form("components", found))
    for url in components.media_urls(given):
        if url.startswith("attachment://") and url not in urls:
            raise call.broken(f"{url} names no file of the message", invalid_form("components", "No such file"))


def _check_whole(call: Call, made: Version, *, layout: bool) -> None:
    if layout and (made.content or made.embeds):
        why = "content or embeds stand beside components with IS_COMPONENTS_V2"
        raise call.broken(why, invalid_form("content", why))
    if len(made.content) > limits.CONTENT:
        why = f"content has {len(made.content)} characters, {limits.CONTENT} are allowed"
        raise call.broken(why, invalid_form("content", why))
    if sum(map(_embed_length, made.embeds)) > limits.EMBED_TEXT:
        raise call.broken("the embeds hold more than 6000 characters", invalid_form("embeds", "Too long"))
    if not (made.content.strip() or made.embeds or made.components or made.attachments):
        raise call.broken("the message is empty", empty_message())


def _embed_length(embed: Json) -> int:
    fields = sum(len(one["name"]) + len(one["value"]) for one in embed.get("fields", []))
    named = len(embed.get("footer", {}).get("text", "")) + len(embed.get("author", {}).get("name", ""))
    return len(embed.get("title", "")) + len(embed.get("description", "")) + fields + named


def _check_mentions(call: Call, body: Json) -> None:
    said = [body.get("content") or "", *components.texts(body.get("components") or [])]
    rings = mentions.ringing(said, body.get("allowed_mentions"), call.world.allowed_mentions)
    if rings:
        call.world.violations.record(f"{call.name}: {', '.join(rings)} would ring; allowed_mentions must forbid it.")


def _attachments(call: Call, body: Json, before: Version) -> list[Json]:
    if len(call.uploads) > limits.FILES:
        raise call.broken(f"{len(call.uploads)} files", invalid_form("attachments", "Too many"))
    if sum(len(one.content) for one in call.uploads) > call.world.settings.attachment_bytes:
        raise call.broken("the files are larger than attachment_size_limit", too_large())
    named = body.get("attachments")
    kept = before.attachments if named is None else _kept(call, named, before)
    described = {int(one["id"]): one for one in named or [] if int(one["id"]) < limits.FILES}
    return [*kept, *(_attachment(call, one, described.get(one.index, {})) for one in call.uploads)]


def _kept(call: Call, named: list[Json], before: Version) -> list[Json]:
    there = {one["id"]: one for one in before.attachments}
    sent = {str(one.index) for one in call.uploads}
    wanted = [str(one["id"]) for one in named]
    for name in wanted:
        if name not in there and name not in sent:
            raise call.broken(f"attachment {name} is no file of the request", invalid_form("attachments", "Unknown"))
    return [there[name] for name in wanted if name in there]


def _attachment(call: Call, upload: Upload, described: Json) -> Json:
    name = described.get("filename") or upload.name
    number = call.world.new_id()
    url = f"{call.world.base}/attachments/{number}/{name}"
    told: Json = {"id": number, "filename": name, "size": len(upload.content), "url": url, "proxy_url": url}
    if described.get("description"):
        told["description"] = described["description"]
    elif name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp")):
        call.world.violations.record(f"{call.name}: the picture {name!r} has no description (alt text).")
    return told
