"""Red flags of a written answer."""

import pytest

from bot.domain.card import FlagMechanism
from bot.domain.rubric.flags import Flagged, find_flags, points_off
from bot.domain.rubric.reading import read
from tests.domain.rubric.scenarios import flag

ORDER = flag(FlagMechanism.ORDER, "XGBoost", "BERT", before=["label", "loss"], repaired_by=["step back"])
ABSENCE = flag(FlagMechanism.ABSENCE, "feature store", "online store", repaired_by=["features are sent along"])
PHRASE = flag(FlagMechanism.PHRASE, "dashboard", repaired_by=["drift", "retrain"])


def flags_of(answer: str, *flags: object) -> list[str]:
    """The ids of the flags that an answer shows."""
    return [flagged.flag.id for flagged in find_flags((ORDER, ABSENCE, PHRASE), read(answer)) if flagged.flag in flags]


@pytest.mark.parametrize(
    ("answer", "shows"),
    [
        ("We train XGBoost. The label is a click.", True),
        ("We train XGBoost on everything.", True),
        ("The label is a click. We train XGBoost.", False),
        ("We don't start with XGBoost. The label is a click.", False),
        ("We train XGBoost. Let me step back: the label is a click.", False),
        ("Let me step back. We train XGBoost. The label is a click.", True),
        ("The label is a click.", False),
    ],
)
def test_order(answer: str, *, shows: bool) -> None:
    """A model before the label is a flag, unless it is negated or repaired later."""
    assert flags_of(answer, ORDER) == (["flag-order"] if shows else [])


@pytest.mark.parametrize(
    ("answer", "shows"),
    [
        ("We serve it behind an API.", True),
        ("We serve it without a feature store.", True),
        ("The online store answers.", False),
        ("The features are sent along with the request.", False),
    ],
)
def test_absence(answer: str, *, shows: bool) -> None:
    """What must occur somewhere, and not negated, is a flag where it does not."""
    assert flags_of(answer, ABSENCE) == (["flag-absence"] if shows else [])


@pytest.mark.parametrize(
    ("answer", "shows"),
    [
        ("We build a dashboard.", True),
        ("We watch drift. We build a dashboard.", False),
        ("We build a dashboard. A PSI alarm starts retraining.", False),
        ("We won't just stare at a dashboard.", True),
        ("We don't need a dashboard.", False),
        ("We build a dashboard without drift detection.", True),
    ],
)
def test_phrase(answer: str, *, shows: bool) -> None:
    """A phrase is a flag unless it is negated or repaired anywhere."""
    assert flags_of(answer, PHRASE) == (["flag-phrase"] if shows else [])


def test_flags_quote_what_shows_them() -> None:
    """Order and phrase quote the learner; an absence has nothing to quote."""
    shown = {
        found.flag: found.quote for found in find_flags((ORDER, ABSENCE, PHRASE), read("We fit BERT. A dashboard."))
    }
    assert shown == {ORDER: "We fit BERT", ABSENCE: "", PHRASE: "A dashboard"}


def test_clock_and_unused_facts_belong_to_the_interview() -> None:
    """Flags of time and of unused facts are never found in a text, and none in an empty one."""
    others = (flag(FlagMechanism.TIME, "dashboard"), flag(FlagMechanism.UNUSED, "dashboard"))
    assert find_flags(others, read("We build a dashboard.")) == ()
    assert find_flags((ABSENCE,), read("")) == ()


def test_flags_cost_fifteen_points_at_most() -> None:
    """Five points each and fifteen together; dismissed ones cost nothing."""
    standing, dismissed = Flagged(PHRASE), Flagged(PHRASE, stands=False)
    assert [points_off([standing] * count) for count in range(6)] == [0, 5, 10, 15, 15, 15]
    assert points_off([standing, dismissed, dismissed]) == 5
