"""YAML text to plain dicts, lists and text: the only place that knows the yaml package.

It reads the parser's events itself, so that nothing is ever constructed, followed or repeated on a file's behalf:
aliases, tags and duplicate keys are refused, and size, count and depth are capped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from bot.content.faults import Fault, line_at, syntax_fault

MAX_BYTES = 32 * 2**20
MAX_NODES = 2_000_000
MAX_DEPTH = 20
MAX_FAULTS = 50

IN_C: bool = yaml.__with_libyaml__
"""Whether PyYAML was built with libyaml. Without it the pure Python parser works too, some twenty times slower."""

Tree = dict[str, "Tree"] | list["Tree"] | str | None
Path = tuple[str | int, ...]
NextEvent = Callable[[], Any]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Parsed:
    """What a file says and what it may not contain; `complete` is False where reading had to stop at the last fault."""

    tree: Tree = None
    faults: list[Fault] = field(default_factory=list)
    complete: bool = True


class _Stopped(Exception):
    """Reading ends at this fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def parse(text: bytes, *, in_c: bool = IN_C) -> Parsed:
    """Read one YAML document in UTF-8.

    Scalars stay text, whatever they look like (`no`, `012` and `42` alike): the schema knows which fields are numbers.
    Only an empty, `~` or `null` value without quotes becomes None. White space around quoted and block text is dropped.
    """
    parsed = Parsed()
    try:
        _refuse_bad_bytes(text)
        parsed.tree = _Reader(_events(text, in_c=in_c), parsed.faults).document()
    except _Stopped as stopped:
        parsed.faults.append(stopped.fault)
        parsed.complete = False
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the pure parser lets bad escapes through to chr()
        parsed.faults.append(syntax_fault(error, text))
        parsed.complete = False
    return parsed


def lines(text: bytes, *, in_c: bool = IN_C) -> dict[Path, int]:
    """The line of every key and list entry of a text that `parse` has read, by its path: `("cards", 3, "front", 0)`.

    A second pass, so that a file without problems never pays for it.
    """
    next_event = _events(text, in_c=in_c)
    next_event()  # the start of the stream
    next_event()  # the start of the document
    found: dict[Path, int] = {}
    _mark(next_event, next_event(), (), found)
    return found


def drain(text: bytes) -> int:
    """Read a text's events as `yaml.parse` gives them and drop them: the yardstick of the parser's bench."""
    return sum(1 for _ in yaml.parse(text, Loader=yaml.CSafeLoader if IN_C else yaml.SafeLoader))


def _events(text: bytes, *, in_c: bool) -> NextEvent:
    return yaml.CSafeLoader(text).get_event if in_c else yaml.SafeLoader(text).get_event


def _refuse_bad_bytes(text: bytes) -> None:
    if len(text) > MAX_BYTES:
        raise _Stopped(Fault(1, f"the file is larger than {MAX_BYTES // 2**20} MiB", "split it into several"))
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = Fault(line_at(text, error.start), "the file is not UTF-8", "save it with UTF-8 encoding")
        raise _Stopped(fault) from error
    if (at := text.find(b"\0")) >= 0:
        raise _Stopped(Fault(line_at(text, at), "the file contains a NUL character", "is it a text file?"))


class _Reader:
    """Builds the tree from events by recursive descent, at most MAX_DEPTH deep."""

    def __init__(self, next_event: NextEvent, faults: list[Fault]) -> None:
        self._next = next_event
        self._faults = faults
        self._keys: dict[str, str] = {}
        self._depth = 0
        self._nodes = 0

    def document(self) -> Tree:
        self._next()  # the start of the stream
        if isinstance(self._next(), StreamEndEvent):
            raise _Stopped(Fault(1, "the file is empty", "a deck file begins with 'deck:'"))
        tree = self._value(self._next())
        self._next()  # the end of the document
        if not isinstance(event := self._next(), StreamEndEvent):
            self._blame(event, "a second document begins here", "one file holds one document: remove the '---'")
        return tree

    def _value(self, event: Event) -> Tree:
        if not isinstance(event, (CollectionStartEvent, ScalarEvent)):
            hint = "write the value out; text that begins with * needs quotes"
            self._blame(event, f"the alias {_name(event)} is not allowed", hint)
            return None
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if isinstance(event, ScalarEvent):
            return event.value.strip()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            _stop(event, f"nested more than {MAX_DEPTH} levels deep", "text that begins with [ or { needs quotes")
        tree = self._mapping() if type(event) is MappingStartEvent else self._sequence()
        self._depth -= 1
        self._nodes += len(tree)
        if self._nodes > MAX_NODES:
            _stop(event, f"the file has more than {MAX_NODES:,} values", "split it into several")
        return tree

    # The two loops below see every event of a file: for speed the test for plain text stands in both of them rather
    # than in a function.

    def _mapping(self) -> dict[str, Tree]:
        next_event, keys = self._next, self._keys
        mapping: dict[str, Tree] = {}
        while type(key := next_event()) is ScalarEvent:
            event = next_event()
            if type(event) is ScalarEvent and event.anchor is None and event.tag is None:
                value: Tree = event.value
                if event.style:
                    value = event.value.strip()
                elif value in _NULLS:
                    value = None
            else:
                value = self._value(event)
            name = keys.setdefault(key.value, key.value)
            if name in mapping:
                self._blame(key, f"the key '{name}' is given twice", "keep one of them")
            else:
                mapping[name] = value
        if type(key) is not MappingEndEvent:
            _stop(key, "a key must be plain text", "text that begins with {, [ or * needs quotes")
        return mapping

    def _sequence(self) -> list[Tree]:
        next_event = self._next
        sequence: list[Tree] = []
        while type(event := next_event()) is not SequenceEndEvent:
            if type(event) is ScalarEvent and event.anchor is None and event.tag is None:
                value: Tree = event.value
                if event.style:
                    value = event.value.strip()
                elif value in _NULLS:
                    value = None
            else:
                value = self._value(event)
            sequence.append(value)
        return sequence

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._blame(
                event, f"the anchor {_name(event)} is not allowed", "remove it; text that begins with & needs quotes"
            )
        if event.tag is not None:
            self._blame(
                event, f"the tag '{event.tag}' is not allowed", "remove it; text that begins with ! needs quotes"
            )

    def _blame(self, event: Event, message: str, hint: str) -> None:
        self._faults.append(Fault(_line_of(event), message, hint))
        if len(self._faults) > MAX_FAULTS:
            _stop(event, f"more than {MAX_FAULTS} faults like the ones above", "is this a deck file?")


def _line_of(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _name(event: Event) -> str:
    anchor = getattr(event, "anchor", "")
    return f"'*{anchor}'" if isinstance(event, AliasEvent) else f"'&{anchor}'"


def _stop(event: Event, message: str, hint: str) -> NoReturn:
    raise _Stopped(Fault(_line_of(event), message, hint))


def _mark(next_event: NextEvent, event: Event, path: Path, found: dict[Path, int]) -> None:
    found.setdefault(path, _line_of(event))
    if type(event) is MappingStartEvent:
        while type(key := next_event()) is ScalarEvent:
            inner = (*path, key.value)
            found.setdefault(inner, _line_of(key))
            _mark(next_event, next_event(), inner, found)
    elif type(event) is SequenceStartEvent:
        index = 0
        while type(entry := next_event()) is not SequenceEndEvent:
            _mark(next_event, entry, (*path, index), found)
            index += 1
