"""The six steps of the interview, and the problem types that weigh them differently."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """A step of the framework; `FRAME` stands for the interview as a whole (time, order, moves)."""

    REQUIREMENTS = "requirements"
    PROBLEM = "problem"
    DATA = "data"
    MODELING = "modeling"
    SERVING = "serving"
    MONITORING = "monitoring"
    FRAME = "frame"


STEPS: tuple[Step, ...] = tuple(step for step in Step if step is not Step.FRAME)


class ProblemType(StrEnum):
    """A family of interview problems; each has its own heaviest steps."""

    RANKING = "ranking"
    FRAUD = "fraud"
    LLM = "llm"
    VISION = "vision"
    RECSYS = "recsys"
    ADS = "ads"
    MATCHING = "matching"


TYPE_ALIASES: dict[str, ProblemType] = {
    "feed": ProblemType.RANKING,
    "search": ProblemType.RANKING,
    "cv": ProblemType.VISION,
    "recommendation": ProblemType.RECSYS,
    "recommender": ProblemType.RECSYS,
    "rag": ProblemType.LLM,
    "click": ProblemType.ADS,
    "ctr": ProblemType.ADS,
    "eta": ProblemType.MATCHING,
}


@dataclass(frozen=True, slots=True)
class StepGuide:
    """One row of the framework sheet. Minutes are of a 45-minute interview."""

    step: Step
    name: str
    minutes: int
    squeezed_minutes: int
    settles: str
    asks: tuple[str, ...]
    names: tuple[str, ...]
    off_track: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """The six-step sheet with both time budgets."""

    steps: tuple[StepGuide, ...]
    buffer_minutes: int
    squeezed_buffer_minutes: int
    protect: str
