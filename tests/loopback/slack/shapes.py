"""A small language for the shape of JSON: each check yields one sentence for each thing that is wrong.

A check takes a value and its path (`blocks[2].text`); nothing here knows Slack.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
Rule = Callable[[Mapping[str, Any], str], Iterator[str]]


def string(longest: int, shortest: int = 1) -> Check:
    """A string whose length in characters lies within both bounds."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{path} must be a string, not {_kind(value)}"
        elif len(value) > longest:
            yield f"{path} is {len(value)} characters long; Slack takes {longest}"
        elif len(value) < shortest:
            yield f"{path} is {len(value)} characters long; Slack wants at least {shortest}"

    return check


def boolean(value: Any, path: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{path} must be true or false, not {_kind(value)}"


def number(lowest: float | None = None, highest: float | None = None, above: float | None = None) -> Check:
    """A number within both bounds, and strictly above a third."""

    def check(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{path} must be a number, not {_kind(value)}"
        elif lowest is not None and value < lowest:
            yield f"{path} is {value}; Slack wants at least {lowest}"
        elif highest is not None and value > highest:
            yield f"{path} is {value}; Slack takes at most {highest}"
        elif above is not None and value <= above:
            yield f"{path} is {value}; Slack wants more than {above}"

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, path: str) -> Iterator[str]:
        if value not in allowed:
            yield f"{path} is {value!r}; Slack knows {', '.join(allowed)}"

    return check


def many(item: Check, most: int | None = None, least: int = 1) -> Check:
    """A list whose length lies within both bounds, each item of one shape."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path} must be a list, not {_kind(value)}"
            return
        if most is not None and len(value) > most:
            yield f"{path} has {len(value)} items; Slack takes {most}"
        if len(value) < least:
            yield f"{path} has {len(value)} items; Slack wants at least {least}"
        for index, entry in enumerate(value):
            yield from item(entry, f"{path}[{index}]")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule) -> Check:
    """An object with these keys and no others; once all are well formed, it must keep the rules too."""
    known = {**required, **(optional or {})}

    def keys(value: dict[str, Any], path: str) -> Iterator[str]:
        yield from (f"{path} has the unknown key {key!r}" for key in value if key not in known)
        yield from (f"{path} lacks {key!r}" for key in required if key not in value)
        for key in known.keys() & value.keys():
            yield from known[key](value[key], f"{path}.{key}")

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path} must be an object, not {_kind(value)}"
            return
        problems = list(keys(value, path))
        yield from problems or (problem for rule in rules for problem in rule(value, path))

    return check


def by_type(table: Mapping[str, Check], noun: str) -> Check:
    """An object whose `type` says which shape it must have; the table may be filled later."""

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            yield f"{path} is no {noun} that Slack takes here: its type is {kind!r}"
        else:
            yield from table[kind](value, path)

    return check


def typed(name: str, required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule) -> Check:
    """A record with a fixed `type`."""
    return record({"type": one_of(name), **required}, optional, *rules)


def exactly_one(*keys: str) -> Rule:
    """Exactly one of these keys must be there."""

    def rule(value: Mapping[str, Any], path: str) -> Iterator[str]:
        given = [key for key in keys if key in value]
        if len(given) != 1:
            yield f"{path} must have exactly one of {', '.join(keys)}; it has {', '.join(given) or 'none'}"

    return rule


def at_least_one(*keys: str) -> Rule:
    """At least one of these keys must be there."""

    def rule(value: Mapping[str, Any], path: str) -> Iterator[str]:
        if not any(key in value for key in keys):
            yield f"{path} must have one of {', '.join(keys)}"

    return rule


def _kind(value: Any) -> str:
    return "null" if value is None else type(value).__name__
