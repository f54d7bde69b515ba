"""Every Block Kit limit lets its last value by and refuses the next; unknown keys and repeated ids are refused."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loopback.slack import limits
from tests.loopback.slack.block_samples import (
    bars,
    card,
    cells,
    confirm,
    container,
    element,
    entry,
    feedback,
    icon,
    option,
    options,
    picture,
    pie,
    plain,
    video,
)
from tests.loopback.slack.blocks import message_problems, text_length, view_problems
from tests.loopback.slack.directory import Json
from tests.loopback.slack.mentions import mentions
from tests.loopback.slack.payloads import typed_text
from tests.loopback.slack.throwaway_app import actions, button, modal, question, section

Make = Callable[[int], Json]


IN_MESSAGES: list[tuple[str, int, Make]] = [
    ("action_id", limits.ACTION_ID, lambda n: actions(button("x", "x" * n))[0]),
    ("block_id", limits.BLOCK_ID, lambda n: {"type": "divider", "block_id": "x" * n}),
    ("button text", limits.BUTTON_TEXT, lambda n: actions(button("x" * n, "it"))[0]),
    ("button value", limits.BUTTON_VALUE, lambda n: actions(button("x", "it", value="x" * n))[0]),
    ("button url", limits.BUTTON_URL, lambda n: actions(button("x", "it", url="x" * n))[0]),
    (
        "button label",
        limits.BUTTON_ACCESSIBILITY_LABEL,
        lambda n: actions(button("x", "it", accessibility_label="x" * n))[0],
    ),
    ("confirm title", limits.CONFIRM_TITLE, lambda n: confirm(title=plain(n))),
    ("confirm text", limits.CONFIRM_TEXT, lambda n: confirm(text=plain(n))),
    ("confirm yes", limits.CONFIRM_CONFIRM, lambda n: confirm(confirm=plain(n))),
    ("confirm no", limits.CONFIRM_DENY, lambda n: confirm(deny=plain(n))),
    ("select options", limits.SELECT_OPTIONS, lambda n: element("static_select", options=options(n))),
    (
        "select groups",
        limits.SELECT_OPTION_GROUPS,
        lambda n: element(
            "static_select", option_groups=[{"label": plain(1), "options": [option(i)]} for i in range(n)]
        ),
    ),
    (
        "group options",
        limits.OPTION_GROUP_OPTIONS,
        lambda n: element("static_select", option_groups=[{"label": plain(1), "options": options(n)}]),
    ),
    (
        "group label",
        limits.OPTION_GROUP_LABEL,
        lambda n: element("static_select", option_groups=[{"label": plain(n), "options": options(1)}]),
    ),
    (
        "placeholder",
        limits.SELECT_PLACEHOLDER,
        lambda n: element("static_select", placeholder=plain(n), options=options(1)),
    ),
    ("option text", limits.OPTION_TEXT, lambda n: element("static_select", options=[option(text=plain(n))])),
    ("option value", limits.OPTION_VALUE, lambda n: element("static_select", options=[option() | {"value": "x" * n}])),
    (
        "option description",
        limits.OPTION_DESCRIPTION,
        lambda n: element("radio_buttons", options=[option(description=plain(n))]),
    ),
    ("option url", limits.OPTION_URL, lambda n: element("overflow", options=[option(url="x" * n)])),
    ("overflow", limits.OVERFLOW_OPTIONS, lambda n: element("overflow", options=options(n))),
    ("check boxes", limits.CHECKBOXES_OPTIONS, lambda n: element("checkboxes", options=options(n))),
    ("radio buttons", limits.RADIO_OPTIONS, lambda n: element("radio_buttons", options=options(n))),
    ("typed text", limits.PLAIN_TEXT_INPUT, lambda n: entry(initial_value="x" * n)),
    ("typed length", limits.PLAIN_TEXT_INPUT, lambda n: entry(max_length=n)),
    ("input label", limits.INPUT_LABEL, lambda n: question("x" * n)),
    ("input hint", limits.INPUT_HINT, lambda n: question(hint=plain(n))),
    (
        "files",
        limits.FILE_INPUT_FILES,
        lambda n: question() | {"element": {"type": "file_input", "action_id": "it", "max_files": n}},
    ),
    ("actions", limits.ACTIONS_ELEMENTS, lambda n: actions(*(button("x", f"b{i}") for i in range(n)))[0]),
    ("context", limits.CONTEXT_ELEMENTS, lambda n: {"type": "context", "elements": [plain(1)] * n}),
    ("context text", limits.TEXT_OBJECT, lambda n: {"type": "context", "elements": [plain(n)]}),
    ("header", limits.HEADER_TEXT, lambda n: {"type": "header", "text": plain(n)}),
    ("section text", limits.SECTION_TEXT, lambda n: section("x" * n)),
    ("section fields", limits.SECTION_FIELDS, lambda n: {"type": "section", "fields": [plain(1)] * n}),
    ("field text", limits.SECTION_FIELD_TEXT, lambda n: {"type": "section", "fields": [plain(n)]}),
    ("image url", limits.IMAGE_URL, lambda n: picture(image_url="x" * n)),
    ("image alt text", limits.IMAGE_ALT_TEXT, lambda n: picture(alt_text="x" * n)),
    ("image title", limits.IMAGE_TITLE, lambda n: picture(title=plain(n))),
    ("markdown", limits.MARKDOWN_TEXT, lambda n: {"type": "markdown", "text": "x" * n}),
    ("table rows", limits.TABLE_ROWS, lambda n: cells(n, kind="table")),
    ("table columns", limits.TABLE_COLUMNS, lambda n: cells(1, n, kind="table")),
    ("card title", limits.CARD_TITLE, lambda n: card(title=plain(n))),
    ("card subtitle", limits.CARD_SUBTITLE, lambda n: card(subtitle=plain(n))),
    ("card body", limits.CARD_BODY, lambda n: card(body=plain(n))),
    ("card subtext", limits.CARD_SUBTEXT, lambda n: card(subtext=plain(n))),
    ("card actions", limits.CARD_ACTIONS, lambda n: card(actions=[button("x", f"b{i}") for i in range(n)])),
    ("carousel", limits.CAROUSEL_CARDS, lambda n: {"type": "carousel", "elements": [card()] * n}),
    ("container title", limits.CONTAINER_TITLE, lambda n: container(title=plain(n))),
    ("container subtitle", limits.CONTAINER_SUBTITLE, lambda n: container(subtitle=plain(n))),
    ("container blocks", limits.CONTAINER_BLOCKS, lambda n: container(child_blocks=[section("x")] * n)),
    ("video alt text", limits.VIDEO_ALT_TEXT, lambda n: video(alt_text="x" * n)),
    ("video title", limits.VIDEO_TITLE, lambda n: video(title=plain(n))),
    ("video author", limits.VIDEO_AUTHOR, lambda n: video(author_name="x" * n)),
    ("video description", limits.VIDEO_DESCRIPTION, lambda n: video(description=plain(n))),
    ("video provider", limits.VIDEO_PROVIDER, lambda n: video(provider_name="x" * n)),
    ("data rows", limits.DATA_TABLE_ROWS, cells),
    ("data columns", limits.DATA_TABLE_COLUMNS, lambda n: cells(2, n)),
    ("data page", limits.DATA_TABLE_PAGE, lambda n: cells(2, page_size=n)),
    (
        "data content",
        limits.DATA_TABLE_CONTENT,
        lambda n: cells(2) | {"rows": [[{"type": "raw_text", "text": "x" * m}] for m in (n // 2, n - n // 2)]},
    ),
    ("chart title", limits.CHART_TITLE, lambda n: pie(title=n)),
    ("chart segments", limits.CHART_SEGMENTS, pie),
    ("chart label", limits.CHART_LABEL, lambda n: pie(label=n)),
    ("chart series", limits.CHART_SERIES, bars),
    ("chart points", limits.CHART_POINTS, lambda n: bars(points=n)),
    ("chart series name", limits.CHART_SERIES_NAME, lambda n: bars(name=n)),
    ("chart axis", limits.CHART_AXIS_LABEL, lambda n: bars(axis=n)),
    (
        "context actions",
        limits.CONTEXT_ACTIONS_ELEMENTS,
        lambda n: {"type": "context_actions", "elements": [icon(f"i{i}") for i in range(n)]},
    ),
    (
        "icon readers",
        limits.ICON_BUTTON_VISIBLE_TO,
        lambda n: {"type": "context_actions", "elements": [icon("it") | {"visible_to_user_ids": ["U1"] * n}]},
    ),
    ("feedback text", limits.FEEDBACK_BUTTON_TEXT, lambda n: feedback(text=plain(n))),
    ("feedback value", limits.FEEDBACK_BUTTON_VALUE, lambda n: feedback(value="x" * n)),
    (
        "feedback label",
        limits.FEEDBACK_BUTTON_ACCESSIBILITY_LABEL,
        lambda n: feedback(accessibility_label="x" * n),
    ),
]

IN_MODALS: list[tuple[str, int, Make]] = [
    ("title", limits.VIEW_TITLE, lambda n: modal(title="x" * n)),
    ("submit", limits.VIEW_SUBMIT, lambda n: modal(submit=plain(n))),
    ("close", limits.VIEW_CLOSE, lambda n: modal(close=plain(n))),
    ("private metadata", limits.VIEW_PRIVATE_METADATA, lambda n: modal(private_metadata="x" * n)),
    ("callback id", limits.CALLBACK_ID, lambda n: modal(callback_id="x" * n)),
    ("external id", limits.EXTERNAL_ID, lambda n: modal(external_id="x" * n)),
    ("blocks", limits.VIEW_BLOCKS, lambda n: modal(*[section("x")] * n)),
    ("alert", limits.ALERT_TEXT, lambda n: modal({"type": "alert", "text": plain(n)})),
    ("home blocks", limits.VIEW_BLOCKS, lambda n: {"type": "home", "blocks": [section("x")] * n}),
]


@pytest.mark.parametrize(("limit", "make"), [row[1:] for row in IN_MESSAGES], ids=[row[0] for row in IN_MESSAGES])
def test_a_message_keeps_the_limit(limit: int, make: Make) -> None:
    """The last allowed value passes; one more is refused with a sentence."""
    assert message_problems([make(limit)]) == []
    assert len(message_problems([make(limit + 1)])) >= 1


@pytest.mark.parametrize(("limit", "make"), [row[1:] for row in IN_MODALS], ids=[row[0] for row in IN_MODALS])
def test_a_view_keeps_the_limit(limit: int, make: Make) -> None:
    """The last allowed value passes; one more is refused with a sentence."""
    assert view_problems(make(limit)) == []
    assert len(view_problems(make(limit + 1))) >= 1


def test_a_message_keeps_its_limits_as_a_whole() -> None:
    """Fifty blocks, and so much markdown in all of them together."""
    assert message_problems([section("x")] * limits.MESSAGE_BLOCKS) == []
    assert message_problems([section("x")] * (limits.MESSAGE_BLOCKS + 1)) == ["blocks has 51 items; Slack takes 50"]
    half = {"type": "markdown", "text": "x" * (limits.MARKDOWN_TEXT_IN_ALL // 2)}
    assert message_problems([half, half]) == []
    assert "in all" in message_problems([half, half, {"type": "markdown", "text": "x"}])[0]


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ({"type": "dance"}, "is no block of a message"),
        ({"type": "section"}, "must have one of text, fields"),
        (section("") | {}, "is 0 characters long"),
        (section("x") | {"text": "x"}, "is no text object"),
        (section("x") | {"text": None}, "is no text object"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "Slack knows plain_text"),
        (actions(), "blocks must be a list"),
        (actions()[0], "has 0 items; Slack wants at least 1"),
        (picture(slack_file={"id": "F1"}), "must have exactly one of image_url, slack_file"),
        ({k: v for k, v in picture().items() if k != "alt_text"}, "lacks 'alt_text'"),
        (element("static_select"), "must have exactly one of options, option_groups"),
        (element("static_select", options=options(1), initial_option=option(7)), "an option that it does not offer"),
        (element("static_select", options=[option(), option()]), "has the option value '0' twice"),
        (element("plain_text_input"), "is no interactive element"),
        (pie(value=0), "Slack wants more than 0"),
        (cells(1), "Slack wants at least 2"),
        (cells(2) | {"rows": [[{"type": "raw_text", "text": "x"}] * n for n in (1, 2)]}, "rows are of unequal length"),
        (button("x", "it"), "is no block"),
    ],
)
def test_a_malformed_block_is_refused(block: Any, sentence: str) -> None:
    """What is missing, misplaced or of the wrong kind is told with its path."""
    given_blocks = block if isinstance(block, list) else [block]
    problems = message_problems(given_blocks if sentence != "blocks must be a list" else {"type": "section"})
    assert len(problems) == 1
    assert sentence in problems[0]


def test_ids_are_unique() -> None:
    """A block id stands once in a message; an action id once in a block, but may come again in another."""
    one, other = actions(button("A", "go"))[0], actions(button("B", "go"))[0] | {"block_id": "other"}
    assert message_problems([one, other]) == []
    assert message_problems([one, one]) == ["the block_id 'row' stands there twice"]
    assert message_problems(actions(button("A", "go"), button("B", "go"))) == ["blocks[0] has the action_id 'go' twice"]


def test_length_counts_what_is_read() -> None:
    """Text objects, rich text and markdown count; ids and values do not."""
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "four"}]}
    blocks = [
        section("five!"),
        *actions(button("six", "it", value="not counted")),
        {"type": "rich_text", "elements": [rich]},
    ]
    assert message_problems(blocks) == []
    assert text_length(blocks) == len("five!" + "six" + "four")


@given(st.text())
def test_escaped_text_never_mentions_anybody(text: str) -> None:
    """Whatever a person typed, with the three characters as entities it rings nobody."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert mentions(escaped, [section(escaped)]) == []


@given(st.text(), st.sampled_from(["<!channel>", "<!here|all>", "<@U1>", "<!subteam^S1>", "<@W1|bob>"]), st.text())
def test_a_raw_mention_is_always_seen(before: str, mention: str, after: str) -> None:
    """A mention is found wherever it stands in a text."""
    assert mention in mentions(before + mention + after, [])


@given(st.text(alphabet="<>&@!ab "))
def test_what_people_type_arrives_escaped(text: str) -> None:
    """Text without addresses comes without any raw control character."""
    arrived = typed_text(text)
    assert not set("<>") & set(arrived)
    assert arrived.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_no_limit_is_idle() -> None:
    """Every constant of limits.py is used by the server."""
    here = Path(__file__).parent
    module = ast.parse((here / "limits.py").read_text())
    names = [
        node.target.id for node in module.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    code = "\n".join(path.read_text() for path in here.rglob("*.py") if not path.name.startswith("test_"))
    assert [name for name in names if f"limits.{name}" not in code and code.count(name) < 2] == []
