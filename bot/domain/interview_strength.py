"""How strong a candidate has been so far, by the evidence of the rubric: of a reply, in a step, in all."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.card import RubricPoint
from bot.domain.interview import Interview, Turn
from bot.domain.interview_state import Remark, State
from bot.domain.rubric.evidence import HALF, find_point
from bot.domain.rubric.reading import read
from bot.domain.rubric.score import Strength, strength_of
from bot.domain.steps import Step


def shares_of(interview: Interview, text: str) -> dict[str, float]:
    """How far (0-1) a text shows each rubric point; those that it does not show are left out."""
    reading = read(text)
    findings = (find_point(point, reading) for point in interview.case.rubric)
    return {finding.point.id: finding.share for finding in findings if finding.share > 0}


def meets(interview: Interview, state: State, turn: Turn) -> bool:
    """Whether what was said meets the conditions of a turn; time is not looked at."""
    when = turn.when
    if when.after is not None and not state.replies(when.after):
        return False
    best = best_shares(state.remarks)
    if any(best.get(point, 0.0) < HALF for point in when.found) or any(best.get(point, 0.0) for point in when.missing):
        return False
    return not when.strength or _strength_for(interview, state, turn) in when.strength


def overall_strength(interview: Interview, state: State) -> Strength:
    """The strength of the whole interview so far."""
    return _strength(interview.case.rubric, state.remarks)


def best_shares(remarks: Iterable[Remark]) -> Mapping[str, float]:
    """The best share of each point over some remarks."""
    best: dict[str, float] = {}
    for remark in remarks:
        for point, share in remark.shares.items():
            best[point] = max(best.get(point, 0.0), share)
    return best


def _strength_for(interview: Interview, state: State, turn: Turn) -> Strength:
    """Of the reply to the turn before, or of the step."""
    before = interview.turn(turn.when.after) if turn.when.after else None
    if before is not None:
        points = [point for point in interview.case.rubric if point.id in before.listens_for]
        return _strength(points, state.replies(before.id))
    if turn.step is Step.FRAME:
        return overall_strength(interview, state)
    points = [point for point in interview.case.rubric if point.step is turn.step]
    return _strength(points, [remark for remark in state.remarks if remark.step is turn.step])


def _strength(points: Sequence[RubricPoint], remarks: Iterable[Remark]) -> Strength:
    best = best_shares(remarks)
    whole = sum(point.points for point in points)
    earned = sum(best.get(point.id, 0.0) * point.points for point in points)
    return strength_of(100 * earned / whole if whole else 0.0)
