"""Filling drawn numbers into the fronts and solutions that authors write.

A placeholder is `{name}` or `{name:spec}`: a name alone (no attributes, no indexing, no conversion) and a spec of `,`,
`.2f`, `,.1f`, `.2g` (significant figures, six where no number is given, never an exponent), `%`, `.1%` or `d`. Without
a spec a number is shown readably. Braces themselves are doubled.
"""

import math
import re
import string
from collections.abc import Mapping

from bot.domain.errors import BotError
from bot.domain.numeric.formulas import Number, Value

LONGEST_FIGURES = 6
LARGEST_IN_FULL = 1e15

_SPEC = re.compile(r"|,|,?d|,?\.[0-9]f|,?(?:\.[1-9])?g|(?:\.[0-9])?%")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class PlaceholderError(BotError):
    """A front or solution with a placeholder that cannot be filled."""


def fill(template: str, values: Mapping[str, Value]) -> str:
    """The template with its placeholders filled. Raises PlaceholderError."""
    return "".join(literal + (_format(name, spec, values) if name else "") for literal, name, spec in _parts(template))


def placeholders(template: str) -> frozenset[str]:
    """The names that a template shows. Raises PlaceholderError where it is malformed."""
    return frozenset(name for _, name, _ in _parts(template) if name)


def readable(value: float, figures: int = 3) -> str:
    """A number for people: whole ones in full, others to three figures and no less than their whole part; 12,345."""
    if abs(value) >= LARGEST_IN_FULL:
        return significant(value, figures)
    if float(value).is_integer():
        return f"{int(value):,}"
    return significant(value, max(figures, _whole_digits(value)))


def significant(value: float, figures: int, *, commas: bool = True) -> str:
    """A number rounded to so many significant figures, without an exponent between 1e-6 and 1e15."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{max(figures, 1) - 1}e}")
    if not 1e-6 <= abs(rounded) < LARGEST_IN_FULL:
        return f"{rounded:.{figures}g}"
    decimals = max(figures - _whole_digits(rounded), 0) if abs(rounded) >= 1 else figures - 1 - _exponent(rounded)
    text = f"{rounded:{',' if commas else ''}.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parts(template: str) -> list[tuple[str, str, str]]:
    """Pieces of a template: literal text, then a name ("" for none) and its spec."""
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise PlaceholderError(f"The braces in “{template}” do not match: {error}.") from error
    return [(literal, *_placeholder(name, spec, conversion)) for literal, name, spec, conversion in pieces]


def _placeholder(name: str | None, spec: str | None, conversion: str | None) -> tuple[str, str]:
    if name is None:
        return "", ""
    if not _NAME.fullmatch(name) or conversion:
        raise PlaceholderError(f"`{{{name}}}` is no name; a placeholder holds one name, like `{{rps}}`.")
    if not _SPEC.fullmatch(spec or ""):
        raise PlaceholderError(f"`{{{name}:{spec}}}` has no known format; use one like `,` `.1f` `.2g` `%`.")
    return name, spec or ""


def _format(name: str, spec: str, values: Mapping[str, Value]) -> str:
    if name not in values:
        raise PlaceholderError(f"`{{{name}}}` is not among the numbers of this card.")
    value = values[name]
    return ", ".join(_format_one(item, spec) for item in (value if isinstance(value, list) else [value]))


def _format_one(value: Number, spec: str) -> str:
    match spec[-1:]:
        case "" | ",":
            return readable(value)
        case "g":
            figures = int(spec[-2]) if "." in spec else LONGEST_FIGURES
            return significant(value, figures, commas=spec[0] == "," or abs(value) >= 1e4)
        case "d":
            return format(round(value), spec)
        case _:
            return format(value, ".0%" if spec == "%" else spec)


def _whole_digits(value: float) -> int:
    return max(_exponent(value) + 1, 1)


def _exponent(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0
