"""The script of a mock interview as loaded data: what is graded, what the interviewer says and when, and its lengths.

`interview_state` holds where a run of it stands, `interview_turns` moves it on, `interview_result` scores it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.card import Scenario
from bot.domain.rubric.score import Strength
from bot.domain.steps import STEPS, Step

ORDER: tuple[Step, ...] = (*STEPS, Step.FRAME)
"""The steps as an interview goes through them; `FRAME` is the recap at its end."""
PROTECTED: tuple[Step, ...] = (Step.SERVING, Step.MONITORING)
"""The steps that keep their time whatever happened before."""


class TurnKind(StrEnum):
    """What a turn is for."""

    QUESTION = "question"
    FOLLOW_UP = "follow_up"
    CHALLENGE = "challenge"
    DEEP_DIVE = "deep_dive"
    INTERRUPTION = "interruption"
    CALL = "call"


BREAK_INS = (TurnKind.INTERRUPTION, TurnKind.CALL)
"""The kinds that do not wait for the candidate to finish: at their minute, and when the step's budget is used up."""


@dataclass(frozen=True, slots=True)
class When:
    """Conditions of a turn, all of which must hold. `least_left` and `most_left` are minutes of the step's budget.

    `strength` is that of the reply to `after`, or without it that of everything said so far in the step.
    """

    after: str | None = None
    strength: tuple[Strength, ...] = ()
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    least_left: float | None = None
    most_left: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that the interviewer says; `listens_for` are ids of rubric points.

    An interruption breaks in `at_minute` of its step; a deep dive adds `takes_minutes` to it and squeezes what follows.
    """

    id: str
    step: Step
    kind: TurnKind
    says: str
    listens_for: tuple[str, ...]
    when: When
    at_minute: float | None
    takes_minutes: float


@dataclass(frozen=True, slots=True)
class StepNotes:
    """What the scorecard says of a step: a hint (sold during the interview), a helpful phrase, the model answer."""

    hint: str
    phrase: str
    model: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One length of an interview, in minutes: each step's budget, and the one after a deep dive came early."""

    minutes: float
    budget: Mapping[Step, float]
    squeezed: Mapping[Step, float]
    leaves_out: frozenset[str]


@dataclass(frozen=True)
class Interview:
    """A script. `case` is what is graded, exactly as a scenario is: brief, facts, points, red flags, follow-ups.

    `turns` are by step in the order in which they are tried; `transcripts` hold by name what one candidate says at
    each step.
    """

    case: Scenario
    full: Plan
    cut: Plan
    turns: Mapping[Step, tuple[Turn, ...]]
    steps: Mapping[Step, StepNotes]
    closing: str
    transcripts: Mapping[str, Mapping[Step, str]]

    @property
    def id(self) -> str:
        """The id that people's histories hang on."""
        return self.case.id

    def turn(self, turn_id: str) -> Turn | None:
        """The turn of this id, None if the script no longer has it."""
        return next((turn for turns in self.turns.values() for turn in turns if turn.id == turn_id), None)


def scaled(plan: Plan, minutes: float) -> Plan:
    """The same plan stretched to another length, every budget in proportion."""
    factor = minutes / plan.minutes
    budget = {step: each * factor for step, each in plan.budget.items()}
    squeezed = {step: each * factor for step, each in plan.squeezed.items()}
    return Plan(minutes, budget, squeezed, plan.leaves_out)
