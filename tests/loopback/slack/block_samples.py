"""Small blocks that are right, each with one thing that a test can stretch until it is wrong."""

from tests.loopback.slack.directory import Json
from tests.loopback.slack.throwaway_app import actions, button, question, section


def plain(length: int) -> Json:
    """A plain text of a length."""
    return {"type": "plain_text", "text": "x" * length}


def option(number: int = 0, **more: object) -> Json:
    """An option."""
    return {"text": plain(1), "value": str(number), **more}


def options(count: int) -> list[Json]:
    """So many options."""
    return [option(number) for number in range(count)]


def element(kind: str, **more: object) -> Json:
    """One element in a row of actions."""
    return actions({"type": kind, "action_id": "it", **more})[0]


def confirm(**more: object) -> Json:
    """A button that asks back."""
    whole = {"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1), **more}
    return actions(button("x", "it") | {"confirm": whole})[0]


def entry(**more: object) -> Json:
    """A text input."""
    return question() | {"element": {"type": "plain_text_input", "action_id": "it", **more}}


def picture(**more: object) -> Json:
    """An image block."""
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x", **more}


def card(**more: object) -> Json:
    """A card."""
    return {"type": "card", "title": plain(1), **more}


def container(**more: object) -> Json:
    """A container."""
    return {"type": "container", "title": plain(1), "child_blocks": [section("x")], **more}


def video(**more: object) -> Json:
    """A video."""
    urls = dict.fromkeys(("video_url", "thumbnail_url"), "https://example.org/v")
    return {"type": "video", "alt_text": "x", "title": plain(1), **urls, **more}


def cells(rows: int, columns: int = 1, kind: str = "data_table", **more: object) -> Json:
    """A table of either kind."""
    caption = {"caption": "x"} if kind == "data_table" else {}
    row = [{"type": "raw_text", "text": "x"}] * columns
    return {"type": kind, "rows": [row] * rows, **caption, **more}


def pie(segments: int = 1, label: int = 1, value: float = 1, title: int = 1) -> Json:
    """A pie chart."""
    chart = {"type": "pie", "segments": [{"label": "x" * label, "value": value}] * segments}
    return {"type": "data_visualization", "title": "x" * title, "chart": chart}


def bars(series: int = 1, points: int = 1, name: int = 1, label: int = 1, axis: int = 1) -> Json:
    """A bar chart."""
    drawn = [{"name": "x" * name, "data": [{"label": "x" * label, "value": 1}] * points}] * series
    axes = {"categories": ["x"] * points, "x_label": "x" * axis}
    chart = {"type": "bar", "series": drawn, "axis_config": axes}
    return {"type": "data_visualization", "title": "x", "chart": chart}


def feedback(**more: object) -> Json:
    """A pair of feedback buttons."""
    whole = {"text": plain(1), "value": "x", **more}
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "positive_button": whole, "negative_button": whole}],
    }


def icon(name: str) -> Json:
    """A small button of a context."""
    return {"type": "icon_button", "action_id": name, "icon": "trash", "text": plain(1)}
