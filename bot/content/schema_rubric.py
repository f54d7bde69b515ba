"""The authored form of what is graded in free text: rubric points and their evidence, red flags, facts, follow-ups."""

from typing import Annotated

from pydantic import Field

from bot.content.schema_base import Authored, Line, Number, Paragraph, Slug, Spellings
from bot.domain.card import FlagMechanism, Weight
from bot.domain.steps import Step


class EvidenceEntry(Authored):
    """What in an answer shows a point."""

    any_of: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    with_: tuple[Line, ...] = Field(
        default=(), alias="with", description="Within two sentences; naming earns half without."
    )
    unless: tuple[Line, ...] = ()


class RubricEntry(Authored):
    """One observable act with its share of the marks."""

    id: Slug
    step: Step
    weight: Weight
    says: Line = Field(description="The act, its object, and a reason or a number.")
    evidence: EvidenceEntry
    teaches: tuple[Slug, ...] = Field(min_length=1, description="Ids of the cards that a miss schedules.")
    passes: Annotated[tuple[Line, ...], Field(min_length=3)] = Field(description="Snippets that must be found.")
    fails: Annotated[tuple[Line, ...], Field(min_length=3)] = Field(description="Snippets that must not.")
    points: Number = Field(default=1, gt=0, le=10, description="Share within its weight class.")


class RedFlagEntry(Authored):
    """A costly habit and how an answer shows it."""

    id: Slug
    mechanism: FlagMechanism
    any_of: tuple[Line, ...] = ()
    before: tuple[Line, ...] = ()
    repaired_by: tuple[Line, ...] = ()
    cost: Line
    repair: Line
    teaches: tuple[Slug, ...] = ()


class FactEntry(Authored):
    """Something told only when a fitting question is asked."""

    asked_by: Spellings
    tells: Line


class FollowUpEntry(Authored):
    """The interviewer's next question, with what a good answer holds."""

    ask: Line
    listens_for: Annotated[tuple[Line, ...], Field(min_length=2, max_length=4)]


class FollowUpsEntry(Authored):
    """One follow-up a strength."""

    weak: FollowUpEntry
    partial: FollowUpEntry
    strong: FollowUpEntry


class SamplesEntry(Authored):
    """Three answers that the rubric must score weak <= 35 %, passing 55-70 %, strong >= 80 %."""

    weak: Paragraph
    passing: Paragraph
    strong: Paragraph
