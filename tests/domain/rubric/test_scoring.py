"""The score of an answer, its corrections, and what it schedules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.card import FlagMechanism
from bot.domain.rubric.score import Strength, grade, strength_of
from bot.domain.steps import Step
from tests.domain.rubric.scenarios import flag, point, scenario

LABEL = point("label", with_=["<reason>"], id="label", step=Step.PROBLEM, points=60.0, teaches=("c-label", "c-both"))
STORE = point("feature store", id="store", step=Step.DATA, points=30.0, teaches=("c-store", "c-both"))
DRIFT = point("PSI", id="drift", step=Step.MONITORING, points=10.0, teaches=("c-drift",))
BOARD = flag(FlagMechanism.PHRASE, "dashboard", repaired_by=["drift"])
CASE = scenario(LABEL, STORE, DRIFT, red_flags=(BOARD,))


def test_percent_is_the_weighted_sum() -> None:
    """Points weigh by their share of the whole, halves count half."""
    assert grade(CASE, "We fix the label.").percent == pytest.approx(30)
    assert grade(CASE, "We fix the label because it decides. We use a feature store.").percent == pytest.approx(90)
    assert grade(CASE, "").percent == 0


def test_shares_need_not_add_up_to_a_hundred() -> None:
    """The whole is what the points add up to."""
    case = scenario(point("label", id="a", points=1.0), point("store", id="b", points=3.0))
    assert grade(case, "We fix the label.").percent == pytest.approx(25)


def test_steps_have_their_own_shares() -> None:
    """Each step that has points gets its share, in the order of the steps."""
    by_step = grade(CASE, "We fix the label. We use a feature store.").by_step
    assert list(by_step.items()) == [(Step.PROBLEM, 0.5), (Step.DATA, 1.0), (Step.MONITORING, 0.0)]


def test_flags_cost_points_but_never_below_zero() -> None:
    """A standing flag costs five points; an answer without points stays at zero."""
    assert grade(CASE, "We use a feature store and a dashboard.").percent == pytest.approx(25)
    assert grade(CASE, "We have a dashboard.").percent == 0


def test_corrections_win() -> None:
    """The learner's word on a point or a flag overrides what was found."""
    answer = "We use a feature store and a dashboard."
    assert grade(CASE, answer, {"store": 0.0}).percent == 0
    assert grade(CASE, answer, {"label": 1.0}).percent == pytest.approx(85)
    corrected = grade(CASE, answer, {"flag-phrase": 0})
    assert corrected.percent == pytest.approx(30)
    assert [flagged.stands for flagged in corrected.flags] == [False]
    assert grade(CASE, "We use a feature store.", {"flag-phrase": 1}).percent == pytest.approx(25)
    assert grade(CASE, answer, {"label": 7.0, "unknown": 1.0}).percent == pytest.approx(85)


def test_missed_cards_come_dearest_first() -> None:
    """What was not fully found schedules its cards, the dearest first, each once; standing flags come last."""
    assert grade(CASE, "We have a dashboard.").missed == ("c-label", "c-both", "c-store", "c-drift", "card-phrase")
    assert grade(CASE, "We fix the label.").missed == ("c-label", "c-both", "c-store", "c-drift")
    assert grade(CASE, "The label, because. The feature store is there.").missed == ("c-drift",)
    assert grade(CASE, "We have a dashboard.", {"flag-phrase": 0}).missed[-1] == "c-drift"


@pytest.mark.parametrize(
    ("percent", "strength"),
    [(0, "weak"), (39.9, "weak"), (40, "partial"), (75, "partial"), (75.1, "strong"), (100, "strong")],
)
def test_strength(percent: float, strength: str) -> None:
    """Under 40 is weak, up to 75 partial, above strong."""
    assert strength_of(percent) is Strength(strength)


def test_stuffing_stays_at_half() -> None:
    """All keywords and markers strung together score half at most."""
    for glue in (", ", " ", "\n", ". "):
        stuffed = glue.join(["label", "feature store", "PSI", "because", "so that", "50 ms"])
        assert grade(CASE, stuffed).percent <= 50


@given(st.text(max_size=300), st.dictionaries(st.sampled_from(["label", "store", "flag-phrase"]), st.floats(0, 1)))
@settings(max_examples=80)
def test_any_answer_has_a_score(answer: str, corrections: dict[str, float]) -> None:
    """No text breaks grading, and the score stays between 0 and 100."""
    scored = grade(CASE, answer, corrections)
    assert 0 <= scored.percent <= 100
    assert len(scored.findings) == 3
