"""A mock interview by hand: what is asked after what, the clock, and what the scorecard says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.card import FlagMechanism, RedFlag
from bot.domain.interview import Interview, Plan, StepNotes, Turn, TurnKind, When
from bot.domain.interview_clock import budget_seconds
from bot.domain.interview_result import is_check_in, result
from bot.domain.interview_state import NotRunningError, State, pause, resume
from bot.domain.interview_turns import (
    Recap,
    ask,
    begin,
    finish,
    hint,
    move_on,
    next_turn,
    question,
    said,
    wakes_at,
)
from bot.domain.rubric.score import Strength
from bot.domain.steps import STEPS, Step
from tests.domain.rubric.scenarios import point, scenario

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FULL = Plan(45, dict(zip(STEPS, (5, 5, 8, 8, 10, 5), strict=True)), dict.fromkeys(STEPS, 4.0), frozenset())
CUT = Plan(20, dict.fromkeys(STEPS, 3.0), dict.fromkeys(STEPS, 2.0), frozenset({"more"}))
TIME = RedFlag("long", FlagMechanism.TIME, (), (), (), "cost", "repair", ("check-in",))
UNUSED = RedFlag("unused", FlagMechanism.UNUSED, ("<number> ms",), (), ("budget",), "cost", "repair", ("limit",))


def minutes(count: float) -> datetime:
    """An instant so many minutes after the start."""
    return START + timedelta(minutes=count)


def turn(id_: str, step: Step = Step.REQUIREMENTS, **fields: Any) -> Turn:
    """A question that listens for the feature store."""
    made = Turn(id_, step, TurnKind.QUESTION, f"{id_}?", ("store",), When(), None, 4)
    return replace(made, **fields)


def script(*first: Turn, flags: tuple[RedFlag, ...] = ()) -> Interview:
    """One opening a step, and these turns in the first."""
    points = [point("feature store", id="store", with_=["<reason>"]), point("PSI", id="drift")]
    case = replace(scenario(*points), id="mock", red_flags=flags)
    turns: dict[Step, tuple[Turn, ...]] = {step: (turn(f"open-{step}", step),) for step in (*STEPS, Step.FRAME)}
    turns[Step.REQUIREMENTS] += first
    notes = {step: StepNotes(f"Hint on {step}.", "Say so.", "Model.") for step in STEPS}
    return Interview(case, FULL, CUT, turns, notes, "Thank you.", {})


def talk(interview: Interview, *replies: str, every: float = 1, state: State | None = None) -> State:
    """The run after these replies, one each so many minutes, each followed by the interviewer's next turn."""
    state = state or begin(interview, START)
    for number, text in enumerate(replies, start=1):
        now = minutes(state.clock.seconds / 60 + every) if number else START
        state = said(interview, state, text, now)
        state = ask(interview, state, next_turn(interview, state, now), now)
    return state


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We train.", "weak"),
        ("We use a feature store.", "partial"),
        ("We use a feature store because look-ups are fast.", "strong"),
    ],
)
def test_the_follow_up_fits_the_reply(text: str, expected: str) -> None:
    """Weak, partial or strong, by the evidence of what the turn listens for."""
    branches = [
        turn(strength.value, when=When(after="open-requirements", strength=(strength,))) for strength in Strength
    ]
    assert talk(script(*branches), text).asked[-1].turn_id == expected


def test_a_follow_up_needs_its_reply() -> None:
    """Until something is said the same turn stands."""
    interview = script(turn("more", when=When(after="open-requirements")))
    state = begin(interview, START)
    assert next_turn(interview, state, minutes(1)) is interview.turn("open-requirements")
    assert ask(interview, state, interview.turns[Step.REQUIREMENTS][0], minutes(1)) == state


def test_found_and_missing_choose_the_turn() -> None:
    """A point that was shown opens one branch and closes the other."""
    branches = [turn("deeper", when=When(found=("store",))), turn("again", when=When(missing=("store",)))]
    assert talk(script(*branches), "A feature store.").asked[-1].turn_id == "deeper"
    assert talk(script(*branches), "A table.").asked[-1].turn_id == "again"


def test_time_left_chooses_the_turn() -> None:
    """With a minute left of five, what needs two is left out."""
    branches = [turn("long", when=When(least_left=2)), turn("short", when=When(most_left=2))]
    assert talk(script(*branches), "x", every=1).asked[-1].turn_id == "long"
    assert talk(script(*branches), "x", every=4).asked[-1].turn_id == "short"


def test_the_next_step_follows_when_the_budget_is_used_up() -> None:
    """Questions that are left are dropped."""
    assert talk(script(turn("more")), "x", every=5).step is Step.PROBLEM


def test_the_short_form_leaves_turns_out() -> None:
    """And has budgets of its own."""
    interview = script(turn("more"))
    assert talk(interview, "x").asked[-1].turn_id == "more"
    cut = begin(interview, START, cut=True)
    assert talk(interview, "x", state=cut).step is Step.PROBLEM
    assert budget_seconds(interview, cut, Step.DATA) == 180
    assert budget_seconds(interview, begin(interview, START, minutes=90), Step.DATA) == 960


def test_an_interruption_breaks_in_at_its_minute() -> None:
    """Whether or not the candidate has finished; the wake-up says when."""
    interview = script(turn("cut-in", kind=TurnKind.INTERRUPTION, at_minute=3))
    state = begin(interview, START)
    wake = wakes_at(interview, state, START)
    assert wake is not None
    assert abs(wake - minutes(3)) < timedelta(seconds=1)
    assert next_turn(interview, state, minutes(2.9)) is interview.turn("open-requirements")
    assert next_turn(interview, state, wake) is interview.turn("cut-in")


def test_a_call_comes_when_a_step_runs_over() -> None:
    """Once."""
    interview = script(turn("time", kind=TurnKind.CALL))
    state = begin(interview, START)
    state = ask(interview, state, next_turn(interview, state, minutes(5)), minutes(5))
    assert state.asked[-1].turn_id == "time"
    assert next_turn(interview, state, minutes(6)) is interview.turn("time")


def test_serving_begins_though_the_candidate_still_talks() -> None:
    """At the last minute at which both protected steps keep their squeezed time."""
    interview = script()
    state = begin(interview, START)
    assert next_turn(interview, state, minutes(37.1)) is interview.turn("open-serving")
    assert next_turn(interview, state, minutes(41.1)) is interview.turn("open-monitoring")
    assert isinstance(next_turn(interview, state, minutes(45)), Recap)


def test_the_candidate_may_move_on() -> None:
    """Replied or not."""
    interview = script(turn("more"))
    state = move_on(begin(interview, START), minutes(1))
    assert next_turn(interview, state, minutes(1)) is interview.turn("open-problem")


def test_a_pause_stops_the_clock() -> None:
    """What lies between counts for nothing, and nobody is heard meanwhile."""
    interview = script()
    paused = pause(begin(interview, START), minutes(2))
    assert wakes_at(interview, paused, minutes(3)) is None
    with pytest.raises(NotRunningError, match="paused"):
        said(interview, paused, "x", minutes(3))
    assert said(interview, resume(paused, minutes(60)), "x", minutes(61)).clock.seconds == 180


def test_nothing_is_said_after_the_end() -> None:
    """Nor paused, nor hinted."""
    interview = script()
    over = finish(begin(interview, START), minutes(1))
    with pytest.raises(NotRunningError, match="over"):
        said(interview, over, "x", minutes(2))
    with pytest.raises(NotRunningError, match="over"):
        pause(over, minutes(2))
    assert isinstance(next_turn(interview, over, minutes(2)), Recap)


def test_a_hint_costs_two_points_once() -> None:
    """Of the step that one is in."""
    interview = script()
    state = said(interview, begin(interview, START), "We watch the PSI.", minutes(1))
    state, text = hint(interview, state, minutes(1))
    again, _ = hint(interview, state, minutes(2))
    assert text == "Hint on requirements."
    assert result(interview, again).percent == result(interview, replace(again, hinted=())).percent - 2


def test_a_question_brings_a_fact_to_light() -> None:
    """As in a scenario; what nobody knows is None."""
    assert question(script(), "What colour is the office?") is None


@pytest.mark.parametrize(
    ("replies", "flagged"), [(("x",) * 3, True), (("x", "Shall I go on to the data?", "x"), False)]
)
def test_ten_minutes_without_a_check_in_are_a_red_flag(replies: tuple[str, ...], *, flagged: bool) -> None:
    """Found by the clock alone."""
    interview = script(turn("one"), turn("two"), turn("three"), flags=(TIME,))
    interview = replace(interview, full=replace(FULL, budget=dict(FULL.budget) | {Step.REQUIREMENTS: 20.0}))
    flags = result(interview, talk(interview, *replies, every=4)).flags
    assert bool(flags) is flagged


@pytest.mark.parametrize(
    ("later", "flagged"), [("We take a table.", True), ("That leaves 20 ms.", False), ("Within the budget.", False)]
)
def test_a_figure_that_is_never_used_again_is_a_red_flag(later: str, *, flagged: bool) -> None:
    """It was asked for in the first step."""
    interview = script(flags=(UNUSED,))
    found = result(interview, talk(interview, "So 200 ms are the limit.", later))
    assert [flag.quote for flag in found.flags] == (["So 200 ms are the limit"] if flagged else [])
    assert ("limit" in found.missed) is flagged


def test_a_red_flag_of_the_clock_can_be_dismissed() -> None:
    """The learner's word wins, and costs nothing then."""
    interview = script(flags=(UNUSED,))
    state = talk(interview, "So 200 ms are the limit.", "We watch the PSI.")
    dismissed = result(interview, state, {"unused": 0})
    assert [flag.stands for flag in dismissed.flags] == [False]
    assert dismissed.percent == result(interview, state).percent + 5


def test_time_by_step_stands_against_its_budget() -> None:
    """Every second of the run belongs to one step; protected steps that came too late are named."""
    interview = script()
    found = result(interview, talk(interview, *["x"] * 7, every=2))
    assert [step.seconds for step in found.steps] == [120.0] * 7
    assert found.steps[2].budget_seconds == 480
    assert found.late == ()
    early = result(interview, begin(interview, START))
    assert early.late == (Step.SERVING, Step.MONITORING)


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Is that right, or do you see it otherwise?", True), ("More on this?", True), ("So it is.", False)],
)
def test_a_check_in_is_a_question_to_the_interviewer(text: str, *, asks: bool) -> None:
    """By its phrase or by its end."""
    assert is_check_in(text) is asks
