"""Small scenarios for the tests of rubrics."""

from collections.abc import Iterable
from typing import Any

from bot.domain.card import (
    Evidence,
    Fact,
    FlagMechanism,
    FollowUp,
    FollowUps,
    Level,
    RedFlag,
    RubricPoint,
    SampleAnswers,
    Scenario,
    Weight,
)
from bot.domain.rubric.evidence import Finding, find_point
from bot.domain.rubric.phrases import find
from bot.domain.rubric.reading import read
from bot.domain.steps import ProblemType, Step
from tests.domain.answers.cards import common

FOLLOW_UP = FollowUp("And then?", ("one", "two"))


def point(*any_of: str, with_: Iterable[str] = (), unless: Iterable[str] = (), **changes: Any) -> RubricPoint:
    """A point that `any_of` shows."""
    fields: dict[str, Any] = {
        "id": "store",
        "step": Step.DATA,
        "weight": Weight.MUST,
        "points": 10.0,
        "says": "Says it.",
        "evidence": Evidence(any_of, tuple(with_), tuple(unless)),
        "teaches": ("card-1",),
        "passes": (),
        "fails": (),
    }
    return RubricPoint(**(fields | changes))


def flag(
    mechanism: FlagMechanism, *any_of: str, before: Iterable[str] = (), repaired_by: Iterable[str] = ()
) -> RedFlag:
    """A red flag named after its mechanism."""
    return RedFlag(
        id=f"flag-{mechanism.value}",
        mechanism=mechanism,
        any_of=any_of,
        before=tuple(before),
        repaired_by=tuple(repaired_by),
        cost="It costs.",
        repair="Do this.",
        teaches=(f"card-{mechanism.value}",),
    )


def scenario(*rubric: RubricPoint, **changes: Any) -> Scenario:
    """A scenario with these points."""
    fields: dict[str, Any] = {
        "title": "Title",
        "type": ProblemType.RANKING,
        "level": Level.SENIOR,
        "curveball": False,
        "if_asked": (Fact(("latency",), "200 ms."),),
        "rubric": rubric,
        "red_flags": (),
        "follow_ups": FollowUps(FOLLOW_UP, FOLLOW_UP, FOLLOW_UP),
        "model_answer": "A model answer.",
        "samples": SampleAnswers("", "", ""),
    }
    return Scenario(**(common(id="a-scenario") | fields | changes))


def found(answer: str, *any_of: str, with_: Iterable[str] = (), unless: Iterable[str] = ()) -> Finding:
    """What one point finds in an answer."""
    return find_point(point(*any_of, with_=with_, unless=unless), read(answer))


def matches(spelling: str, text: str) -> bool:
    """Whether a spelling stands anywhere in a text."""
    return bool(find(read(text), spelling))
