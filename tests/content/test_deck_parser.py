"""Reading YAML: what stays text, what is refused, and where everything stands."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import parser
from bot.content.faults import Fault
from bot.content.parser import Tree, drain, lines, parse

BOMB = b"""\
a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
f: [*e, *e, *e, *e, *e, *e, *e, *e, *e]
"""
BOTH = pytest.mark.parametrize("in_c", [True, False], ids=["libyaml", "pure"])


def told(text: bytes, *, in_c: bool = True) -> list[tuple[int, str]]:
    """Every fault of a text as line and message."""
    return [(fault.line, fault.message) for fault in parse(text, in_c=in_c).faults]


@BOTH
@pytest.mark.parametrize("scalar", ["no", "yes", "on", "off", "012", "1:30", "2020-01-01", "42", "1e3", "true", "0x1F"])
def test_a_plain_scalar_stays_the_text_that_was_written(scalar: str, *, in_c: bool) -> None:
    """Nothing is turned into a number, a date or a truth value by the parser."""
    assert parse(f"a: {scalar}\nb: [{scalar}]\n".encode(), in_c=in_c).tree == {"a": scalar, "b": [scalar]}


@BOTH
def test_only_an_unquoted_null_is_nothing(*, in_c: bool) -> None:
    """Empty, ~ and null are None without quotes and text with them."""
    text = b"a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: \"null\"\ng: [~, nullable]\n"
    expected = {"a": None, "b": None, "c": None, "d": "", "e": "~", "f": "null", "g": [None, "nullable"]}
    assert parse(text, in_c=in_c).tree == expected


@BOTH
def test_an_alias_bomb_is_refused_by_name_and_line(*, in_c: bool) -> None:
    """Neither anchors nor aliases are followed, and the problems stay few."""
    assert len(BOMB) < 260
    found = told(BOMB, in_c=in_c)
    assert found[0] == (1, "the anchor '&a' is not allowed")
    assert (2, "the alias '*a' is not allowed") in found
    assert len(found) <= parser.MAX_FAULTS + 1


@BOTH
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_a_clear_problem(opening: str, *, in_c: bool) -> None:
    """Three thousand open brackets end in one fault, not in a RecursionError."""
    (fault,) = parse(opening.encode() * 3000, in_c=in_c).faults
    assert fault.line == 1
    assert "levels deep" in fault.message or "a key must be plain text" in fault.message


@BOTH
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a: 1\nb: 2\na: 3\n", (3, "the key 'a' is given twice")),
        (
            b"a:\n  - !!python/name:os.system x\n",
            (2, "the tag 'tag:yaml.org,2002:python/name:os.system' is not allowed"),
        ),
        (b"a: !mine {b: 1}\n", (1, "the tag '!mine' is not allowed")),
        (b"a: &x 1\n", (1, "the anchor '&x' is not allowed")),
        (b"---\na: 1\n---\nb: 2\n", (3, "a second document begins here")),
        (b"a: 1\nb:\n  - x\0y\n", (3, "the file contains a NUL character")),
        (b"a: 1\nb: caf\xe9\n", (2, "the file is not UTF-8")),
        ("a: é".encode("utf-16"), (1, "the file is not UTF-8")),
        (b"", (1, "the file is empty")),
        (b"# nothing\n", (1, "the file is empty")),
        (b"a: 1\n? [b]\n: c\n", (2, "a key must be plain text")),
        (b"a: 1\nfront: {{}} is the store\n", (2, "a key must be plain text")),
    ],
)
def test_what_a_file_may_not_contain(text: bytes, expected: tuple[int, str], *, in_c: bool) -> None:
    """Each refusal names its line."""
    assert expected in told(text, in_c=in_c)


@BOTH
@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        (b"a: 1\nb: x: y\n", 2, "text that contains ': ' needs quotes"),
        (b"a: 1\n\tb: 2\n", 2, "indent"),
        (b"a: 1\nb: @x\n", 2, "needs quotes"),
        (b'a: "never closed\n', 2, "never closed"),
    ],
)
def test_a_slip_of_syntax_has_its_line_and_a_hint(text: bytes, line: int, hint: str, *, in_c: bool) -> None:
    """What is not YAML at all is told with a way to mend it."""
    parsed = parse(text, in_c=in_c)
    (fault,) = parsed.faults
    assert (fault.line, parsed.complete) == (line, False)
    assert fault.message.startswith("not valid YAML: ")
    assert hint in fault.hint


def test_faults_do_not_hide_one_another() -> None:
    """Reading goes on after a fault that leaves the rest readable, and keeps what came first."""
    parsed = parse(b"a: 1\na: 2\nb: &x 3\nc: *x\nd: !t 4\n")
    assert [fault.line for fault in parsed.faults] == [2, 3, 4, 5]
    assert parsed.tree == {"a": "1", "b": "3", "c": None, "d": "4"}
    assert parsed.complete


def test_reading_stops_after_many_faults() -> None:
    """A file of nothing but anchors is told fifty times, not a million."""
    parsed = parse(b"- &a x\n" * 1000)
    assert len(parsed.faults) == parser.MAX_FAULTS + 2
    assert parsed.faults[-1].message == "more than 50 faults like the ones above"
    assert not parsed.complete


def test_too_large_a_file_is_refused_unread() -> None:
    """Size is capped before anything is parsed."""
    assert told(b"a: " + b"x" * parser.MAX_BYTES) == [(1, "the file is larger than 32 MiB")]


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of values is capped, over all lists and mappings together."""
    monkeypatch.setattr(parser, "MAX_NODES", 10)
    assert not told(b"- [1, 2, 3]\n- [1, 2, 3]\n")
    assert told(b"- [1, 2, 3]\n- [1, 2, 3]\n- {a: 1, b: 2, c: 3}\n") == [(1, "the file has more than 10 values")]


def test_every_path_has_its_line() -> None:
    """Keys, entries and entries of flow lists are found, block text at its key."""
    text = b"# head\ndeck: x\ncards:\n  - id: a\n    why: >-\n      some\n      text\n"
    text += b"    front: [one,\n      two]\n  - id: b\n"
    found = lines(text)
    assert found[()] == 2
    assert found["deck",] == 2
    assert found["cards", 0] == 4
    assert found["cards", 0, "why"] == 5
    assert found["cards", 0, "front"] == 8
    assert found["cards", 0, "front", 1] == 9
    assert found["cards", 1, "id"] == 10


def test_draining_counts_the_events() -> None:
    """Two for the stream, two for the document, two for the mapping, two for its pair."""
    assert drain(b"a: 1\n") == 8


values = st.recursive(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(str.strip) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc -:#", max_size=5), inner, max_size=4),
    max_leaves=20,
)


@BOTH
def test_white_space_around_text_is_dropped(*, in_c: bool) -> None:
    """Quoted and block text means what it says between its first and last letter."""
    text = b"a: \"  one  \"\nb: >\n  two\n  three\n\nc: [' x ']\nd: |\n  four\n  five\n"
    assert parse(text, in_c=in_c).tree == {"a": "one", "b": "two three", "c": ["x"], "d": "four\nfive"}


@given(values)
@settings(max_examples=200, deadline=None)
def test_whatever_is_dumped_comes_back(value: Any) -> None:
    """Trimmed text, lists, mappings and nulls survive a round through YAML, with either parser."""
    text = yaml.safe_dump({"value": value}).encode()
    assert parse(text).tree == {"value": value}
    assert parse(text, in_c=False).tree == {"value": value}


@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!#|>'\"%@`,? \n\t\\xuU0129", max_size=60).map(str.encode))
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_the_parser_fail(text: bytes) -> None:
    """Every input gives a tree or faults at lines of the text, never an exception."""
    for in_c in (True, False):
        parsed = parse(text, in_c=in_c)
        assert parsed.complete or parsed.faults
        assert all(1 <= fault.line <= text.count(b"\n") + text.count(b"\r") + 2 for fault in parsed.faults)


def test_a_text_with_faults_still_has_lines() -> None:
    """The second pass copes with whatever the first pass could read."""
    tree: Tree = parse(b"a: &x [1]\na: *x\n").tree
    assert tree == {"a": ["1"]}
    assert lines(b"a: &x [1]\na: *x\n")["a", 0] == 1


def test_a_fault_is_plain_data() -> None:
    """Faults can be compared, so that tests and callers can look for one."""
    assert parse(b"").faults == [Fault(1, "the file is empty", "a deck file begins with 'deck:'")]
