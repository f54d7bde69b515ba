"""Discord's markdown as a screen reader gives it: the words, without the marks."""

import re
from datetime import UTC, datetime

_MARKS = re.compile(
    r"```(?:\w*\n)?(?P<block>.*?)```|`(?P<code>[^`\n]+)`|\\(?P<literal>[^a-zA-Z0-9\s])"
    r"|<t:(?P<time>\d+)(?::[a-zA-Z])?>|\[(?P<link>[^\]\n]+)\]\((?P<url>https?://[^)\s]+)\)"
    r"|(?P<lead>^(?:-# |#{1,3} |>>> |> ))|(?P<mark>\*{1,3}|__|~~|\|\||(?<!\w)_(?=\S)|(?<=\S)_(?!\w))",
    re.DOTALL | re.MULTILINE,
)


def plain(text: str) -> str:
    """The words of a text; times are written out in UTC, links are their words."""
    return _MARKS.sub(_said, text)


def _said(found: re.Match[str]) -> str:
    if found["time"]:
        return datetime.fromtimestamp(int(found["time"]), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return next((found[name] for name in ("block", "code", "literal", "link") if found[name] is not None), "")
