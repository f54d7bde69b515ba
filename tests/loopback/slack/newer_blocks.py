"""The younger blocks as shapes: alerts, cards, containers, videos, data tables and charts."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.loopback.slack import elements, limits
from tests.loopback.slack.composition import any_text, plain
from tests.loopback.slack.rich_text import RICH_TEXT
from tests.loopback.slack.shapes import (
    Check,
    at_least_one,
    boolean,
    by_type,
    many,
    number,
    one_of,
    record,
    string,
    typed,
)

_BLOCK_ID: dict[str, Check] = {"block_id": string(limits.BLOCK_ID)}

ALERT = typed(
    "alert",
    {"text": any_text(limits.ALERT_TEXT)},
    {**_BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")},
)

CARD = typed(
    "card",
    {},
    {
        **_BLOCK_ID,
        "hero_image": elements.IMAGE,
        "icon": elements.IMAGE,
        "title": any_text(limits.CARD_TITLE),
        "subtitle": any_text(limits.CARD_SUBTITLE),
        "body": any_text(limits.CARD_BODY),
        "subtext": any_text(limits.CARD_SUBTEXT),
        "actions": many(elements.BUTTON, limits.CARD_ACTIONS),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)

CAROUSEL = typed("carousel", {"elements": many(CARD, limits.CAROUSEL_CARDS)}, _BLOCK_ID)


def container(child: Check) -> Check:
    """A container of blocks of one shape."""
    return typed(
        "container",
        {"child_blocks": many(child, limits.CONTAINER_BLOCKS)},
        {
            **_BLOCK_ID,
            "title": plain(limits.CONTAINER_TITLE),
            "rich_text_title": RICH_TEXT,
            "subtitle": any_text(limits.CONTAINER_SUBTITLE),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": elements.IMAGE,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
    )


CONTEXT_ACTIONS = typed(
    "context_actions",
    {"elements": many(by_type(elements.CONTEXT_ACTIONS, "context action"), limits.CONTEXT_ACTIONS_ELEMENTS)},
    _BLOCK_ID,
)

VIDEO = typed(
    "video",
    {
        "alt_text": string(limits.VIDEO_ALT_TEXT),
        "title": plain(limits.VIDEO_TITLE),
        "video_url": string(limits.IMAGE_URL),
        "thumbnail_url": string(limits.IMAGE_URL),
    },
    {
        **_BLOCK_ID,
        "title_url": string(limits.IMAGE_URL),
        "description": plain(limits.VIDEO_DESCRIPTION),
        "provider_icon_url": string(limits.IMAGE_URL),
        "provider_name": string(limits.VIDEO_PROVIDER),
        "author_name": string(limits.VIDEO_AUTHOR),
    },
)

CELLS: dict[str, Check] = {
    "raw_text": typed("raw_text", {"text": string(limits.DATA_TABLE_CONTENT)}),
    "raw_number": typed("raw_number", {"value": number()}, {"text": string(limits.TEXT_OBJECT)}),
    "rich_text": RICH_TEXT,
}
_CELL = by_type(CELLS, "table cell")

TABLE = typed(
    "table",
    {"rows": many(many(_CELL, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
    {
        **_BLOCK_ID,
        "column_settings": many(
            record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), limits.TABLE_COLUMNS
        ),
    },
)


def _rows_are_even(value: Mapping[str, Any], path: str) -> Iterator[str]:
    widths = {len(row) for row in value.get("rows", []) if isinstance(row, list)}
    if len(widths) > 1:
        yield f"{path}.rows are of unequal length"


def _content_fits(value: Mapping[str, Any], path: str) -> Iterator[str]:
    cells = [cell for row in value.get("rows", []) if isinstance(row, list) for cell in row if isinstance(cell, dict)]
    length = sum(len(cell.get("text", "")) for cell in cells if cell.get("type") == "raw_text")
    if length > limits.DATA_TABLE_CONTENT:
        yield f"{path} holds {length} characters; Slack takes {limits.DATA_TABLE_CONTENT}"


DATA_TABLE = typed(
    "data_table",
    {
        "caption": string(limits.TEXT_OBJECT),
        "rows": many(many(_CELL, limits.DATA_TABLE_COLUMNS), limits.DATA_TABLE_ROWS, limits.DATA_TABLE_ROWS_LEAST),
    },
    {**_BLOCK_ID, "page_size": number(1, limits.DATA_TABLE_PAGE), "row_header_column_index": number(0)},
    _rows_are_even,
    _content_fits,
)

_SEGMENT = record({"label": string(limits.CHART_LABEL), "value": number(above=0)})
_POINT = record({"label": string(limits.CHART_LABEL), "value": number()})
_SERIES = record({"name": string(limits.CHART_SERIES_NAME), "data": many(_POINT, limits.CHART_POINTS)})
_AXES = record(
    {"categories": many(string(limits.CHART_LABEL), limits.CHART_POINTS)},
    {"x_label": string(limits.CHART_AXIS_LABEL), "y_label": string(limits.CHART_AXIS_LABEL)},
)

CHARTS: dict[str, Check] = {
    "pie": typed("pie", {"segments": many(_SEGMENT, limits.CHART_SEGMENTS)}),
    **{
        name: typed(name, {"series": many(_SERIES, limits.CHART_SERIES), "axis_config": _AXES})
        for name in ("bar", "area", "line")
    },
}

DATA_VISUALIZATION = typed(
    "data_visualization", {"title": string(limits.CHART_TITLE), "chart": by_type(CHARTS, "chart")}, _BLOCK_ID
)
