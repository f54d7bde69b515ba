"""Text from cards and people as Discord text: escaped so that it is only ever text, and cut or split where it must be.

All lengths are those of the escaped text in UTF-16 units, as Discord's client counts.
"""

import bisect
import re
from collections.abc import Callable

ELLIPSIS = "…"
JOINER = "\u2060"  # a word joiner: invisible, and what it parts is no markup any more
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MENTION = re.compile(r"<(?=[@#:/&!\w])|@(?=everyone|here)", re.IGNORECASE)  # users, roles, channels, emoji, times
_MARKS = re.compile(r"[\\*_~`|\[\]#<]|:(?=//)")  # a bare address becomes no link either
_LINE_START = re.compile(r"^([ \t]*)(?:([-+>])(?=[ \t>])|(\d+)(\.)(?=[ \t]))", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_BOUNDARIES = ("\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " ")  # the first that stands late enough wins


def clean(text: str) -> str:
    """Leave out what cannot be shown: control characters, lone surrogates, turns of direction."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Make text safe in any text display: no markup, list, heading, quote, link or mention can be made from it."""
    marked = _MARKS.sub(r"\\\g<0>", quiet(text))
    return _LINE_START.sub(_line_start, marked)


def quiet(text: str) -> str:
    """Make text safe inside code, where nothing can be escaped: no mention can be made from it."""
    return _MENTION.sub(rf"\g<0>{JOINER}", text)


def unescape(text: str) -> str:
    """The text that `escape` was given."""
    return _ESCAPED.sub(r"\1", text).replace(JOINER, "")


def units(text: str) -> int:
    """The length of a text as it stands."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def length(text: str) -> int:
    """The length of a text once it is escaped."""
    return units(escape(text))


def cut(text: str, room: int) -> str:
    """The text itself where it fits, else its beginning with an ellipsis."""
    if length(text) <= room:
        return text
    return text[: _break(text, room - len(ELLIPSIS))].rstrip() + ELLIPSIS


def bare(text: str, room: int) -> str:
    """Text for a label, where Discord reads no markup: clean, on one line, cut, and never empty."""
    line = quiet(" ".join(clean(text).split())) or "–"
    return line if units(line) <= room else line[: _fitting(line, room - len(ELLIPSIS), units)].rstrip() + ELLIPSIS


def split(text: str, room: int) -> tuple[str, str]:
    """As much of the text as fits, up to the end of a paragraph, a sentence or a word; and the rest."""
    if length(text) <= room:
        return text, ""
    end = _break(text, room)
    return text[:end], text[end:]


def _line_start(match: re.Match[str]) -> str:
    indent, sign, number, dot = match.groups()
    return f"{indent}\\{sign}" if sign else f"{indent}{number}\\{dot}"


def _break(text: str, room: int) -> int:
    """Where to break: at the best boundary in the later half of what fits; at least one character on."""
    end = _fitting(text, room)
    for boundary in _BOUNDARIES:
        found = text.rfind(boundary, end // 2, end)
        if found >= 0:
            return found + len(boundary)
    return max(1, end)


def _fitting(text: str, room: int, measure: Callable[[str], int] = length) -> int:
    """How many characters of the text fit; what a longer beginning takes is never less."""
    return max(0, bisect.bisect_right(range(len(text) + 1), room, key=lambda end: measure(text[:end])) - 1)
