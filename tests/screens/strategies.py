"""Any intent and any screen that the model allows, for property tests."""

from dataclasses import MISSING, fields
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from bot import intents
from bot.domain.memory import Grade
from bot.intents import Intent
from bot.screens.model import (
    Bar,
    Bars,
    Block,
    Bullets,
    Button,
    Countdown,
    Entry,
    Facts,
    Heading,
    Mark,
    Note,
    Option,
    Options,
    Paragraph,
    Screen,
    Span,
    Style,
    Table,
    Tick,
    Ticks,
    Tone,
)

HOSTILE = (
    "<!channel>",
    "<@U1>",
    "<!subteam^S1>",
    "@here",
    "@Everyone",
    "<https://x.example|y>",
    "&lt;!here&gt;",
    "*bold* _it_ `code` ~no~",
    "```",
    "\x00\x1b[31m",
    "\u202eback",
    "👩‍🔬",
    "",
    " \n\t",
)
INTENTS: tuple[type, ...] = get_args(Intent)

sessions = st.integers(0, 2**63 - 1)
versions = st.integers(0, 2**31 - 1)
names = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,4}", fullmatch=True).filter(lambda name: len(name) <= 60)
short_texts = names | st.text(max_size=4) | st.sampled_from(HOSTILE[:5])
ticked = st.sets(st.integers(0, 15)).map(lambda chosen: tuple(sorted(chosen)))


def intents_of(sort: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any intent of one class, made from its annotations, so that a new one is included by itself."""
    hints = get_type_hints(sort)
    chosen = {field.name: _value(field.name, hints[field.name]) for field in fields(sort)}
    return st.builds(sort, **(chosen | given))


def _value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if NoneType in get_args(hint):
        return st.none() | _value(name, next(part for part in get_args(hint) if part is not NoneType))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    named: dict[str, st.SearchStrategy[Any]] = {"session": sessions, "version": versions, "value": st.text(max_size=4)}
    typed: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.integers(0, 1000),
        str: short_texts,
        tuple[int, ...]: ticked,
    }
    return named[name] if name in named else typed[hint]


def any_intent() -> st.SearchStrategy[Any]:
    """Any intent of any class."""
    return st.one_of(*(intents_of(sort) for sort in INTENTS))


def smallest(sort: type) -> Any:
    """The intent with as little in it as can be: ones, and defaults where there are any."""
    required = [field for field in fields(sort) if field.default is MISSING]
    hints = get_type_hints(sort)
    values = {int: 1, str: "x", Grade: Grade.GOOD}
    return sort(**{field.name: values[hints[field.name]] for field in required})


texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20), max_size=5).map(" ".join),
    st.builds(lambda part, times: part * times, st.text(min_size=1, max_size=12), st.integers(1, 400)),
    st.builds(lambda part, times: f"{part}. " * times, st.sampled_from(HOSTILE), st.integers(1, 250)),
)
spans = st.lists(st.builds(Span, texts, st.sampled_from(Style)), max_size=4).map(tuple)
entries = st.builds(
    Entry,
    texts,
    st.one_of(*(intents_of(sort, text=st.just("")) for sort in get_args(intents.TextIntent))),
    st.booleans(),
    st.booleans(),
)
buttons = st.builds(Button, texts, names, any_intent(), st.booleans(), st.booleans(), st.none() | entries)


def _tuples(strategy: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, spans),
    st.builds(Note, st.sampled_from(Tone), spans),
    st.builds(Bullets, _tuples(spans, 8), st.booleans()),
    st.builds(Facts, _tuples(st.tuples(texts, texts), 14)),
    st.builds(
        Options,
        _tuples(
            st.builds(
                Option, st.sampled_from("abcdefgh"), texts, st.none() | any_intent(), st.none() | st.sampled_from(Mark)
            ),
            8,
        ),
    ),
    st.builds(
        Ticks,
        _tuples(st.builds(Tick, texts, st.booleans(), spans), 16),
        st.one_of(*(intents_of(sort) for sort in get_args(intents.TickIntent))),
        st.integers(1, 40),
    ),
    st.builds(Bars, _tuples(st.builds(Bar, texts, st.floats(allow_nan=False), texts), 8)),
    st.builds(Table, _tuples(texts, 4), _tuples(_tuples(texts, 4), 6)),
    st.builds(Heading, texts),
    st.builds(Countdown, st.integers(0, 10_000)),
)
screens = st.builds(
    Screen,
    texts,
    _tuples(blocks, 12),
    _tuples(buttons, 12),
    st.none() | entries,
    st.none() | any_intent(),
)
