"""The interviewer: from where a run stands and what time it is to what is said next. Pure; `now` is a parameter.

A platform calls `next_turn` after each remark and when `wakes_at` comes, and hands the turn it showed to `ask`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.card import Fact, FollowUp
from bot.domain.interview import BREAK_INS, ORDER, PROTECTED, Interview, Turn, When
from bot.domain.interview_clock import break_in_at, latest_start, seconds_left, total_seconds
from bot.domain.interview_state import Asked, Clock, Entry, Remark, State, refuse_stopped
from bot.domain.interview_strength import meets, overall_strength, shares_of
from bot.domain.rubric.asking import answer_question
from bot.domain.rubric.score import Strength
from bot.domain.steps import Step

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Recap:
    """The end of an interview: the interviewer's last words, and one more question for afterwards."""

    says: str
    follow_up: FollowUp


def begin(interview: Interview, now: datetime, *, cut: bool = False, minutes: float | None = None) -> State:
    """A new run with its opening turn taken. `minutes` stretches the full or the short plan to another length."""
    plan = interview.cut if cut else interview.full
    state = State(interview.id, minutes or plan.minutes, cut, Clock(0.0, now))
    return _take(state, _in_play(interview, state, ORDER[0])[0])


def said(interview: Interview, state: State, text: str, now: datetime) -> State:
    """Keep what the candidate said after the last turn. Raises NotRunningError while paused and after the end."""
    refuse_stopped(state)
    turn_id = state.asked[-1].turn_id
    spoken = "\n".join([*(remark.text for remark in state.replies(turn_id)), text])
    return reply(state, text, shares_of(interview, spoken), now)


def reply(state: State, text: str, shares: dict[str, float], now: datetime) -> State:
    """Keep a remark of which it is known how far it shows each point."""
    clock = state.clock.at(now)
    remark = Remark(state.step, state.asked[-1].turn_id, text, clock.seconds, shares)
    return replace(state, clock=clock, remarks=(*state.remarks, remark))


def question(interview: Interview, text: str) -> Fact | None:
    """What the interviewer answers to a question of the candidate's, None where there is no figure for it."""
    return answer_question(interview.case, text)


def hint(interview: Interview, state: State, now: datetime) -> tuple[State, str]:
    """The present step's hint, which costs once. Raises NotRunningError; the recap has none ("")."""
    refuse_stopped(state)
    if state.step not in interview.steps:
        return state, ""
    hinted = tuple(dict.fromkeys((*state.hinted, state.step)))
    return replace(state, clock=state.clock.at(now), hinted=hinted), interview.steps[state.step].hint


def move_on(state: State, now: datetime) -> State:
    """The candidate leaves the step, replied or not. Raises NotRunningError."""
    refuse_stopped(state)
    return replace(state, clock=state.clock.at(now), leaving=True)


def finish(state: State, now: datetime) -> State:
    """End the run where it stands."""
    return replace(state, clock=state.clock.stopped(now), over=True)


def next_turn(interview: Interview, state: State, now: datetime) -> Turn | Recap:
    """What the interviewer says now; the turn that still waits for its reply if nothing else is due."""
    seconds = state.clock.elapsed(now)
    if state.over or seconds >= total_seconds(state):
        return _recap(interview, state)
    due = _overdue_step(interview, state, seconds)
    if due is not None:
        return _first_turn(interview, state, due, seconds)
    urgent = _break_in(interview, state, seconds)
    if urgent is not None:
        return urgent
    waiting = interview.turn(state.asked[-1].turn_id)
    if waiting is not None and state.is_waiting and not state.leaving:
        return waiting
    return _planned(interview, state, seconds)


def ask(interview: Interview, state: State, turn: Turn | Recap, now: datetime) -> State:
    """Take the turn: it stands as asked, and its step as entered. The same turn again, or a recap again, is nothing."""
    if isinstance(turn, Recap) or state.over:
        return finish(state, now)
    if state.asked[-1].turn_id == turn.id or interview.turn(turn.id) is None:
        return state
    return _take(replace(state, clock=state.clock.at(now)), turn)


def wakes_at(interview: Interview, state: State, now: datetime) -> datetime | None:
    """When the interviewer speaks unless the candidate does first; None while paused and after the end."""
    if state.over or state.is_paused:
        return None
    marks = [total_seconds(state)]
    marks += [latest_start(interview, state, step) for step in _steps_to_protect(state)]
    marks += [break_in_at(interview, state, turn) for turn in _breaking(interview, state)]
    seconds = state.clock.elapsed(now)
    to_come = [mark for mark in marks if mark > seconds]
    return state.clock.instant(min(to_come), now) if to_come and not _is_due(interview, state, seconds) else now


def _is_due(interview: Interview, state: State, seconds: float) -> bool:
    """Whether something breaks in at this second."""
    overdue = seconds >= total_seconds(state) or _overdue_step(interview, state, seconds)
    return bool(overdue) or _break_in(interview, state, seconds) is not None


def _take(state: State, turn: Turn) -> State:
    seconds = state.clock.seconds
    is_new = not state.entered or state.step is not turn.step
    entered = (*state.entered, Entry(turn.step, seconds)) if is_new else state.entered
    return replace(state, entered=entered, asked=(*state.asked, Asked(turn.id, seconds)), leaving=False)


def _recap(interview: Interview, state: State) -> Recap:
    ups = interview.case.follow_ups
    by_strength = {Strength.WEAK: ups.weak, Strength.PARTIAL: ups.partial, Strength.STRONG: ups.strong}
    return Recap(interview.closing, by_strength[overall_strength(interview, state)])


def _overdue_step(interview: Interview, state: State, seconds: float) -> Step | None:
    """The protected step that must begin now, the last if both must."""
    overdue = [step for step in _steps_to_protect(state) if seconds >= latest_start(interview, state, step)]
    return overdue[-1] if overdue else None


def _steps_to_protect(state: State) -> list[Step]:
    here = ORDER.index(state.step)
    return [step for step in PROTECTED if ORDER.index(step) > here]


def _break_in(interview: Interview, state: State, seconds: float) -> Turn | None:
    due = (turn for turn in _breaking(interview, state) if seconds >= break_in_at(interview, state, turn))
    return next((turn for turn in due if _fits(interview, state, turn, seconds)), None)


def _breaking(interview: Interview, state: State) -> Iterator[Turn]:
    """The turns of the present step that may break in and have not."""
    turns = (turn for turn in _in_play(interview, state, state.step) if turn.kind in BREAK_INS)
    return (turn for turn in turns if not state.has_asked(turn.id))


def _planned(interview: Interview, state: State, seconds: float) -> Turn | Recap:
    """The next turn of this step while it lasts, else the first of the next."""
    later = ORDER[ORDER.index(state.step) + 1 :]
    if not state.leaving and seconds_left(interview, state, state.step, seconds) > 0:
        turn = _fitting(interview, state, state.step, seconds)
        if turn is not None:
            return turn
    return _first_turn(interview, state, later[0], seconds) if later else _recap(interview, state)


def _first_turn(interview: Interview, state: State, step: Step, seconds: float) -> Turn | Recap:
    steps = ORDER[ORDER.index(step) :]
    turns = (_fitting(interview, state, each, seconds) for each in steps)
    return next((turn for turn in turns if turn is not None), None) or _recap(interview, state)


def _fitting(interview: Interview, state: State, step: Step, seconds: float) -> Turn | None:
    turns = (turn for turn in _in_play(interview, state, step) if turn.kind not in BREAK_INS)
    return next((turn for turn in turns if _fits(interview, state, turn, seconds)), None)


def _in_play(interview: Interview, state: State, step: Step) -> list[Turn]:
    """The step's turns that this length takes."""
    left_out = interview.cut.leaves_out if state.is_cut else frozenset()
    return [turn for turn in interview.turns.get(step, ()) if turn.id not in left_out]


def _fits(interview: Interview, state: State, turn: Turn, seconds: float) -> bool:
    if state.has_asked(turn.id):
        return False
    left = seconds_left(interview, state, turn.step, seconds) / MINUTE
    return _is_in_time(turn.when, left) and meets(interview, state, turn)


def _is_in_time(when: When, minutes_left: float) -> bool:
    if when.least_left is not None and minutes_left < when.least_left:
        return False
    return when.most_left is None or minutes_left <= when.most_left
