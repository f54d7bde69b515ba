"""What a card is once its deck is loaded: plain frozen data, one class a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.steps import ProblemType, Step


class Tier(StrEnum):
    """How much a card decides in an interview; `core` comes first."""

    CORE = "core"
    MORE = "more"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact can be read up."""

    title: str
    year: int
    url: str | None
    primary: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; its meaning is also the lesson of the cards that name it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    step: Step
    meaning: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """What every kind of card has.

    `note` names the group of siblings: cards that give one another away and are buried together.
    `front` holds one wording or more; the repetition number chooses. `lesson` is shown at first sight.
    """

    id: str
    deck: str
    step: Step
    tags: frozenset[str]
    tier: Tier
    note: str
    lesson: str | None
    front: tuple[str, ...]
    explanation: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Aloud:
    """An answer to be said, not typed: a timer and the elements to tick off."""

    seconds: int
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flip(Common):
    """Question and answer, graded by the learner; with `aloud`, a phrase to say."""

    answer: str
    aloud: Aloud | None


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong option: the misconception it stands for, and what refutes it."""

    text: str
    misconception: str
    refutation: str


@dataclass(frozen=True, slots=True)
class Choice(Common):
    """One key among distractors; shuffled at each showing."""

    answer: str
    distractors: tuple[Distractor, ...]


@dataclass(frozen=True, slots=True)
class Cloze(Common):
    """A sentence with one blank, written `{{…}}` in the front; `accepted[0]` is the model spelling."""

    accepted: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Typed(Common):
    """A short answer typed; `accepted[0]` is the model spelling."""

    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order(Common):
    """Steps to be put in order; `items` are in the right order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeDraw:
    """A number drawn log-uniformly from [low, high] and rounded to two significant figures."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PickDraw:
    """A number picked from a list."""

    values: tuple[float, ...]


Draw = RangeDraw | PickDraw


class ToleranceKind(StrEnum):
    """How near a numeric answer must be."""

    EXACT = "exact"
    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """`size` is a share for RELATIVE, in the card's unit for ABSOLUTE, a ratio above 1 for FACTOR, 0 for EXACT."""

    kind: ToleranceKind
    size: float


@dataclass(frozen=True, slots=True)
class Trap:
    """A common mistake, written as the formula that makes it, and what to tell who made it."""

    name: str
    formula: str
    says: str


@dataclass(frozen=True, slots=True)
class Numeric(Common):
    """A calculation whose numbers are drawn at each showing.

    Names in `draw` and then in `lets` (in order) may be used by `formula`, `traps`, `require`, `front` and `solution`.
    `unit` is what the answer is in: a unit that pint knows ("ms", "GB"), "%" (the key is then a percentage), or a plain
    word ("replicas").
    """

    draw: Mapping[str, Draw]
    lets: tuple[tuple[str, str], ...]
    require: tuple[str, ...]
    formula: str
    unit: str
    tolerance: Tolerance
    traps: tuple[Trap, ...]
    solution: str


class Level(StrEnum):
    """The seniority that a scenario is written for."""

    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"


class Weight(StrEnum):
    """How much a rubric point decides; a scenario shares its weight 60/30/10 over the three."""

    MUST = "must"
    STRONG = "strong"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a point in an answer.

    One spelling of `any_of` earns half; one of `with_` within two sentences of it earns the rest (a point without
    `with_` earns all at once); a match of `unless` in the same sentence cancels it.
    """

    any_of: tuple[str, ...]
    with_: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RubricPoint:
    """One observable act that earns marks; `points` is its share of the scenario's 100 before grading."""

    id: str
    step: Step
    weight: Weight
    points: float
    says: str
    evidence: Evidence
    teaches: tuple[str, ...]
    passes: tuple[str, ...]
    fails: tuple[str, ...]


class FlagMechanism(StrEnum):
    """How a red flag is recognised."""

    ORDER = "order"
    ABSENCE = "absence"
    PHRASE = "phrase"
    TIME = "time"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A costly habit and how an answer shows it.

    ORDER: a spelling of `any_of` stands before the first of `before`. ABSENCE: none of `any_of` occurs. PHRASE: one of
    `any_of` occurs and none of `repaired_by` in the whole answer. TIME and UNUSED need a clock or the asked facts and
    are found only in a mock interview.
    """

    id: str
    mechanism: FlagMechanism
    any_of: tuple[str, ...]
    before: tuple[str, ...]
    repaired_by: tuple[str, ...]
    cost: str
    repair: str
    teaches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something told only when a fitting question is asked."""

    asked_by: tuple[str, ...]
    tells: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the interviewer asks next, with what a good answer holds."""

    ask: str
    listens_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """One follow-up for each strength of the answer: under 40 %, up to 75 %, above."""

    weak: FollowUp
    partial: FollowUp
    strong: FollowUp


@dataclass(frozen=True, slots=True)
class SampleAnswers:
    """Fixtures of the rubric: weak at most 35 %, passing 55-70 %, strong at least 80 %."""

    weak: str
    passing: str
    strong: str


@dataclass(frozen=True, slots=True)
class Scenario(Common):
    """An open design prompt with a weighted rubric. `title` names it in lists; `front` is the prompt."""

    title: str
    type: ProblemType
    level: Level
    curveball: bool
    if_asked: tuple[Fact, ...]
    rubric: tuple[RubricPoint, ...]
    red_flags: tuple[RedFlag, ...]
    follow_ups: FollowUps
    model_answer: str
    samples: SampleAnswers


Card = Flip | Choice | Cloze | Typed | Order | Numeric | Scenario


class Kind(StrEnum):
    """The names of the card kinds, as decks write them."""

    FLIP = "flip"
    CHOICE = "choice"
    CLOZE = "cloze"
    TYPED = "typed"
    ORDER = "order"
    NUMERIC = "numeric"
    SCENARIO = "scenario"


def kind_of(card: Card) -> Kind:
    """The kind of a card."""
    return Kind(type(card).__name__.lower())
