"""How the minutes of a run are shared out: budgets of its steps, also after a deep dive, and its latest starts."""

from bot.domain.interview import PROTECTED, Interview, Plan, Turn, TurnKind, scaled
from bot.domain.interview_state import State
from bot.domain.steps import STEPS, Step

MINUTE = 60.0


def plan_of(interview: Interview, state: State) -> Plan:
    """The plan that a run follows, stretched to its length."""
    return scaled(interview.cut if state.is_cut else interview.full, state.minutes)


def total_seconds(state: State) -> float:
    """The length of a run."""
    return state.minutes * MINUTE


def entered_at(state: State, step: Step) -> float | None:
    """The second at which a step began, None if it has not."""
    return next((entry.seconds for entry in state.entered if entry.step is step), None)


def budget_seconds(interview: Interview, state: State, step: Step) -> float:
    """What a step may take: more with a deep dive in it, squeezed after one; the recap takes what is left."""
    if step is Step.FRAME:
        return max(0.0, total_seconds(state) - (entered_at(state, step) or 0.0))
    plan = plan_of(interview, state)
    dive = dive_of(interview, state)
    if dive is None or STEPS.index(step) < STEPS.index(dive.step):
        return plan.budget[step] * MINUTE
    if step is dive.step:
        return (plan.budget[step] + dive.takes_minutes * _stretch(interview, state)) * MINUTE
    return plan.squeezed[step] * MINUTE


def dive_of(interview: Interview, state: State) -> Turn | None:
    """The deep dive that was taken in this run, if one was."""
    turns = (interview.turn(asked.turn_id) for asked in state.asked)
    return next((turn for turn in turns if turn and turn.kind is TurnKind.DEEP_DIVE), None)


def latest_start(interview: Interview, state: State, step: Step) -> float:
    """The last second at which a protected step can begin with its squeezed minutes and those of the next left."""
    squeezed = plan_of(interview, state).squeezed
    needed = sum(squeezed[later] for later in PROTECTED[PROTECTED.index(step) :])
    return total_seconds(state) - needed * MINUTE


def break_in_at(interview: Interview, state: State, turn: Turn) -> float:
    """The second at which a turn of the present step breaks in: its minute, else when the budget is used up."""
    began = state.entered[-1].seconds
    if turn.at_minute is None:
        return began + budget_seconds(interview, state, turn.step)
    return began + turn.at_minute * _stretch(interview, state) * MINUTE


def seconds_left(interview: Interview, state: State, step: Step, seconds: float) -> float:
    """What is left of a step's budget at a second, not below 0; all of it if the step is yet to begin."""
    began = entered_at(state, step)
    spent = 0.0 if began is None else seconds - began
    return max(0.0, budget_seconds(interview, state, step) - spent)


def _stretch(interview: Interview, state: State) -> float:
    """Minutes in scripts are those of the full length."""
    return state.minutes / interview.full.minutes
