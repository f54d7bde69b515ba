"""What Discord offers while somebody types a parameter of `/mlsd`. Pure: the words come from outside."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

from bot.commands import TABLE
from bot.domain.settings import FIELDS, Settings
from bot.domain.steps import STEPS
from bot.platforms.discord import limits

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be named in one place: topics, scenarios (types, ids and tags), terms, and cards by id."""

    topics: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """The parameter that is being typed. `values` are those of the command's other parameters."""

    command: str
    parameter: str
    typed: str
    values: Mapping[str, str]


def focus_of(data: Data) -> Focus | None:
    """Where the cursor stands in an autocomplete interaction's data; None where it stands nowhere."""
    for chosen in options_of(data):
        options = options_of(chosen)
        values = {str(option.get("name")): str(option.get("value", "")) for option in options}
        for option in options:
            if option.get("focused") is True:
                name = str(option.get("name"))
                return Focus(str(chosen.get("name")), name, values[name], values)
    return None


def options_of(node: Data) -> list[Data]:
    """The options of a command or sub-command, whatever else comes there."""
    options = node.get("options")
    return [each for each in options if isinstance(each, Mapping)] if isinstance(options, list) else []


def is_completed(command: str, parameter: str) -> bool:
    """Whether there is anything to offer for a parameter."""
    return (command, parameter) in _SOURCES


def complete(focus: Focus, vocabulary: Vocabulary) -> list[str]:
    """At most 25 words that fit what was typed: those that begin so first, then those that hold it."""
    source = _SOURCES.get((focus.command, focus.parameter))
    words = source(focus, vocabulary) if source else ()
    ranked = sorted(_matching(focus.typed, words), key=lambda found: found[0])
    return [word for _, word in ranked[: limits.COMMAND_CHOICES]]


def _matching(typed: str, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    wanted = _plain(typed)
    for word in dict.fromkeys(words):
        if len(word) > limits.CHOICE_TEXT:
            continue
        held = _plain(word)
        if held.startswith(wanted):
            yield 0, word
        elif f" {wanted}" in held:
            yield 1, word
        elif wanted in held:
            yield 2, word


def _plain(text: str) -> str:
    """So that `new york` finds `America/New_York`."""
    return " ".join(text.casefold().translate(_GAPS).split())


_GAPS = str.maketrans("_-/", "   ")


def _values(focus: Focus, _: Vocabulary) -> Sequence[str]:
    """Values of the setting that is named: time zones, on and off, or the one to begin with."""
    field = next((field for field in FIELDS if field.name == focus.values.get("name")), None)
    if field is None:
        return ()
    first = getattr(Settings(), field.attribute)
    if field.name == "zone":
        return _zones()
    return ("on", "off") if isinstance(first, bool) else (field.value.show(first),)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))


Source = Callable[[Focus, Vocabulary], Sequence[str]]

_SOURCES: Mapping[tuple[str, str], Source] = MappingProxyType(
    {
        ("drill", "topic"): lambda _, vocabulary: (*vocabulary.topics, "weak"),
        ("scenario", "which"): lambda _, vocabulary: vocabulary.scenarios,
        ("lookup", "term"): lambda _, vocabulary: vocabulary.terms,
        ("framework", "step"): lambda *_: [step.value for step in STEPS],
        ("settings", "name"): lambda *_: [field.name for field in FIELDS],
        ("settings", "value"): _values,
        ("unsuspend", "card"): lambda _, vocabulary: vocabulary.cards,
        ("help", "command"): lambda *_: [command.name for command in TABLE],
    }
)
