"""Text from cards and people as Slack text: escaped so that it is only ever text, and cut or split where it must be.

All lengths are those of the escaped text, with characters beyond the basic plane counted twice, as Slack may do.
"""

import html
import re

ELLIPSIS = "…"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_WIDE = "&<>@"  # an @ may get a companion
_PLANE = "\uffff"
_SHOUT = re.compile(r"@(?=here|channel|everyone)", re.IGNORECASE)
_NO_SHOUT = "@\u2060"  # a word joiner: invisible, and no mention any more
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BOUNDARIES = ("\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " ")  # the first that stands late enough wins
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def clean(text: str) -> str:
    """Leave out what cannot be shown: control characters, lone surrogates, turns of direction."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Make text safe in any text object: no markup of Slack's can be made from it, and no mention."""
    for char, entity in _ENTITIES.items():
        text = text.replace(char, entity)
    return _SHOUT.sub(_NO_SHOUT, text)


def unescape(text: str) -> str:
    """What a person typed, from what Slack sends: links and mentions as their words, entities as characters."""
    return html.unescape(_LINK.sub(lambda link: link[2] or link[1], text)).replace("\u2060", "")


def length(text: str) -> int:
    """The length of a text once it is escaped."""
    more = sum(text.count(char) * (_width(char) - 1) for char in _WIDE)
    return more + len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _width(char: str) -> int:
    if char in _ENTITIES:
        return len(_ENTITIES[char])
    return 2 if char == "@" or char > _PLANE else 1


def cut(text: str, room: int) -> str:
    """The text itself where it fits, else its beginning with an ellipsis."""
    if length(text) <= room:
        return text
    return text[: _break(text, room - len(ELLIPSIS))].rstrip() + ELLIPSIS


def split(text: str, room: int) -> tuple[str, str]:
    """As much of the text as fits, up to the end of a paragraph, a sentence or a word; and the rest."""
    if length(text) <= room:
        return text, ""
    end = _break(text, room)
    return text[:end], text[end:]


def _break(text: str, room: int) -> int:
    """Where to break: at the best boundary in the later half of what fits; at least one character on."""
    end = _fitting(text, room)
    for boundary in _BOUNDARIES:
        found = text.rfind(boundary, end // 2, end)
        if found >= 0:
            return found + len(boundary)
    return max(1, end)


def _fitting(text: str, room: int) -> int:
    for index, char in enumerate(text):
        room -= _width(char)
        if room < 0:
            return index
    return len(text)
