"""The authored form of a deck file, as pydantic models: what YAML may say, and the source of `cards/schema.json`.

Nothing here is seen by the rest of the bot; `build` turns these models into `bot.domain.card`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.content.audience import EVERYONE
from bot.content.schema_base import (
    Audience,
    Authored,
    Formula,
    Line,
    Name,
    Number,
    Paragraph,
    Slug,
    Truth,
    Whole,
    Wordings,
)
from bot.content.schema_interview import InterviewEntry
from bot.content.schema_rubric import FactEntry, FollowUpsEntry, RedFlagEntry, RubricEntry, SamplesEntry
from bot.domain.card import Level, Tier
from bot.domain.steps import ProblemType, Step


class SourceEntry(Authored):
    """A work that cards cite by its key."""

    title: Line = Field(description="Author or publisher, then the title.")
    year: Whole = Field(ge=1940, le=2100, description="Year of publication (of the version that was read).")
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    primary: Truth = Field(description="A paper, first-party documentation or engineering post.")


class TermEntry(Authored):
    """A glossary entry. Cards that say `term: <id>` are siblings and show its meaning as their lesson."""

    id: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    step: Step | None = Field(default=None, description="Else the deck's default.")
    meaning: Line = Field(description="Two lines at most: what it is, and when it matters.")
    sources: tuple[Slug, ...] = ()


class CardEntry(Authored):
    """The fields that every kind of card has."""

    id: Slug = Field(description="Stable for ever: memories hang on it.")
    step: Step | None = Field(default=None, description="Else the deck's default.")
    tags: tuple[Slug, ...] = Field(
        default=(), description="Added to the deck's default tags. Problem types are tags too."
    )
    tier: Tier | None = Field(default=None, description="Else the deck's default.")
    note: Slug | None = Field(default=None, description="Sibling group; else the term, else the card alone.")
    term: Slug | None = Field(default=None, description="The glossary entry that this card teaches.")
    lesson: Line | None = Field(default=None, description="Two lines shown at first sight; else the term's meaning.")
    front: Wordings = Field(description="One wording or more of the question; reviews take turns.")
    why: Paragraph = Field(description="The explanation: 30-80 words on why the answer is right.")
    sources: tuple[Slug, ...] = Field(min_length=1, description="Keys of `sources` in any deck file.")


class AloudEntry(Authored):
    """Makes a flip card a phrase to say against a timer."""

    seconds: Whole = Field(ge=10, le=300)
    elements: Annotated[tuple[Line, ...], Field(min_length=2, max_length=8)]


class FlipEntry(CardEntry):
    """Question and answer, graded by the learner."""

    kind: Literal["flip"]
    answer: Line
    aloud: AloudEntry | None = None


class DistractorEntry(Authored):
    """A wrong option and the misconception it stands for."""

    text: Line
    misconception: Slug = Field(description="A short name for the wrong idea, such as `shadow-measures-users`.")
    refutation: Line


class ChoiceEntry(CardEntry):
    """One right option among two or three named misconceptions."""

    kind: Literal["choice"]
    answer: Line
    distractors: Annotated[tuple[DistractorEntry, ...], Field(min_length=2, max_length=4)]


class ClozeEntry(CardEntry):
    """A sentence with one blank written `{{}}`."""

    kind: Literal["cloze"]
    accepted: Annotated[tuple[Line, ...], Field(min_length=1, max_length=6)]
    hint: Line = Field(description="The type of the missing word, shown in brackets.")

    @model_validator(mode="after")
    def _one_blank(self) -> "ClozeEntry":
        if any(front.count("{{}}") != 1 for front in self.front):
            raise ValueError("every wording of a cloze needs exactly one blank, written {{}}")
        return self


class TypedEntry(CardEntry):
    """A short answer to be typed."""

    kind: Literal["typed"]
    accepted: Annotated[tuple[Line, ...], Field(min_length=1, max_length=12)]


class OrderEntry(CardEntry):
    """Items to be put in order; written in the right order."""

    kind: Literal["order"]
    items: Annotated[tuple[Line, ...], Field(min_length=3, max_length=8)]


class DrawEntry(Authored):
    """A number drawn at each showing: `from`/`to` (log-uniform, two significant figures) or one of `pick`."""

    low: Number | None = Field(default=None, alias="from", gt=0)
    high: Number | None = Field(default=None, alias="to", gt=0)
    pick: Annotated[tuple[Number, ...], Field(min_length=2)] | None = None

    @model_validator(mode="after")
    def _range_or_pick(self) -> "DrawEntry":
        has_range = self.low is not None and self.high is not None and self.low < self.high
        if has_range == (self.pick is not None) or (self.low is None) != (self.high is None):
            raise ValueError("a draw is either {from: low, to: high} with low < high, or {pick: [a, b, ...]}")
        return self


class ToleranceEntry(Authored):
    """Exactly one of the four; none at all means exact."""

    relative: Number | None = Field(default=None, gt=0, lt=1, description="A share of the key, such as 0.03.")
    absolute: Number | None = Field(default=None, gt=0, description="In the card's unit.")
    factor: Number | None = Field(default=None, gt=1, le=10, description="1.5 accepts key/1.5 to key*1.5.")

    @model_validator(mode="after")
    def _one_at_most(self) -> "ToleranceEntry":
        if sum(value is not None for value in (self.relative, self.absolute, self.factor)) > 1:
            raise ValueError("give one of relative, absolute, factor")
        return self


class TrapEntry(Authored):
    """A common mistake, written as the formula that makes it."""

    name: Line
    formula: Formula
    says: Line = Field(description="What to tell who made it: 'You left out the head-room.'")


class NumericEntry(CardEntry):
    """A calculation whose numbers are drawn at each showing."""

    kind: Literal["numeric"]
    draw: Annotated[dict[Name, DrawEntry], Field(min_length=1, max_length=12)]
    lets: dict[Name, Formula] = Field(default={}, description="Named intermediate results, computed in order.")
    require: tuple[Formula, ...] = Field(default=(), description="Conditions; a draw that breaks one is drawn again.")
    formula: Formula = Field(
        description="The key; ceil floor round sqrt ln log2 log10 exp min max abs sum dcg descending."
    )
    unit: Line = Field(description="A unit that pint knows, '%' (the key is then a percentage), or a plain word.")
    tolerance: ToleranceEntry = ToleranceEntry()
    traps: Annotated[tuple[TrapEntry, ...], Field(max_length=6)] = ()
    solution: Paragraph = Field(description="Worked with the drawn numbers: '{rps:,} / {each} = {raw:.1f}'.")


class ScenarioEntry(CardEntry):
    """An open design prompt with a weighted rubric."""

    kind: Literal["scenario"]
    title: Line
    type: ProblemType
    level: Level
    curveball: Truth = False
    if_asked: Annotated[tuple[FactEntry, ...], Field(min_length=3, max_length=8)]
    rubric: Annotated[tuple[RubricEntry, ...], Field(min_length=5, max_length=16)]
    red_flags: Annotated[tuple[RedFlagEntry, ...], Field(max_length=8)] = ()
    follow_ups: FollowUpsEntry
    model_answer: Paragraph
    samples: SamplesEntry

    @model_validator(mode="after")
    def _ids_once(self) -> "ScenarioEntry":
        ids = [point.id for point in self.rubric] + [flag.id for flag in self.red_flags]
        twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
        if twice:
            raise ValueError(f"two rubric points or red flags have the id '{twice}'")
        return self


AnyCard = Annotated[
    FlipEntry | ChoiceEntry | ClozeEntry | TypedEntry | OrderEntry | NumericEntry | ScenarioEntry,
    Field(discriminator="kind"),
]


class Defaults(Authored):
    """What a card of this file has when it says nothing."""

    step: Step | None = None
    tags: tuple[Slug, ...] = ()
    tier: Tier = Tier.MORE


class StepGuideEntry(Authored):
    """One row of the framework sheet."""

    step: Step
    name: Line
    minutes: Whole = Field(gt=0)
    squeezed_minutes: Whole = Field(gt=0)
    settles: Line
    asks: tuple[Line, ...]
    names: tuple[Line, ...]
    off_track: tuple[Line, ...]


class FrameworkEntry(Authored):
    """The six-step sheet with both time budgets."""

    steps: Annotated[tuple[StepGuideEntry, ...], Field(min_length=6, max_length=6)]
    buffer_minutes: Whole
    squeezed_buffer_minutes: Whole
    protect: Line


class DeckFile(Authored):
    """One YAML file of a decks folder."""

    deck: Slug = Field(description="The deck's name; several files may share one.")
    title: Line
    audience: Audience = Field(default=EVERYONE, description="everyone, tenant:<id> or channel:<id>.")
    defaults: Defaults = Defaults()
    framework: FrameworkEntry | None = None
    sources: dict[Slug, SourceEntry] = Field(default={})
    terms: tuple[TermEntry, ...] = ()
    cards: tuple[AnyCard, ...] = ()
    interviews: tuple[InterviewEntry, ...] = ()
