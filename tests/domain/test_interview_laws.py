"""Laws of a mock interview that hold for every candidate, pace and pause, on the scripts that ship."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from bot.content.files import shipped_cards
from bot.content.loader import take_survey
from bot.domain.interview import ORDER, PROTECTED, Interview, TurnKind
from bot.domain.interview_clock import MINUTE, budget_seconds, entered_at, latest_start, total_seconds
from bot.domain.interview_reach import Candidate, play, reached
from bot.domain.interview_result import result
from bot.domain.interview_state import State, from_json, pause, resume, to_json
from bot.domain.interview_turns import Recap, ask, begin, move_on, next_turn, reply, said, wakes_at
from bot.domain.rubric.score import Strength
from bot.domain.steps import STEPS, Step

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHARES = (0.0, 0.5, 1.0)
laws = budget(max_examples=25, deadline=None)

# What a candidate does next: replies so well, waits to be interrupted, leaves the step, or takes a break; how long for.
acts = st.lists(
    st.tuples(st.sampled_from(["reply", "wait", "leave", "pause"]), st.sampled_from(SHARES), st.integers(-60, 900)),
    max_size=60,
)
scripts = st.integers(0, 5)


@cache
def shipped() -> tuple[Interview, ...]:
    """The interviews that ship."""
    return tuple(placed.interview for placed in take_survey([shipped_cards()]).interviews)


def spoken_to(script: Interview, state: State, until: datetime, now: datetime) -> State:
    """The run after every break-in up to an instant, taken when it is due."""
    while (wake := wakes_at(script, state, now)) is not None and wake <= until:
        state = ask(script, state, next_turn(script, state, wake), wake)
        now = wake
    return state


def walk(script: Interview, history: list[tuple[str, float, int]], *, cut: bool) -> list[tuple[State, datetime]]:
    """The state after each act, until the interview is over."""
    now, state = START, begin(script, START, cut=cut)
    states = [(state, now)]
    for act, share, seconds in history:
        later = now + timedelta(seconds=seconds)
        state = spoken_to(script, state, later, now)
        now = later
        if state.over:
            break
        state = acted(script, state, act, share, now)
        states.append((state, now))
    return states


def acted(script: Interview, state: State, act: str, share: float, now: datetime) -> State:
    """One act, and what the interviewer says to it."""
    if act == "pause":
        return resume(pause(state, now), now + timedelta(hours=3))
    if act == "leave":
        state = move_on(state, now)
    elif act == "reply":
        state = reply(state, "x", {point.id: share for point in script.case.rubric if share}, now)
    return ask(script, state, next_turn(script, state, now), now)


@laws
@given(scripts, acts, st.booleans())
def test_time_never_runs_backwards(number: int, history: list[tuple[str, float, int]], cut: bool) -> None:
    """Though the system's clock be set back, what was kept stands in order and nothing is negative."""
    states = walk(shipped()[number], history, cut=cut)
    seconds = [state.clock.seconds for state, _ in states]
    assert seconds == sorted(seconds)
    last = states[-1][0]
    for kept in (last.entered, last.asked, last.remarks):
        times = [entry.seconds for entry in kept]
        assert times == sorted(times)
    assert all(step.seconds >= 0 for step in result(shipped()[number], last).steps)


@laws
@given(scripts, acts, st.booleans())
def test_steps_follow_in_order_and_turns_are_taken_once(
    number: int,
    history: list[tuple[str, float, int]],
    cut: bool,
) -> None:
    """No step is entered twice, and what the short form leaves out is never said in it."""
    script = shipped()[number]
    state = walk(script, history, cut=cut)[-1][0]
    steps = [ORDER.index(entry.step) for entry in state.entered]
    assert steps == sorted(set(steps))
    asked = [asked.turn_id for asked in state.asked]
    assert len(asked) == len(set(asked))
    assert not cut or script.cut.leaves_out.isdisjoint(asked)


@laws
@given(scripts, acts, st.booleans())
def test_the_protected_steps_keep_their_minutes(
    number: int,
    history: list[tuple[str, float, int]],
    cut: bool,
) -> None:
    """With break-ins taken when due, serving and monitoring begin no later than their squeezed minutes allow."""
    script = shipped()[number]
    state, now = walk(script, history, cut=cut)[-1]
    for step in PROTECTED:
        at = entered_at(state, step)
        limit = latest_start(script, state, step) + 0.01
        assert at <= limit if at is not None else state.clock.elapsed(now) <= limit


@laws
@given(scripts, acts, st.booleans())
def test_every_run_ends(number: int, history: list[tuple[str, float, int]], cut: bool) -> None:
    """Whoever only waits from here on hears the recap when the time is up, and no timer is left."""
    script = shipped()[number]
    state, now = walk(script, history, cut=cut)[-1]
    end = spoken_to(script, state, now + timedelta(days=30), now)
    assert end.over
    assert isinstance(next_turn(script, end, now), Recap)
    assert wakes_at(script, end, now) is None
    assert end.clock.seconds <= total_seconds(end) + 1 or state.over


@laws
@given(scripts, acts, st.booleans())
def test_a_run_comes_back_from_its_row(number: int, history: list[tuple[str, float, int]], cut: bool) -> None:
    """Its JSON gives back an equal state."""
    state = walk(shipped()[number], history, cut=cut)[-1][0]
    assert from_json(to_json(state)) == state


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("strength", list(Strength))
@pytest.mark.parametrize("number", range(6))
def test_every_candidate_is_asked_about_every_step(number: int, strength: Strength, *, cut: bool) -> None:
    """Weak or strong, brisk or thorough, in both lengths; the brisk one also gives a recap."""
    script = shipped()[number]
    for seconds in (15, 40) if cut else (20, 90):
        candidate = Candidate(timedelta(seconds=seconds), {}, dict.fromkeys(Step, strength))
        met = {turn.step for turn_id in play(script, candidate, cut=cut) if (turn := script.turn(turn_id))}
        assert met >= set(STEPS)
        assert Step.FRAME in met or seconds > 20


@pytest.mark.parametrize("number", range(6))
def test_nobody_has_a_turn_that_cannot_be_met(number: int) -> None:
    """Every turn of the full form is met by some candidate."""
    script = shipped()[number]
    assert reached(script, cut=False) == {turn.id for turns in script.turns.values() for turn in turns}


@pytest.mark.parametrize("number", range(6))
def test_a_transcript_spoken_in_the_interview_scores_as_its_author_says(number: int) -> None:
    """The three candidates, each saying his piece at the first turn of a step and then moving on."""
    script = shipped()[number]
    for name, (lowest, highest) in {"weak": (0, 35), "passing": (45, 70), "strong": (80, 100)}.items():
        now, state = START, begin(script, START)
        for step in (*STEPS, Step.FRAME):
            now += timedelta(minutes=3)
            state = said(script, state, script.transcripts[name].get(step, "That is it."), now)
            turn = next_turn(script, move_on(state, now), now)
            state = ask(script, move_on(state, now), turn, now)
        assert state.over
        assert lowest <= result(script, state).percent <= highest, name


@pytest.mark.parametrize("number", range(6))
def test_a_deep_dive_squeezes_what_follows(number: int) -> None:
    """Its step is lengthened, later ones get their squeezed minutes, and the six still fit."""
    script = shipped()[number]
    state = begin(script, START)
    dive = next(turn for turns in script.turns.values() for turn in turns if turn.kind is TurnKind.DEEP_DIVE)
    before = {step: budget_seconds(script, state, step) for step in STEPS}
    after = ask(script, state, dive, START)
    assert budget_seconds(script, after, dive.step) == before[dive.step] + dive.takes_minutes * MINUTE
    assert budget_seconds(script, after, Step.SERVING) == script.full.squeezed[Step.SERVING] * MINUTE
    assert sum(budget_seconds(script, after, step) for step in STEPS) <= total_seconds(after)
