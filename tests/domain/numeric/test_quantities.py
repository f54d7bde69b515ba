"""Reading typed numbers."""

import contextlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.numeric.quantities import UnreadableNumber, read_quantity
from bot.domain.numeric.units import ratio, read_unit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("300", 300),
        ("12k", 12_000),
        ("12 K", 12_000),
        ("1.2e4", 12_000),
        ("1.2E+4", 12_000),
        ("12,000", 12_000),
        ("12 000", 12_000),
        ("12\u00a0000", 12_000),
        ("12\u202f000", 12_000),
        ("12'000", 12_000),
        ("12_000", 12_000),
        ("1,234,567.5", 1_234_567.5),
        ("1.234.567,5", 1_234_567.5),
        ("12,5", 12.5),
        ("0,125", 0.125),
        (".5", 0.5),
        ("5.", 5),
        ("1.5M", 1_500_000),
        ("1.5 m", 1_500_000),
        ("2B", 2e9),
        ("2 billion", 2e9),
        ("3 mn", 3e6),
        ("4 thousand", 4_000),
        ("3 1/2", 3.5),
        ("3½", 3.5),
        ("1/4", 0.25),
        ("~300", 300),
        ("≈ 3e2", 300),
        ("about 300", 300),
        ("= 300", 300),
        ("I think 300", 300),
        ("it's 300.", 300),
        ("3×10^2", 300),
        ("3 x 10**2", 300),
        ("3·10²", 300),
        ("10⁴", 10_000),
        ("2·10⁻³", 0.002),
        ("-7", -7),
        ("−7", -7),
        ("+7", 7),
        ("300 replicas", 300),
        ("300 pods at peak", 300),
        ("𝟑𝟎𝟎", 300),
    ],
)
def test_every_way_of_writing_a_number(text: str, number: float) -> None:
    """Thousands, fractions, exponents, scales, hedges and counted things are read; none has a unit of its own."""
    quantity = read_quantity(text, "replicas")
    assert quantity.number == pytest.approx(number)
    assert quantity.unit is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "three hundred",
        "300 or 400",
        "10-12",
        "3 4",
        "12.000",
        "1,23,456",
        "1.2.3",
        "1,2,3",
        "3/0",
        "12/03/2024",
        "1e999",
        "1e99999",
        "10^500",
        "0x10",
        "4*8",
        "> 300",
        "300+",
        "n't 5",
        "nan",
        "inf",
        "٣٠٠٪٪",
        "1" * 81,
        "$",
        "k",
        "%",
    ],
)
def test_anything_else_is_sent_back(text: str) -> None:
    """No number, two numbers, or a number of two meanings is not guessed."""
    with pytest.raises(UnreadableNumber):
        read_quantity(text, "replicas")


@pytest.mark.parametrize(
    ("text", "card_unit", "factor"),
    [
        ("1 s", "ms", 1_000),
        ("1 sec.", "ms", 1_000),
        ("1 µs", "ms", 0.001),
        ("1 MS", "ms", 1),
        ("1 m", "ms", 60_000),
        ("1 h", "days", 1 / 24),
        ("1 GiB", "GB", 1.073741824),
        ("1 GB", "GiB", 1 / 1.073741824),
        ("1 gb", "GB", 1),
        ("1 gigabyte", "MB", 1_000),
        ("8 Gbit", "GB", 1 / 8),
        ("8 Gbps", "GB/s", 1 / 8),
        ("1 B", "GB", 1e-9),
        ("1 TB of memory", "GB", 1_000),
        ("1 MB/s", "MB/min", 60),
        ("1 MB per second", "MB/min", 60),
        ("1 QPS", "req/min", 60),
        ("1 request a second", "QPS", 1),
        ("60/min", "req/s", 1 / 60),
        ("1 %", "%", 1),
        ("1 percent", "%", 1),
        ("1 percentage point", "%", 1),
        ("1 pp", "%", 1),
        ("1 share", "%", 100),
        ("1 as a share", "%", 100),
        ("share of 1", "%", 100),
        ("a probability of 1", "%", 100),
        ("$1", "$", 1),
        ("1 USD", "$", 1),
        ("1 cent", "$", 0.01),
        ("$1 per hour", "$/day", 24),
        ("1 bit", "nats", 0.6931471805599453),
        ("1 GPU-hour", "GPU hours", 1),
    ],
)
def test_units_convert(text: str, card_unit: str, factor: float) -> None:
    """A unit of the same kind is converted to the card's own."""
    quantity = read_quantity(text, card_unit)
    assert quantity.unit is not None
    assert ratio(quantity.unit, read_unit(card_unit)) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("text", "card_unit"),
    [
        ("3 s", "GB"),
        ("3 GB", "%"),
        ("3 %", "replicas"),
        ("3 QPS", "replicas"),
        ("$3", "€"),
        ("3 req/s", "s"),
        ("3 bit", "%"),
    ],
)
def test_other_dimensions_do_not_convert(text: str, card_unit: str) -> None:
    """A unit of another kind is recognised as such."""
    unit = read_quantity(text, card_unit).unit
    assert unit is not None
    assert ratio(unit, read_unit(card_unit)) is None


@pytest.mark.parametrize(
    ("text", "card_unit"),
    [
        ("3 Gb", "GB"),
        ("3 b", "GB"),
        ("3 k", "GB"),
        ("3 G", "GB"),
        ("3 apples", "ms"),
        ("3 mss", "ms"),
        ("3 m/s^2", "ms"),
    ],
)
def test_unclear_units_are_sent_back(text: str, card_unit: str) -> None:
    """Letters of two meanings, and words that are no unit, are not guessed."""
    with pytest.raises(UnreadableNumber):
        read_quantity(text, card_unit)


def test_bare_numbers_are_in_the_cards_unit() -> None:
    """Without a unit, or with the counted thing alone, the card's unit is meant."""
    assert read_quantity("12k", "req/s").unit is None
    assert read_quantity("12k requests", "req/s").unit is None


@given(st.integers(0, 10**12))
@settings(max_examples=100)
def test_thousands_marks_change_nothing(number: int) -> None:
    """A whole number reads the same with commas, spaces or nothing."""
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " ")):
        assert read_quantity(text, "users").number == number


@given(st.text(max_size=40), st.sampled_from(["ms", "GB", "%", "replicas", "$", "req/s"]))
@settings(max_examples=200)
def test_any_text_is_read_or_sent_back(text: str, unit: str) -> None:
    """No text breaks reading."""
    with contextlib.suppress(UnreadableNumber):
        assert math.isfinite(read_quantity(text, unit).number)
