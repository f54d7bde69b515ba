"""Filling numbers into texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.numeric.filling import PlaceholderError, fill, placeholders, readable, significant
from bot.domain.numeric.formulas import Value

VALUES: dict[str, Value] = {
    "rps": 12000,
    "share": 0.0725,
    "raw": 51.948,
    "big": 1234567.89,
    "gains": [3, 0.5],
    "one": 1,
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{rps} a second", "12,000 a second"),
        ("{rps:,}", "12,000"),
        ("{rps:d}", "12000"),
        ("{rps:,d}", "12,000"),
        ("{raw}", "51.9"),
        ("{raw:.1f}", "51.9"),
        ("{raw:.2g}", "52"),
        ("{big:,.1f}", "1,234,567.9"),
        ("{big:.2g}", "1,200,000"),
        ("{big}", "1,234,568"),
        ("{share}", "0.0725"),
        ("{share:g}", "0.0725"),
        ("{share:.1%}", "7.2%"),
        ("{share:%}", "7%"),
        ("{gains}", "3, 0.5"),
        ("{{rps}} {one}", "{rps} 1"),
        ("no braces", "no braces"),
    ],
)
def test_placeholders_are_filled(template: str, text: str) -> None:
    """Names with the allowed formats show readable numbers."""
    assert fill(template, VALUES) == text


@pytest.mark.parametrize(
    "template",
    [
        "{unknown}",
        "{}",
        "{0}",
        "{rps.real}",
        "{rps.__class__}",
        "{gains[0]}",
        "{rps!r}",
        "{rps:x}",
        "{rps:>1000000000}",
        "{rps:{one}}",
        "{rps:.99f}",
        "{rps",
        "rps}",
        "{ rps }",
        "{RPS}",
    ],
)
def test_anything_else_is_refused(template: str) -> None:
    """Attributes, indexing, conversions, widths and nested formats are refused."""
    with pytest.raises(PlaceholderError):
        fill(template, VALUES)


def test_placeholders_of_a_text() -> None:
    """The names that a text shows are known without filling it."""
    assert placeholders("{rps:,} / {each} and {{not}}") == {"rps", "each"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7, "7"),
        (1234567, "1,234,567"),
        (-1500.0, "-1,500"),
        (0.30000000000000004, "0.3"),
        (1234.567, "1,235"),
        (12.345, "12.3"),
        (0.00012345, "0.000123"),
        (0.9996, "1"),
        (999.96, "1,000"),
        (1e-9, "1e-09"),
        (1e18, "1e+18"),
    ],
)
def test_readable(value: float, text: str) -> None:
    """Whole numbers in full with commas; others to three figures, without exponents in the usual range."""
    assert readable(value) == text


@given(st.floats(1e-6, 1e14), st.integers(1, 6))
@settings(max_examples=200)
def test_significant_figures_keep_their_promise(value: float, figures: int) -> None:
    """A number shown to n figures is within half a unit of the n-th figure."""
    shown = float(significant(value, figures).replace(",", ""))
    assert shown == pytest.approx(value, rel=0.51 * 10 ** (1 - figures))
