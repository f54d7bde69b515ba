"""Scoring an answer to a scenario: points found, red flags, per cent, and the cards that teach what was missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.card import Scenario
from bot.domain.rubric.evidence import Finding, find_point
from bot.domain.rubric.flags import Flagged, find_flags, points_off
from bot.domain.rubric.reading import Reading, read
from bot.domain.steps import Step

__all__ = ["Finding", "Flagged", "Scored", "Strength", "grade", "strength_of"]

WEAK_BELOW = 40.0
STRONG_ABOVE = 75.0
NO_CORRECTIONS: Mapping[str, float] = MappingProxyType({})


class Strength(StrEnum):
    """How strong an answer is; it decides the follow-up."""

    WEAK = "weak"
    PARTIAL = "partial"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Scored:
    """A graded answer.

    `findings` in the rubric's order. `percent` 0-100 after red flags; `by_step` the share (0-1) of each step's own
    points, flags aside. `missed` are the ids of cards that teach what was not fully found, the dearest point first.
    """

    findings: tuple[Finding, ...]
    flags: tuple[Flagged, ...]
    percent: float
    by_step: Mapping[Step, float]
    strength: Strength
    missed: tuple[str, ...]


def grade(scenario: Scenario, answer: str, corrections: Mapping[str, float] = NO_CORRECTIONS) -> Scored:
    """Grade an answer by the scenario's rubric.

    `corrections` maps the id of a point to the share (0-1) that the learner says is right, and the id of a red flag to
    0 (dismissed) or 1; they win over what was found.
    """
    reading = read(answer)
    findings = tuple(_correct(find_point(point, reading), corrections) for point in scenario.rubric)
    flags = _flags(scenario, reading, corrections)
    percent = max(0.0, 100 * _share(findings) - points_off(flags))
    return Scored(findings, flags, percent, _by_step(findings), strength_of(percent), _missed(findings, flags))


def strength_of(percent: float) -> Strength:
    """Weak under 40 %, strong above 75 %."""
    if percent < WEAK_BELOW:
        return Strength.WEAK
    return Strength.STRONG if percent > STRONG_ABOVE else Strength.PARTIAL


def _correct(finding: Finding, corrections: Mapping[str, float]) -> Finding:
    share = corrections.get(finding.point.id)
    return finding if share is None else replace(finding, share=min(max(share, 0.0), 1.0))


def _flags(scenario: Scenario, reading: Reading, corrections: Mapping[str, float]) -> tuple[Flagged, ...]:
    """The flags found, dismissed or not, and those that the learner raised."""
    found = {flagged.flag.id: flagged for flagged in find_flags(scenario.red_flags, reading)}
    raised = {flag.id: Flagged(flag) for flag in scenario.red_flags if corrections.get(flag.id, 0) > 0}
    both = raised | found
    return tuple(
        replace(both[flag.id], stands=corrections.get(flag.id, 1) > 0) for flag in scenario.red_flags if flag.id in both
    )


def _share(findings: Sequence[Finding]) -> float:
    whole = sum(finding.point.points for finding in findings)
    return sum(finding.share * finding.point.points for finding in findings) / whole if whole else 0.0


def _by_step(findings: Sequence[Finding]) -> dict[Step, float]:
    steps = [step for step in Step if any(finding.point.step is step for finding in findings)]
    return {step: _share([finding for finding in findings if finding.point.step is step]) for step in steps}


def _missed(findings: Sequence[Finding], flags: Sequence[Flagged]) -> tuple[str, ...]:
    dearest = sorted(findings, key=lambda finding: (finding.share - 1) * finding.point.points)
    taught = [card for finding in dearest if finding.share < 1 for card in finding.point.teaches]
    taught += [card for flagged in flags if flagged.stands for card in flagged.flag.teaches]
    return tuple(dict.fromkeys(taught))
