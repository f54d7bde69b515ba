"""Judging typed numbers: right, a trap, the wrong unit, the wrong power of ten, or merely off."""

import subprocess
import sys

import pytest

from bot.domain.card import Tolerance, ToleranceKind, Trap
from bot.domain.numeric.draws import work_out
from bot.domain.numeric.grading import Judgement, judge, model_answer
from bot.domain.numeric.quantities import read_quantity
from tests.domain.answers import cards

ONE = Tolerance(ToleranceKind.ABSOLUTE, 1)
ESTIMATE = Tolerance(ToleranceKind.FACTOR, 1.5)


def judged(text: str, key: float, unit: str, tolerance: Tolerance = cards.THREE_PERCENT, *traps: Trap) -> Judgement:
    """Judge a text against a key."""
    card = cards.numeric(key, unit, tolerance, traps)
    return judge(card, work_out(card, {"key": key}), read_quantity(text, unit))


@pytest.mark.parametrize(
    ("tolerance", "right", "wrong"),
    [
        (cards.EXACT, ["200", "200.0"], ["200.1", "199", "201"]),
        (cards.THREE_PERCENT, ["194", "206"], ["193.9", "206.1"]),
        (ONE, ["199", "201"], ["198.9", "201.1"]),
        (ESTIMATE, ["134", "300"], ["133", "301", "-200"]),
    ],
)
def test_tolerances(tolerance: Tolerance, right: list[str], wrong: list[str]) -> None:
    """Each tolerance accepts up to its border and not beyond."""
    assert all(judged(text, 200, "users", tolerance).correct for text in right)
    assert not any(judged(text, 200, "users", tolerance).correct for text in wrong)


@pytest.mark.parametrize(
    ("text", "key", "unit"),
    [
        ("0.12 s", 120, "ms"),
        ("120", 120, "ms"),
        ("59.6 GiB", 64, "GB"),
        ("64", 64, "GB"),
        ("720k req/min", 12_000, "req/s"),
    ],
)
def test_other_units_of_the_same_value_are_right(text: str, key: float, unit: str) -> None:
    """The value counts, in whatever unit; a bare number is in the card's."""
    assert judged(text, key, unit) == Judgement(correct=True)


@pytest.mark.parametrize(
    ("text", "key", "unit"), [("120 s", 120, "ms"), ("120 GB", 120, "ms"), ("64 GiB", 64, "GB"), ("5 ms", 5, "%")]
)
def test_right_number_in_the_wrong_unit(text: str, key: float, unit: str) -> None:
    """The right digits with another unit are wrong and told so."""
    judgement = judged(text, key, unit)
    assert not judgement.correct
    assert "wrong unit" in judgement.says


@pytest.mark.parametrize(
    ("text", "key", "unit", "says"),
    [
        ("7 GB", 120, "ms", "asked for in ms"),
        ("59.6 GB", 64, "GB", "GB and GiB are mixed up"),
        ("68.7", 64, "GB", "GB and GiB are mixed up"),
        ("512", 64, "GB", "bits and bytes"),
        ("0.3", 300, "users", "1,000 times too small"),
        ("300000", 300, "users", "1,000 times too large"),
        ("3000", 300, "users", "10 times too large"),
        ("-300", 300, "users", "wrong sign"),
        ("2", 120, "s", "seconds, minutes"),
        ("345", 300, "users", "15% too high"),
        ("1000", 300, "users", "3.3 times too high"),
        ("100", 300, "users", "3 times too low"),
        ("309.5", 300, "users", "3% too high"),
        ("0", 300, "users", "Too low"),
    ],
)
def test_slips_are_explained(text: str, key: float, unit: str, says: str) -> None:
    """A wrong number is told the slip that explains it, or how far off it is."""
    judgement = judged(text, key, unit)
    assert not judgement.correct
    assert says in judgement.says


def test_off_by_one_is_a_rounding() -> None:
    """On an exact card one more or one less points at the rounding."""
    assert judged("299", 300, "users", cards.EXACT).says == "One short: check the rounding."
    assert judged("301", 300, "users", cards.EXACT).says == "One too many: check the rounding."


def test_traps_come_before_other_slips() -> None:
    """A trap that is also a power of ten is answered as the trap, within the card's tolerance."""
    trap = Trap("hours", "key * 10", "Ten times is the trap.")
    assert judged("3,050", 300, "users", cards.THREE_PERCENT, trap) == Judgement(
        correct=False, says="Ten times is the trap.", trap="hours"
    )
    assert judged("3,200", 300, "users", cards.THREE_PERCENT, trap).trap == ""


def test_long_trap_values_may_be_rounded() -> None:
    """Under an exact key a trap of many decimals is recognised from a rounded answer."""
    trap = Trap("not rounded up", "key - 2 / 3", "Round up.")
    assert judged("19.33", 20, "users", cards.EXACT, trap).trap == "not rounded up"
    assert judged("20", 20, "users", cards.EXACT, trap).correct


@pytest.mark.parametrize(
    ("text", "key", "correct"),
    [
        ("5", 5, True),
        ("5%", 5, True),
        ("0.05", 5, True),
        ("0.05 share", 5, True),
        ("share of 0.05", 5, True),
        ("0.05%", 5, False),
        ("0.4", 0.4, True),
        ("0.4 %", 0.4, True),
        ("0.004", 0.4, False),
        ("0.004 as a share", 0.4, True),
        ("1", 100, False),
        ("0.5", 50, True),
        ("0.5 %", 50, False),
        ("500 %", 5, False),
    ],
)
def test_shares_and_percentages(text: str, key: float, *, correct: bool) -> None:
    """On a card in per cent a bare fraction is a share only where it cannot be a percentage."""
    assert judged(text, key, "%").correct is correct


def test_a_share_is_said_to_be_read_as_one() -> None:
    """The reading of a bare fraction is told, and a small one that was not accepted gets a hint."""
    assert "0.05 is 5 %" in judged("0.05", 5, "%").says
    assert "write the % sign" in judged("0.004", 0.4, "%").says


@pytest.mark.parametrize(
    ("key", "unit", "tolerance", "text"),
    [
        (1234, "replicas", cards.EXACT, "1,234 replicas"),
        (1234.5678, "GB", cards.THREE_PERCENT, "1,230 GB"),
        (0.05, "$", cards.THREE_PERCENT, "$0.05"),
        (4, "$/h", cards.THREE_PERCENT, "$4/h"),
        (5.25, "%", ONE, "5.25 %"),
    ],
)
def test_model_answer(key: float, unit: str, tolerance: Tolerance, text: str) -> None:
    """Exact keys are shown in full, others to three figures, with their unit."""
    card = cards.numeric(key, unit, tolerance)
    assert model_answer(card, work_out(card, {"key": key})) == text


def test_pint_loads_only_to_convert() -> None:
    """Bare numbers and the card's own unit are judged without loading pint."""
    code = (
        "import sys; from tests.domain.numeric.test_judging import judged; "
        "judged('120', 120, 'ms'); judged('120 ms', 120, 'ms'); print('pint' in sys.modules); "
        "judged('0.12 s', 120, 'ms'); print('pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]
