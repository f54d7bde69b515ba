"""What the check of a rubric finds."""

import pytest

from bot.domain.card import RubricPoint, SampleAnswers
from bot.domain.rubric.checks import check_rubric
from tests.domain.rubric.scenarios import point, scenario

GOOD = point(
    "feature store",
    with_=["<reason>"],
    passes=("A feature store, because look-ups are fast.", "We use a feature store."),
    fails=("We use a database.", "feature store, PSI, canary, shadow, A/B test"),
)
OTHER = point("PSI", id="drift", passes=("We watch the PSI.",), fails=("We watch.",))
SAMPLES = SampleAnswers(
    weak="We train a model.",
    passing="We watch the PSI of it. There is a database.",
    strong="We watch the PSI. The feature store is there because look-ups are fast.",
)
CASE = scenario(GOOD, point("PSI", id="drift", points=15.0, passes=("The PSI is watched.",)), samples=SAMPLES)


def test_a_good_rubric_has_no_findings() -> None:
    """A rubric that judges its snippets and samples as its author says is passed."""
    assert check_rubric(CASE) == []


@pytest.mark.parametrize(
    ("rubric", "finding"),
    [
        (point("store", passes=("We use a database.",)), "should pass and is not found"),
        (point("store", with_=["<reason>"], passes=("We use a store.",)), "earns the whole point"),
        (point("store", fails=("We use a store.",)), "should fail and earns 100%"),
        (point("store", with_=["fast"], fails=("We use a store.",)), "should fail and earns 50%"),
        (point("we would use a store"), "All keywords strung together score 100 %"),
        (point("store"), "The passing sample scores 0 %"),
        (point("train"), "The weak sample scores 100 %, not 0-35 %"),
    ],
)
def test_findings(rubric: RubricPoint, finding: str) -> None:
    """Each misjudgement is found and named."""
    found = check_rubric(scenario(rubric, samples=SAMPLES))
    assert any(finding in one for one in found), found
