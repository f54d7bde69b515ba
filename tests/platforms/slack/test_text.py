"""Text as Slack text: escaped, cut and split."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack import mrkdwn
from bot.platforms.slack.text import clean, cut, escape, length, split, unescape
from bot.screens.model import Span, Spans, code, soft, spans, strong
from tests.screens.strategies import spans as any_spans
from tests.screens.strategies import texts

rooms = st.integers(20, 400)


def units(text: str) -> int:
    """Characters as a platform written in JavaScript counts them."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def plain(pieces: list[Spans]) -> str:
    """The words of some pieces."""
    return "".join(span.text for piece in pieces for span in piece)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<!channel> <@U1> <#C1>", "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1&gt;"),
        ("<https://evil.example|bank>", "&lt;https://evil.example|bank&gt;"),
        ("R&D &lt;", "R&amp;D &amp;lt;"),
        ("@here, @Channel and me@everyone.org", "@\u2060here, @\u2060Channel and me@\u2060everyone.org"),
        ("p@k is no mention", "p@k is no mention"),
    ],
)
def test_nothing_but_text_remains(hostile: str, shown: str) -> None:
    """Markup, links and mentions are taken apart."""
    assert escape(hostile) == shown


@settings(max_examples=200)
@given(texts)
def test_the_length_is_that_of_the_escaped_text(text: str) -> None:
    """Never less than what is sent, and more only where an @ might have needed a companion."""
    assert 0 <= length(text) - units(escape(text)) <= text.count("@")


@settings(max_examples=200)
@given(texts, rooms)
def test_a_cut_text_fits_and_is_a_beginning(text: str, room: int) -> None:
    """What fits stays whole; what does not ends with an ellipsis."""
    shown = cut(text, room)
    assert length(shown) <= room
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@settings(max_examples=200)
@given(texts, rooms)
def test_splitting_loses_nothing_and_always_moves_on(text: str, room: int) -> None:
    """Both parts together are the text, and the first fits."""
    first, rest = split(text, room)
    assert first + rest == text
    assert length(first) <= room
    assert first or not text


def test_a_text_breaks_where_a_reader_would() -> None:
    """Paragraphs first, then sentences, then words."""
    assert split("One two.\n\nThree four. Five six", 24) == ("One two.\n\nThree four. ", "Five six")
    assert split("One two three four five.\n\nSix seven", 30)[0] == "One two three four five.\n\n"
    assert split("one two three four five six", 20)[0] == "one two three four "


@settings(max_examples=200)
@given(any_spans, rooms)
def test_pieces_of_styled_text_fit_and_lose_nothing(words: Spans, room: int) -> None:
    """However the styles change within a text."""
    tidy = mrkdwn.tidy(words)
    pieces = list(mrkdwn.split(tidy, room))
    assert plain(pieces) == plain([tidy])
    assert all(units(mrkdwn.to_mrkdwn(piece)) <= room for piece in pieces)


@settings(max_examples=200)
@given(any_spans, rooms)
def test_a_cut_styled_text_fits(words: Spans, room: int) -> None:
    """With its marks and its ellipsis."""
    assert units(mrkdwn.to_mrkdwn(mrkdwn.cut(mrkdwn.tidy(words), room))) <= room


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (spans(strong("Why: "), "because"), "*Why:* because"),
        (spans(soft("as it were")), "_as it were_"),
        (spans("type ", code("drill")), "type `drill`"),
        (spans(strong("2 * 3")), "2 * 3"),  # a mark inside would end the style too early
        (spans(code("`")), "`"),
        (spans(strong("one\ntwo")), "*one two*"),
        (spans(strong("<b>")), "*&lt;b&gt;*"),
        (spans(Span("  ")), ""),
    ],
)
def test_styles_are_marks_close_to_the_words(words: Spans, shown: str) -> None:
    """Slack reads a mark only where it touches a word, and only within a line."""
    assert mrkdwn.to_mrkdwn(mrkdwn.tidy(words)) == shown


def test_what_cannot_be_shown_is_left_out() -> None:
    """Control characters and turned directions vanish; lines, tabs and all scripts stay."""
    assert clean("a\x00b\x1b[0m\u202ec\r\nd\te 語 👩‍🔬\ud800") == "ab[0mc\nd\te 語 👩‍🔬"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("p &lt; 0.05 &amp;&amp; q &gt; 3", "p < 0.05 && q > 3"),
        ("see <https://a.example/x?y=1>", "see https://a.example/x?y=1"),
        ("see <https://a.example|a.example>", "see a.example"),
        ("<@U1|ann> and <#C1|general>", "ann and general"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_was_typed_comes_back_from_what_slack_sends(sent: str, typed: str) -> None:
    """Entities are characters again, links their words."""
    assert unescape(sent) == typed


@given(st.text(max_size=60))
def test_escaping_and_unescaping_gives_the_text_back(text: str) -> None:
    """A draft that is offered again is what was typed."""
    assert unescape(escape(text)) == re.sub("\u2060", "", text)
