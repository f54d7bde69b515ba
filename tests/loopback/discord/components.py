"""Components: walking through them, the rules that the schema cannot say, and what Discord makes of them."""

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from itertools import count
from typing import Any

from tests.loopback.discord import limits
from tests.loopback.discord.directory import Json


class Part(IntEnum):
    """Discord's numbers for components."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    TEXT_INPUT = 4
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    RADIO = 21
    CHECKBOXES = 22
    CHECKBOX = 23


LINK, PREMIUM = 5, 6
SELECTS = (3, 5, 6, 7, 8)


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component in reading order, those inside others included."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for name in ("component", "accessory"):
            if component.get(name):
                yield from walk([component[name]])


def texts(components: list[Json]) -> list[str]:
    """What the text components say."""
    return [component["content"] for component in walk(components) if component["type"] == Part.TEXT]


def problem(components: list[Json], *, layout: bool) -> str | None:
    """A broken rule of a message's components, or nothing."""
    every = list(walk(components))
    rules = (_layout_problem(every) if layout else _rows_problem(components), _ids_problem(every))
    return next((found for found in (*rules, *map(_part_problem, every)) if found), None)


def form_problem(body: Json) -> str | None:
    """A broken rule of a modal's components, or nothing."""
    parts = body["components"]
    if not 1 <= len(parts) <= limits.MODAL_PARTS:
        return f"a modal has {len(parts)} components, not 1 to {limits.MODAL_PARTS}"
    every = list(walk(parts))
    return next((found for found in (_ids_problem(every), *map(_input_problem, every)) if found), None)


def _layout_problem(every: list[Json]) -> str | None:
    if len(every) > limits.ALL_COMPONENTS:
        return f"{len(every)} components, nested ones included, where {limits.ALL_COMPONENTS} are allowed"
    written = sum(len(part["content"]) for part in every if part["type"] == Part.TEXT)
    if written > limits.ALL_TEXT:
        return f"{written} characters of text over all components, where {limits.ALL_TEXT} are allowed"
    return None


def _rows_problem(components: list[Json]) -> str | None:
    if any(part["type"] != Part.ROW for part in components):
        return "components beyond action rows need the flag IS_COMPONENTS_V2"
    if len(components) > limits.ACTION_ROWS:
        return f"{len(components)} action rows, where {limits.ACTION_ROWS} are allowed"
    return None


def _ids_problem(every: list[Json]) -> str | None:
    """Custom ids and numeric ids are each unique in a message or modal."""
    for name in ("custom_id", "id"):
        times = Counter(part[name] for part in every if part.get(name))
        repeated = [given for given, often in times.items() if often > 1]
        if repeated:
            return f"the {name} {repeated[0]!r} stands there {times[repeated[0]]} times"
    return None


def _part_problem(part: Json) -> str | None:
    if part["type"] == Part.ROW:
        return _row_problem(part)
    if part["type"] == Part.BUTTON:
        return _button_problem(part)
    return _select_problem(part) if part["type"] == Part.SELECT else None


def _row_problem(row: Json) -> str | None:
    inside = row["components"]
    if any(part["type"] in SELECTS for part in inside) and len(inside) > 1:
        return "a select stands in a row with other components"
    return None if len(inside) <= limits.BUTTONS_A_ROW else f"{len(inside)} buttons in a row"


def _button_problem(button: Json) -> str | None:
    if button["style"] == LINK:
        return None if button.get("url") and not button.get("custom_id") else "a link button has a url and no custom_id"
    if button["style"] == PREMIUM:
        return "premium buttons are not in the loopback Discord"
    if not button.get("custom_id") or button.get("url"):
        return "a button has a custom_id and no url"
    return None if button.get("label") or button.get("emoji") else "a button says nothing"


def _select_problem(select: Json) -> str | None:
    values = [option["value"] for option in select["options"]]
    if len(set(values)) < len(values):
        return f"the select {select['custom_id']!r} offers a value twice"
    least, most = _or(select.get("min_values"), 1), _or(select.get("max_values"), 1)
    if not least <= most <= len(values):
        return f"the select {select['custom_id']!r} wants {least} to {most} of {len(values)} options"
    ticked = sum(bool(option.get("default")) for option in select["options"])
    return None if ticked <= most else f"the select {select['custom_id']!r} has {ticked} defaults, and takes {most}"


def _input_problem(part: Json) -> str | None:
    if part["type"] == Part.ROW:
        return None if len(part["components"]) == 1 else "a row of a modal holds one text input"
    if part["type"] == Part.TEXT_INPUT:
        return _text_input_problem(part)
    return _select_problem(part) if part["type"] == Part.SELECT else None


def _text_input_problem(part: Json) -> str | None:
    least, most = _or(part.get("min_length"), 0), _or(part.get("max_length"), 4000)
    if least > most:
        return f"the text input {part['custom_id']!r} wants {least} to {most} characters"
    if len(part.get("value") or "") > most:
        return f"the text input {part['custom_id']!r} is filled with more than {most} characters"
    return None


def _or(given: int | None, otherwise: int) -> int:
    return otherwise if given is None else given


def as_stored(components: list[Json], urls: dict[str, Json]) -> list[Json]:
    """Components as Discord gives them back; `urls` are the message's attachments by `attachment://` address."""
    taken = {part["id"] for part in walk(components) if part.get("id")}
    free = (number for number in count(1) if number not in taken)
    return [_stored(part, free, urls) for part in components]


def _stored(part: Json, free: Iterator[int], urls: dict[str, Json]) -> Json:
    kept: Json = without_nulls({key: value for key, value in part.items() if key != "required"})
    kept["id"] = part.get("id") or next(free)
    if "components" in kept:
        kept["components"] = [_stored(inner, free, urls) for inner in part["components"]]
    if "accessory" in kept:
        kept["accessory"] = _stored(part["accessory"], free, urls)
    return _DEFAULTS.get(part["type"], {}) | kept | _media(part, urls)


def without_nulls(node: Any) -> Any:
    """What was given: Discord leaves out again what was null."""
    if isinstance(node, dict):
        return {key: without_nulls(value) for key, value in node.items() if value is not None}
    return [without_nulls(one) for one in node] if isinstance(node, list) else node


_DEFAULTS: dict[int, Json] = {
    Part.SELECT: {"min_values": 1, "max_values": 1},
    Part.SEPARATOR: {"spacing": 1, "divider": True},
    Part.CONTAINER: {"accent_color": None, "spoiler": False},
    Part.FILE: {"name": None, "size": None, "spoiler": False},
    Part.THUMBNAIL: {"description": None, "spoiler": False},
}


def _media(part: Json, urls: dict[str, Json]) -> Json:
    if part["type"] == Part.GALLERY:
        plain = {"description": None, "spoiler": False}
        return {"items": [plain | item | {"media": _unfurled(item["media"], urls)} for item in part["items"]]}
    if part["type"] == Part.THUMBNAIL:
        return {"media": _unfurled(part["media"], urls)}
    if part["type"] == Part.FILE:
        found = urls.get(part["file"]["url"], {})
        return {"file": _unfurled(part["file"], urls), "name": found.get("filename"), "size": found.get("size")}
    return {}


def _unfurled(media: Json, urls: dict[str, Json]) -> Json:
    found = urls.get(media["url"])
    address = found["url"] if found else media["url"]
    known = {"id": found["id"] if found else "1", "content_type": None}
    return {"url": address, "proxy_url": address, "width": None, "height": None, **known}


def media_urls(components: list[Json]) -> list[str]:
    """The addresses of all pictures and files."""
    found = []
    for part in walk(components):
        media = [part.get("media"), part.get("file"), *(item["media"] for item in part.get("items") or [])]
        found += [one["url"] for one in media if one]
    return found


def as_form(components: list[Json]) -> list[Json]:
    """The components of a modal, each with a number of its own."""
    taken = {part["id"] for part in walk(components) if part.get("id")}
    free = (number for number in count(1) if number not in taken)
    return [_numbered(part, free) for part in components]


def _numbered(part: Json, free: Iterator[int]) -> Json:
    kept = {key: value for key, value in part.items() if value is not None}
    kept["id"] = part.get("id") or next(free)
    if "components" in kept:
        kept["components"] = [_numbered(inner, free) for inner in part["components"]]
    if "component" in kept:
        kept["component"] = _numbered(part["component"], free)
    return kept
