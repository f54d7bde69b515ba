"""The authored form of a mock interview: what the interviewer says, when, and what is graded."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from bot.content.schema_base import Authored, Line, Number, Paragraph, Slug
from bot.content.schema_rubric import FactEntry, FollowUpsEntry, RedFlagEntry, RubricEntry
from bot.domain.card import Level
from bot.domain.interview import TurnKind
from bot.domain.rubric.score import Strength
from bot.domain.steps import STEPS, ProblemType, Step

Speech = Annotated[str, StringConstraints(min_length=1, max_length=700)]
Minutes = Annotated[Number, Field(gt=0, le=60)]


class BudgetEntry(Authored):
    """Minutes for each of the six steps; what the interview's length leaves over is the buffer at its end."""

    requirements: Minutes
    problem: Minutes
    data: Minutes
    modeling: Minutes
    serving: Minutes
    monitoring: Minutes

    def total(self) -> float:
        """The minutes of all six steps."""
        return sum(float(getattr(self, step.value)) for step in STEPS)


def _budget(*minutes: float) -> BudgetEntry:
    return BudgetEntry(**{step.value: each for step, each in zip(STEPS, minutes, strict=True)})


def _must_fit(minutes: float, *budgets: BudgetEntry) -> None:
    over = next((budget.total() for budget in budgets if budget.total() > minutes), None)
    if over is not None:
        raise ValueError(f"the steps take {over:g} of {minutes:g} minutes")


def _must_be_single(what: str, ids: list[str]) -> None:
    twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
    if twice:
        raise ValueError(f"two {what} have the id '{twice}'")


class CutEntry(Authored):
    """The short form of the interview, a plan of its own."""

    minutes: Minutes = 20
    budget: BudgetEntry = Field(default=_budget(2, 2, 3, 3, 5, 3))
    squeezed: BudgetEntry = Field(default=_budget(2, 1, 2, 2, 4, 3), description="From the step after a deep dive on.")
    leaves_out: tuple[Slug, ...] = Field(default=(), description="Ids of the turns that the short form never takes.")

    @model_validator(mode="after")
    def _adds_up(self) -> "CutEntry":
        _must_fit(self.minutes, self.budget, self.squeezed)
        return self


class WhenEntry(Authored):
    """Conditions of a turn; all that are given must hold, and a turn is taken once at most."""

    after: Slug | None = Field(default=None, description="A turn that was taken and replied to, named above this one.")
    strength: tuple[Strength, ...] = Field(
        default=(),
        description="With `after`: of that reply, by what its turn listens for; else of all said so far in this step.",
    )
    found: tuple[Slug, ...] = Field(default=(), description="Rubric points that were all shown, at least by half.")
    missing: tuple[Slug, ...] = Field(default=(), description="Rubric points of which none was shown.")
    least_left: Minutes | None = Field(default=None, description="So many minutes of the step's budget are left.")
    most_left: Minutes | None = Field(default=None, description="No more minutes of the step's budget are left.")


class TurnEntry(Authored):
    """One thing that the interviewer says."""

    id: Slug
    says: Speech = Field(description="Plain text, as spoken; it asks and pushes back, and never gives the answer away.")
    kind: TurnKind | None = Field(
        default=None,
        description="Else interruption with `at_minute`, follow_up with `when.after`, question otherwise.",
    )
    listens_for: tuple[Slug, ...] = Field(default=(), description="Ids of the rubric points that a good reply shows.")
    when: WhenEntry = WhenEntry()
    at_minute: Minutes | None = Field(
        default=None, description="The minute of its step at which it breaks in, reply or not."
    )
    takes_minutes: Minutes = Field(
        default=4, description="What a deep dive adds to its step; later steps are squeezed."
    )


class NotesEntry(Authored):
    """What the scorecard says of one step."""

    hint: Line = Field(description="Told on request, at a price: where to look, not the answer.")
    phrase: Line = Field(description="A sentence that would have helped in this step.")
    model: Paragraph = Field(description="The model answer in brief.")


class StepsEntry(Authored):
    """Notes on each of the six steps."""

    requirements: NotesEntry
    problem: NotesEntry
    data: NotesEntry
    modeling: NotesEntry
    serving: NotesEntry
    monitoring: NotesEntry


class TranscriptEntry(Authored):
    """What one candidate says, step by step; the recap at the end may be left out."""

    requirements: Paragraph
    problem: Paragraph
    data: Paragraph
    modeling: Paragraph
    serving: Paragraph
    monitoring: Paragraph
    frame: Paragraph | None = None


class TranscriptsEntry(Authored):
    """Three candidates whom the rubric must score weak <= 35 %, passing 55-70 %, strong >= 80 %."""

    weak: TranscriptEntry
    passing: TranscriptEntry
    strong: TranscriptEntry


class InterviewEntry(Authored):
    """A mock interview: a problem with its rubric, and the turns of an interviewer against the clock."""

    id: Slug = Field(description="Stable for ever: people's histories hang on it.")
    title: Line
    type: ProblemType
    level: Level
    brief: Paragraph = Field(description="The problem as the candidate gets it: 60-120 words, incomplete on purpose.")
    why: Paragraph = Field(description="What decides this interview, for the scorecard: 30-80 words.")
    sources: tuple[Slug, ...] = Field(min_length=1, description="Keys of `sources` in any deck file.")
    minutes: Minutes = 45
    budget: BudgetEntry = Field(default=_budget(5, 5, 8, 8, 10, 5))
    squeezed: BudgetEntry = Field(default=_budget(3, 3, 5, 5, 8, 4), description="From the step after a deep dive on.")
    cut: CutEntry = CutEntry()
    if_asked: Annotated[tuple[FactEntry, ...], Field(min_length=5, max_length=10)]
    rubric: Annotated[tuple[RubricEntry, ...], Field(min_length=5, max_length=18)]
    red_flags: Annotated[tuple[RedFlagEntry, ...], Field(max_length=10)]
    turns: dict[Step, tuple[TurnEntry, ...]] = Field(
        description="By step, in the order in which they are tried; `frame` holds the recap at the end."
    )
    steps: StepsEntry
    closing: Speech = Field(description="The interviewer's last words.")
    follow_ups: FollowUpsEntry = Field(description="One last question, by the strength of the whole interview.")
    transcripts: TranscriptsEntry

    @model_validator(mode="after")
    def _adds_up(self) -> "InterviewEntry":
        _must_fit(self.minutes, self.budget, self.squeezed)
        return self

    @model_validator(mode="after")
    def _ids_once(self) -> "InterviewEntry":
        _must_be_single("turns", [turn.id for turns in self.turns.values() for turn in turns])
        graded = [point.id for point in self.rubric] + [flag.id for flag in self.red_flags]
        _must_be_single("rubric points or red flags", graded)
        return self
