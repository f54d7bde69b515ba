"""What is wrong with a deck, told in plain words: where, what, and how to mend it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.parser import Path
from bot.content.schema import AnyCard, DeckFile


class Severity(StrEnum):
    """An error keeps a deck from loading or a check from passing; advice is for the author to weigh."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, at a line (from 1) of a file."""

    file: str
    line: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        advice = "advice: " if self.severity is Severity.ADVICE else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.file}:{self.line}: {advice}{self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a path inside one file, before the line is known."""

    path: Path
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR


Words = Callable[[ErrorDetails], tuple[str, str]]

NEAR = 60
"""The likeness, of 100, from which a name is offered as what was meant."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, if any is like it at all."""
    from rapidfuzz import fuzz, process  # here: slow to load, and needed only for a slip

    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[0] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, or nothing."""
    near = nearest(name, known)
    return f"did you mean '{near}'?" if near else ""


def in_plain_words(error: ValidationError) -> list[Finding]:
    """What the schema refused, without a word of the schema library."""
    return [_finding(details) for details in error.errors(include_url=False)]


def _finding(details: ErrorDetails) -> Finding:
    words = _WORDS.get(details["type"], _some_value)
    message, hint = words(details)
    return Finding(_path(details), message, hint)


def _path(details: ErrorDetails) -> Path:
    """Where the author finds it: without the kind that pydantic adds, and at the parent if the field is missing."""
    location = details["loc"]
    if location[:1] == ("cards",):
        location = (*location[:2], *location[3:])
    if location[-1:] == ("[key]",) or details["type"] == "missing":
        location = location[:-1]
    return (*location, "kind") if details["type"] == "union_tag_invalid" else location


def _field(details: ErrorDetails) -> str:
    names = [part for part in details["loc"] if isinstance(part, str) and part != "[key]"]
    return names[-1] if names else "the file"


def _value(details: ErrorDetails) -> str:
    text = " ".join(str(details["input"]).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _unknown_field(details: ErrorDetails) -> tuple[str, str]:
    name = _field(details)
    return f"unknown field '{name}'", did_you_mean(name, fields_at(details["loc"][:-1]))


def _unknown_name(details: ErrorDetails) -> tuple[str, str]:
    names = re.findall(r"'([^']*)'", details["ctx"]["expected"])
    near = did_you_mean(_value(details), names)
    return f"'{_field(details)}' is '{_value(details)}'", near or f"one of {', '.join(names)}"


def _unknown_kind(details: ErrorDetails) -> tuple[str, str]:
    kind = str(details["ctx"]["tag"])
    return f"unknown kind '{kind}'", did_you_mean(kind, KINDS) or f"one of {', '.join(KINDS)}"


def _not_a(what: str, hint: str) -> Words:
    """The words for a value of another shape; what is empty is called empty."""

    def words(details: ErrorDetails) -> tuple[str, str]:
        if details["input"] is None:
            return f"'{_field(details)}' is empty", "give it a value or remove the line"
        place = "each entry of " if details["loc"] and isinstance(details["loc"][-1], int) else ""
        return f"{place}'{_field(details)}' must be {what}", hint

    return words


def _not_text(details: ErrorDetails) -> tuple[str, str]:
    if details["input"] is None:
        return f"'{_field(details)}' is empty", "write its text; quote the word if null itself is meant"
    return f"'{_field(details)}' must be text", "text that begins with {, [ or - needs quotes"


_SHAPES = {
    "[a-z0-9]+(-": "lower-case letters and digits joined by single hyphens, such as online-store",
    "[a-z0-9_]*$": "lower-case letters, digits and _, beginning with a letter",
    "everyone|": "everyone, tenant:<id> or channel:<id>",
    "https": "an address that begins with https://",
}


def _misshapen(details: ErrorDetails) -> tuple[str, str]:
    pattern = details["ctx"]["pattern"]
    hint = next((words for part, words in _SHAPES.items() if part in pattern), "see the schema")
    return f"'{_value(details)}' cannot be {_a_name_for(details)}", f"it must be {hint}"


def _a_name_for(details: ErrorDetails) -> str:
    return "a name here" if details["loc"][-1] == "[key]" else f"the value of '{_field(details)}'"


def _own_words(details: ErrorDetails) -> tuple[str, str]:
    return str(details["ctx"]["error"]), ""


def _not_a_value(details: ErrorDetails) -> tuple[str, str]:
    return f"'{_field(details)}' {details['msg']}, not '{_value(details)}'", ""


def _some_value(details: ErrorDetails) -> tuple[str, str]:
    return f"'{_field(details)}' cannot be '{_value(details)}'", ""


def _phrase(template: str, hint: str = "") -> Words:
    def words(details: ErrorDetails) -> tuple[str, str]:
        return template.format(field=_field(details), value=_value(details), **details.get("ctx", {})), hint

    return words


_WORDS: dict[str, Words] = {
    "extra_forbidden": _unknown_field,
    "missing": _phrase("field '{field}' is missing"),
    "enum": _unknown_name,
    "literal_error": _unknown_name,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _phrase("field 'kind' is missing"),
    "string_type": _not_text,
    "string_too_short": _phrase("'{field}' is empty"),
    "string_too_long": _phrase("'{field}' is longer than {max_length} characters", "split it"),
    "string_pattern_mismatch": _misshapen,
    "too_short": _phrase("'{field}' needs {min_length} or more entries, not {actual_length}"),
    "too_long": _phrase("'{field}' has more than {max_length} entries"),
    "tuple_type": _not_a("a list", "each entry on a line of its own after '- ', or [a, b]"),
    "dict_type": _not_a("a mapping of names to values", "lines such as 'name: ...', indented below it"),
    "model_type": _not_a("a mapping of fields", "lines such as 'title: ...', indented below it"),
    "model_attributes_type": _not_a("a mapping of fields", "lines such as 'id: ...', indented below it"),
    "greater_than": _phrase("'{field}' is {value}; it must be above {gt:g}"),
    "greater_than_equal": _phrase("'{field}' is {value}; it must be {ge:g} or more"),
    "less_than": _phrase("'{field}' is {value}; it must be below {lt:g}"),
    "less_than_equal": _phrase("'{field}' is {value}; it must be {le:g} or less"),
    "value_error": _own_words,
    "not_a_number": _not_a_value,
    "not_a_truth": _not_a_value,
}


def _kind_of(model: type[BaseModel]) -> str:
    return str(get_args(model.model_fields["kind"].annotation)[0])


KINDS: dict[str, type[BaseModel]] = {_kind_of(model): model for model in get_args(get_args(AnyCard)[0])}


def fields_at(location: Path) -> list[str]:
    """The names that the schema knows at a pydantic location, as authors write them."""
    model: type[BaseModel] = DeckFile
    for position, part in enumerate(location):
        if position == 2 and location[0] == "cards":
            model = KINDS.get(str(part), model)
        else:
            model = _model_in(_annotation(model, part)) or model
    return [info.alias or name for name, info in model.model_fields.items()]


def _annotation(model: type[BaseModel], name: object) -> object:
    fields = model.model_fields.items()
    return next((info.annotation for field, info in fields if name in {field, info.alias}), None)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in get_args(annotation))
    return next((model for model in inner if model), None)
