"""Rich text as shapes: sections, lists, quotes and preformatted text made of runs."""

from tests.loopback.slack import limits
from tests.loopback.slack.shapes import Check, boolean, by_type, many, number, one_of, record, string, typed

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "unlink"), boolean))
_STYLED: dict[str, Check] = {"style": _STYLE}
_ID = string(255)

RUNS: dict[str, Check] = {
    "text": typed("text", {"text": string(limits.MESSAGE_BLOCKS_TEXT)}, _STYLED),
    "link": typed("link", {"url": string(limits.BUTTON_URL)}, {**_STYLED, "text": string(3000), "unsafe": boolean}),
    "emoji": typed("emoji", {"name": string(255)}, {"unicode": string(64), "skin_tone": number(2, 6)}),
    "user": typed("user", {"user_id": _ID}, _STYLED),
    "usergroup": typed("usergroup", {"usergroup_id": _ID}, _STYLED),
    "channel": typed("channel", {"channel_id": _ID}, _STYLED),
    "broadcast": typed("broadcast", {"range": one_of("here", "channel", "everyone")}, _STYLED),
    "date": typed(
        "date",
        {"timestamp": number(0), "format": string(255)},
        {**_STYLED, "url": string(limits.BUTTON_URL), "fallback": string(255)},
    ),
    "color": typed("color", {"value": string(16)}),
}

_RUNS = many(by_type(RUNS, "rich text run"), least=0)
_SECTION = typed("rich_text_section", {"elements": _RUNS})
_BORDER: dict[str, Check] = {"border": number(0, 1)}

PARTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": typed("rich_text_preformatted", {"elements": _RUNS}, {**_BORDER, "language": string(64)}),
    "rich_text_quote": typed("rich_text_quote", {"elements": _RUNS}, _BORDER),
    "rich_text_list": typed(
        "rich_text_list",
        {"elements": many(_SECTION), "style": one_of("bullet", "ordered")},
        {**_BORDER, "indent": number(0, 8), "offset": number(0)},
    ),
}

RICH_TEXT = typed(
    "rich_text", {"elements": many(by_type(PARTS, "part of rich text"))}, {"block_id": string(limits.BLOCK_ID)}
)
