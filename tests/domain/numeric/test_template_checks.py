"""What the check of a numeric template finds."""

import pytest

from bot.domain.card import PickDraw, RangeDraw, Tolerance, ToleranceKind, Trap
from bot.domain.numeric.template import check_template
from tests.domain.answers import cards

TWO = {"a": RangeDraw(10, 90), "b": RangeDraw(10, 90)}


def test_a_good_template_has_no_findings() -> None:
    """A template that may ship is passed without a word."""
    assert check_template(cards.replicas()) == []
    assert check_template(cards.template(draw=TWO, formula="a * b")) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"formula": "a * c"}, "formula: `c` is not defined"),
        ({"formula": "a *"}, "is no formula"),
        ({"formula": "a if b else 1"}, "uses IfExp"),
        ({"formula": "median([a, b])"}, "`median` is not defined"),
        ({"lets": (("c", "d + 1"), ("d", "a")), "formula": "c"}, "let c: `d` is not defined"),
        ({"lets": (("a", "b"),)}, "`a` is defined twice"),
        ({"lets": (("min", "b"),)}, "name of a function"),
        ({"lets": (("c", "a *"),), "front": ("{a} {b} {c}",)}, "let c: `a *` is no formula"),
        ({"require": ("a > c",)}, "require 1: `c` is not defined"),
        ({"traps": (Trap("t", "c", "x"),)}, "trap “t”: `c` is not defined"),
        ({"front": ("{a} and {b} and {c}",)}, "front 1: `{c}` is not defined"),
        ({"front": ("{a} and {b}", "only {a}")}, "front 2: the drawn `b` is never shown"),
        ({"front": ("{a.real} {b}",)}, "front 1"),
        ({"solution": "{c}"}, "solution: `{c}` is not defined"),
        ({"solution": "{a"}, "solution: The braces"),
        ({"tolerance": Tolerance(ToleranceKind.FACTOR, 1.5), "traps": (Trap("t", "a", "x"),)}, "estimate"),
        ({"unit": "Gb"}, "unit:"),
        ({"require": ("a > b * 100",)}, "Only 0 of 300 draws"),
        ({"formula": "ln(a - a)"}, "Only 0 of 300 draws"),
        ({"traps": (Trap("t", "a + b", "x"),)}, "trap “t” lies within"),
        ({"traps": (Trap("t", "ln(a - a)", "x"),)}, "has no value for any draw"),
        ({"formula": "a / b"}, "nobody types exactly"),
        ({"draw": {"a": PickDraw((1, 2, 3)), "b": RangeDraw(10, 90)}}, "distinct instances"),
        ({"lets": (("gains", "[a, b]"),), "solution": "{gains} {a:.1x}"}, "no known format"),
    ],
)
def test_findings(changes: dict[str, object], finding: str) -> None:
    """Each fault is found and named."""
    fields: dict[str, object] = {"draw": TWO, "formula": "a + b", "front": ("{a} and {b}",)}
    findings = check_template(cards.template(**(fields | changes)))
    assert any(finding in found for found in findings), findings


def test_a_draw_may_be_shown_through_a_let() -> None:
    """A front that shows a sum shows what it is made of."""
    card = cards.template(draw=TWO, lets=(("half", "a / 2"), ("both", "half + b")), formula="a + b", front=("{both}",))
    assert check_template(card) == []


def test_all_findings_at_once() -> None:
    """Independent faults are reported together."""
    card = cards.template(draw=TWO, formula="a + c", front=("{d} {a} {b}",), unit="Gb")
    assert len(check_template(card)) == 3
