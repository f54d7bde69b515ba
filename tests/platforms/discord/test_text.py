"""Text from cards and people on Discord."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.discord import markdown
from bot.platforms.discord.text import JOINER, bare, clean, cut, escape, length, quiet, split, unescape, units
from bot.screens.model import Span, Style, code, soft, spans, strong

MENTION = re.compile(r"<(?=[@#:/&!\w])|@(?=everyone|here)", re.IGNORECASE)
typed = st.text(st.sampled_from("ab1 .\n-+>#*_~`|[]()<@&!:/\\😀") | st.characters(codec="utf-8"), max_size=60)
hostile = st.lists(
    typed | st.sampled_from(["@everyone", "@HERE", "<@1>", "<@!1>", "<@&1>", "<#1>", "</x:1>", "<:e:1>", "<t:1:R>"]),
    max_size=6,
).map("".join)
styled = st.lists(st.builds(Span, hostile, st.sampled_from(Style)), max_size=5).map(tuple)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*bold* _it_ ~~no~~ ||spoiler||", r"\*bold\* \_it\_ \~\~no\~\~ \|\|spoiler\|\|"),
        ("`code` and ```fence```", r"\`code\` and \`\`\`fence\`\`\`"),
        ("[click](https://evil.example)", r"\[click\](https\://evil.example)"),
        ("# heading", r"\# heading"),
        ("> quote\n>>> all", r"\> quote" + "\n" + r"\>>> all"),
        ("- item\n+ item\n12. item", r"\- item" + "\n" + r"\+ item" + "\n" + r"12\. item"),
        ("-# small", r"-\# small"),
        ("p < 0.05 - or 1.5", r"p \< 0.05 - or 1.5"),
        ("a\\*b", r"a\\\*b"),
    ],
)
def test_markup_is_only_text(text: str, escaped: str) -> None:
    """Emphasis, code, links, headings, quotes and lists are shown as they were typed."""
    assert escape(text) == escaped


@pytest.mark.parametrize(
    "text", ["@everyone", "@here", "<@1>", "<@&1>", "<#1>", "</mlsd:1>", "<a:e:1>", "<t:1>", "<id:a>"]
)
def test_nobody_is_mentioned(text: str) -> None:
    """Neither in prose nor in code, where nothing can be escaped; one joiner breaks each mention."""
    for safe in (escape(text), quiet(text), bare(text, 80)):
        assert not MENTION.search(safe)
        assert JOINER in safe


@given(hostile)
def test_what_was_escaped_can_be_read_back(text: str) -> None:
    """Nothing but joiners is lost, whatever was typed; and no mention is left."""
    assert unescape(escape(text)) == text.replace(JOINER, "")
    assert not MENTION.search(escape(text))


@given(hostile)
@settings(max_examples=50)
def test_no_markup_is_left(text: str) -> None:
    """Every sign that Discord reads stands behind a backslash."""
    left = re.sub(r"\\.", "", escape(text), flags=re.DOTALL)
    assert not re.search(r"[*_~`|\[\]#<]|://", left)
    assert not re.search(r"^[ \t]*(?:[-+>][ \t>]|\d+\.[ \t])", left, re.MULTILINE)


def test_what_cannot_be_shown_is_left_out() -> None:
    """Control characters, turns of direction and halves of characters; line ends become plain ones."""
    assert clean("a\x00\x1b[1m\u202eb\ud800\r\nc\rd\te") == "a[1mb\nc\nd\te"


@given(hostile, st.integers(2, 80))
@settings(max_examples=50)
def test_cut_text_fits(text: str, room: int) -> None:
    """Also once it is escaped; and a text that fits is left alone."""
    made = cut(text, room)
    assert length(made) <= max(room, 4)  # one escaped character and the ellipsis
    assert made == text or length(text) > room


@given(hostile, st.integers(8, 80))
@settings(max_examples=50)
def test_split_text_is_whole(text: str, room: int) -> None:
    """Both pieces together are the text; the first fits and is not empty."""
    first, rest = split(text, room)
    assert first + rest == text
    assert length(first) <= room
    assert first or not text


@given(hostile, st.integers(5, 100))
@settings(max_examples=50)
def test_a_label_is_one_short_line(text: str, room: int) -> None:
    """Never empty, never longer than there is room, and nobody is mentioned."""
    made = bare(text, room)
    assert 1 <= units(made) <= room
    assert "\n" not in made
    assert not MENTION.search(made)


def test_spans_are_set_close_to_the_words() -> None:
    """Marks inside spaces; code is not escaped; marks that would touch are kept apart."""
    assert markdown.to_markdown(spans(strong("Why: "), "a*b ", code("drill x_y"))) == r"**Why:** a\*b `drill x_y`"
    assert markdown.to_markdown(spans(strong("a"), soft("b"))) == f"**a**{JOINER}*b*"
    assert markdown.to_markdown(spans(code("a`b"))) == r"a\`b"


@given(styled, st.integers(20, 120))
@settings(max_examples=60)
def test_set_spans_fit_their_room(made: tuple[Span, ...], room: int) -> None:
    """Pieces fit and hold all the text; what is cut fits too; the length is never told too short."""
    tidied = markdown.tidy(made)
    assert units(markdown.to_markdown(tidied)) <= markdown.length(tidied)
    pieces = list(markdown.split(tidied, room))
    assert "".join(span.text for piece in pieces for span in piece) == "".join(span.text for span in tidied)
    for piece in pieces:
        assert units(markdown.to_markdown(piece)) <= room
    if tidied:
        assert units(markdown.to_markdown(markdown.cut(tidied, room))) <= room
