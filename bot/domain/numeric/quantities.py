"""Reading what was typed as one number with a unit: `12k`, `1.2e4`, `12,000`, `3 1/2`, `~5 %`, `120 ms`, `4 GiB`."""

import math
import re
import unicodedata
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.domain.numeric.units import UnclearUnit, Unit, read_unit

LONGEST_ANSWER = 80
LARGEST_EXPONENT = 300

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SYMBOLS = str.maketrans(
    {"−": "-", "–": "-", "≈": "~", "’": "'", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "×": "x", "⁄": "/"}
)
_LEAD = re.compile(
    r"(?:[~=:\s]|about|approx(?:imately)?\.?|around|roughly|circa|ca\.|answer|it'?s|it is|is"
    r"|(?:i|we) (?:think|get|got|need|say))*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<money>[$€£]?)\s*"
    r"(?:(?P<fraction>(?:[0-9]+\s+)?[0-9]+\s*/\s*[0-9]+)(?![0-9.,])"
    r"|(?P<digits>[0-9](?:[0-9.,_']| (?=[0-9]))*|\.[0-9]+)"
    r"(?:[eE](?P<exponent>[+-]?[0-9]{1,3})(?![0-9a-zA-Z])|\s*[x*·]\s*10\s*(?:\^|\*\*)\s*(?P<power>[+-]?[0-9]{1,3}))?)"
)
_POWER_OF_TEN = re.compile(r"10\s*(?:\^|\*\*)\s*(?P<power>[+-]?[0-9]{1,3})")
_SCALE = re.compile(
    r"\s*(?P<scale>k|m|b|g|t|bn|mn|mio|tn|thousand|million|billion|trillion)(?![^\W\d_])", re.IGNORECASE
)
_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6,
    "b": 1e9, "g": 1e9, "bn": 1e9, "billion": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
_LEADING_UNIT = re.compile(
    r"^(?:an? )?(?P<unit>share|fraction|probability|ratio)(?: of| is)? (?P<number>.*)$", re.IGNORECASE
)
_AS_A = re.compile(r"^as an? ", re.IGNORECASE)
_TWO_MEANINGS = re.compile(r"[1-9][0-9]{0,2}\.000")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[ ,_'.])[0-9]{3})(?:(?P=mark)[0-9]{3})*")


class UnreadableNumber(BotError):
    """The text is not one number with at most one unit."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A typed number as it stands before its unit; `unit` is None for a bare number, read in the card's unit."""

    number: float
    unit: Unit | None
    written_unit: str


def read_quantity(text: str, card_unit: str) -> Quantity:
    """Read an answer to a card in `card_unit`. Raises UnreadableNumber for anything that is not one clear number."""
    if len(text) > LONGEST_ANSWER:
        raise _unreadable("That is longer than a number.", card_unit)
    folded = _LEADING_UNIT.sub(r"\g<number> \g<unit>", _fold(text))
    rest = folded[_lead_length(folded) :]
    match = _POWER_OF_TEN.match(rest) or _NUMBER.match(rest)
    number = _value(match) if match else None
    if match is None or number is None:
        raise _unreadable(f"I cannot read “{text.strip()}” as one number.", card_unit)
    tail = rest[match.end() :]
    card = read_unit(card_unit)
    factor, tail = _split_scale(tail, card, card_unit)
    money = match.groupdict("").get("money", "")
    return _with_unit(number * factor, f"{money}{tail}".strip(" .!,;"), card, card_unit)


def _with_unit(number: float, written: str, card: Unit, card_unit: str) -> Quantity:
    if re.search("[0-9]", written):
        raise _unreadable("I see more than one number there.", card_unit)
    written = "min" if card.counts_time and written == "m" else _AS_A.sub("", written)
    try:
        unit = read_unit(written)
    except UnclearUnit as error:
        raise _unreadable(error.message, card_unit, error.next_step) from error
    if unit.is_known:
        return Quantity(number, unit, written)
    if card.is_known and set(unit.things) - set(card.things):
        raise _unreadable(f"I do not know the unit “{written}”.", card_unit)
    return Quantity(number, None, "")


def _fold(text: str) -> str:
    """Superscripts become `^4` before Unicode's folding would make 10⁴ a 104; spaces and dashes become plain."""
    text = _RAISED.sub(lambda raised: "^" + raised[0].translate(_SUPERSCRIPTS), text.strip())
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SYMBOLS)).split())


def _lead_length(text: str) -> int:
    lead = _LEAD.match(text)
    return lead.end() if lead else 0


def _value(match: re.Match[str]) -> float | None:
    """The number that was matched; None where its marks group no thousands or it is out of range."""
    parts = match.groupdict("")
    number = _mantissa(parts)
    exponent = int(parts.get("exponent") or parts["power"] or 0)
    if number is None or abs(exponent) > LARGEST_EXPONENT:
        return None
    value = number * 10.0**exponent
    return (-value if parts.get("sign") == "-" else value) if math.isfinite(value) else None


def _mantissa(parts: dict[str, str]) -> float | None:
    if "digits" not in parts:
        return 1.0
    return _fraction(parts["fraction"]) if parts["fraction"] else _decimal(parts["digits"])


def _fraction(text: str) -> float | None:
    whole, _, part = text.replace(" /", "/").replace("/ ", "/").rpartition(" ")
    upper, _, lower = part.partition("/")
    return float(whole or 0) + float(upper) / float(lower) if float(lower) else None


def _decimal(digits: str) -> float | None:
    """12,000 and 12 000 are thousands; 1.234.567,8 is European; 0,05 and 12,5 decimal commas; 12.000 is unclear."""
    if _TWO_MEANINGS.fullmatch(digits):
        return None
    whole, fraction = _split_decimals(digits.rstrip(".,'_"))
    if _GROUPED.fullmatch(whole):
        whole = re.sub("[^0-9]", "", whole)
    if not re.fullmatch("[0-9]*", whole) or not re.fullmatch("[0-9]*", fraction):
        return None
    return float(f"{whole or 0}.{fraction or 0}")


def _split_decimals(digits: str) -> tuple[str, str]:
    """Where the fraction begins: at the last mark, unless that mark groups thousands."""
    mark = max(digits.rfind("."), digits.rfind(","))
    if mark < 0:
        return digits, ""
    whole, fraction = digits[:mark], digits[mark + 1 :]
    groups = digits[mark] == "," and len(fraction) == 3 and whole.strip("0") and "." not in whole
    return (digits, "") if groups or digits.count(digits[mark]) > 1 else (whole, fraction)


def _split_scale(tail: str, card: Unit, card_unit: str) -> tuple[float, str]:
    """A thousand, million or billion behind the number; single letters mean other things beside bytes and seconds."""
    match = _SCALE.match(tail)
    if match is None:
        return 1.0, tail
    scale = match["scale"]
    if card.counts_information and len(scale) == 1:
        if scale in "bB":
            return 1.0, tail
        raise _unreadable(f"“{scale}” can be a factor or the start of a unit.", card_unit)
    if card.counts_time and scale == "m":
        return 1.0, tail
    return _SCALES[scale.casefold()], tail[match.end() :]


def _unreadable(message: str, card_unit: str, next_step: str = "") -> UnreadableNumber:
    example = "$120" if card_unit == "$" else f"120 {card_unit}"
    return UnreadableNumber(
        message, next_step or f"Answer with one number, like `{example}`; nothing means “don't know”."
    )
