"""The scorecard of a mock interview: points by step, time against the budget, red flags, and what to drill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.card import FlagMechanism, RedFlag
from bot.domain.interview import ORDER, PROTECTED, Interview, StepNotes
from bot.domain.interview_clock import budget_seconds, entered_at, latest_start
from bot.domain.interview_state import State
from bot.domain.rubric.evidence import Finding, quote
from bot.domain.rubric.flags import Flagged, points_off
from bot.domain.rubric.phrases import find_any
from bot.domain.rubric.reading import read
from bot.domain.rubric.score import NO_CORRECTIONS, Scored, Strength, grade, strength_of
from bot.domain.steps import Step

POINTS_PER_HINT = 2.0
SECONDS_WITHOUT_CHECK_IN = 600.0
"""In an interview of 45 minutes; shorter ones allow less in proportion."""
WHOLE_MINUTES = 45.0
CHECK_INS = (
    "does that make sense", "does that sound", "does this sound", "shall I go on", "shall I move", "should I go",
    "should I move", "do you want me", "do you want more", "would you like", "would you prefer", "is that right",
    "is that fair", "is that okay", "OK with that", "okay with that", "happy with that", "anything you would like",
    "or move on", "let me know if", "happy to go deeper", "go deeper here", "before I go on", "fine with you",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step. `share` (0-1) of its own points, None if it has none; `notes` is None for the recap.

    `seconds` is what it took, `budget_seconds` what it might, squeezed if a deep dive came before it.
    """

    step: Step
    share: float | None
    seconds: float
    budget_seconds: float
    findings: tuple[Finding, ...]
    notes: StepNotes | None


@dataclass(frozen=True, slots=True)
class Result:
    """A graded interview. `percent` is 0-100 after red flags and hints.

    `late` are the protected steps that began only when no more time could be lost, or never; `missed` are the ids of
    cards that teach what was not fully found, the dearest point first.
    """

    percent: float
    strength: Strength
    steps: tuple[StepResult, ...]
    flags: tuple[Flagged, ...]
    hints: tuple[Step, ...]
    late: tuple[Step, ...]
    missed: tuple[str, ...]


def result(interview: Interview, state: State, corrections: Mapping[str, float] = NO_CORRECTIONS) -> Result:
    """Grade a run, over or not.

    `corrections` are as in `grade`: the share (0-1) that is right for a point, 0 or 1 for a red flag. Of what was said
    the first 20,000 characters are read, about twice what a fast typist writes in 45 minutes.
    """
    scored = grade(interview.case, "\n".join(remark.text for remark in state.remarks), corrections)
    flags = _all_flags(interview, state, scored, corrections)
    percent = max(0.0, 100 * _share(scored) - points_off(flags) - POINTS_PER_HINT * len(state.hinted))
    steps = tuple(_step_result(interview, state, scored, step) for step in ORDER)
    taught = [card for flagged in flags if flagged.stands for card in flagged.flag.teaches]
    missed = tuple(dict.fromkeys((*scored.missed, *taught)))
    return Result(percent, strength_of(percent), steps, flags, state.hinted, _late(interview, state), missed)


def _share(scored: Scored) -> float:
    whole = sum(finding.point.points for finding in scored.findings)
    return sum(finding.share * finding.point.points for finding in scored.findings) / whole if whole else 0.0


def _step_result(interview: Interview, state: State, scored: Scored, step: Step) -> StepResult:
    findings = tuple(finding for finding in scored.findings if finding.point.step is step)
    began, ended = _span(state, step)
    budget = budget_seconds(interview, state, step)
    return StepResult(step, scored.by_step.get(step), ended - began, budget, findings, interview.steps.get(step))


def _span(state: State, step: Step) -> tuple[float, float]:
    """The seconds at which a step began and ended; equal if it never did."""
    edges = [*state.entered, None]
    for entry, following in pairwise(edges):
        if entry is not None and entry.step is step:
            return entry.seconds, following.seconds if following else max(state.clock.seconds, entry.seconds)
    return 0.0, 0.0


def _late(interview: Interview, state: State) -> tuple[Step, ...]:
    starts = {step: entered_at(state, step) for step in PROTECTED}
    return tuple(step for step, at in starts.items() if at is None or at >= latest_start(interview, state, step))


def _all_flags(
    interview: Interview, state: State, scored: Scored, corrections: Mapping[str, float]
) -> tuple[Flagged, ...]:
    """Those of the words and those of the clock, in the script's order."""
    found = {flagged.flag.id: flagged for flagged in _timed_flags(interview, state)}
    found = {id_: replace(flagged, stands=corrections.get(id_, 1) > 0) for id_, flagged in found.items()}
    found |= {flagged.flag.id: flagged for flagged in scored.flags if flagged.flag.id not in found}
    return tuple(found[flag.id] for flag in interview.case.red_flags if flag.id in found)


def _timed_flags(interview: Interview, state: State) -> Iterator[Flagged]:
    for flag in interview.case.red_flags:
        flagged = None
        if flag.mechanism is FlagMechanism.TIME:
            flagged = _find_monologue(flag, state)
        elif flag.mechanism is FlagMechanism.UNUSED:
            flagged = _find_unused(flag, state)
        if flagged:
            yield flagged


def _find_monologue(flag: RedFlag, state: State) -> Flagged | None:
    """More than ten minutes of 45 on one step without asking the interviewer anything."""
    most = SECONDS_WITHOUT_CHECK_IN * state.minutes / WHOLE_MINUTES
    return Flagged(flag) if any(_longest_silence(state, step) > most for step in ORDER) else None


def _longest_silence(state: State, step: Step) -> float:
    remarks = (remark for remark in state.remarks if remark.step is step)
    checked = [remark.seconds for remark in remarks if is_check_in(remark.text)]
    began, ended = _span(state, step)
    return max(later - earlier for earlier, later in pairwise([began, *checked, ended]))


def is_check_in(text: str) -> bool:
    """Whether a remark asks the interviewer how to go on, or anything at its end."""
    return text.rstrip().endswith("?") or bool(find_any(read(text), CHECK_INS))


def _find_unused(flag: RedFlag, state: State) -> Flagged | None:
    """A figure of the first step that no later step comes back to."""
    early = read("\n".join(remark.text for remark in state.remarks if remark.step is Step.REQUIREMENTS))
    hits = find_any(early, flag.any_of)
    later = "\n".join(remark.text for remark in state.remarks if remark.step is not Step.REQUIREMENTS)
    if not hits or not later or find_any(read(later), (*flag.any_of, *flag.repaired_by)):
        return None
    return Flagged(flag, quote(early, hits[0]))
