"""From the authored form to the bot's own cards: defaults, lessons, sources, and the shares of rubric points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content import schema as authored
from bot.content import schema_rubric as graded
from bot.domain import card as cards
from bot.domain.card import Source, Term, Tier, Tolerance, ToleranceKind, Weight
from bot.domain.steps import Framework, Step, StepGuide

SHARES: Mapping[Weight, float] = {Weight.MUST: 60.0, Weight.STRONG: 30.0, Weight.STRETCH: 10.0}
"""How the 100 marks of a scenario are shared out over the weight classes."""

Common = tuple[str, str, Step, frozenset[str], Tier, str, str | None, tuple[str, ...], str, tuple[Source, ...]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What cards refer to, by key, over all files of a load."""

    sources: Mapping[str, Source]
    terms: Mapping[str, Term]


def build_source(entry: authored.SourceEntry) -> Source:
    """A work that is cited."""
    return Source(entry.title, entry.year, entry.url, entry.primary)


def build_term(entry: authored.TermEntry, deck: authored.DeckFile, sources: Mapping[str, Source]) -> Term:
    """A glossary entry. Raises ValueError without a step, KeyError for an unknown source."""
    cited = tuple(sources[key] for key in entry.sources)
    step = _step(entry.step, deck)
    return Term(entry.id, entry.name, entry.aliases, step, entry.meaning, cited)


def build_framework(entry: authored.FrameworkEntry) -> Framework:
    """The six-step sheet."""
    guides = tuple(_guide(row) for row in entry.steps)
    return Framework(guides, entry.buffer_minutes, entry.squeezed_buffer_minutes, entry.protect)


def build_card(entry: authored.AnyCard, deck: authored.DeckFile, shelf: Shelf) -> cards.Card:
    """A card with its deck's defaults. Raises ValueError without a step, KeyError for an unknown source or term."""
    common = _common(entry, deck, shelf)
    match entry.kind:  # not the class: pydantic makes isinstance slow
        case "flip":
            return cards.Flip(*common, entry.answer, _aloud(entry.aloud))
        case "choice":
            return cards.Choice(*common, entry.answer, _distractors(entry.distractors))
        case "cloze":
            return cards.Cloze(*common, entry.accepted, entry.hint)
        case "typed":
            return cards.Typed(*common, entry.accepted)
        case "order":
            return cards.Order(*common, entry.items)
        case "numeric":
            return _numeric(entry, common)
        case "scenario":
            return _scenario(entry, common)


def _common(entry: authored.CardEntry, deck: authored.DeckFile, shelf: Shelf) -> Common:
    lesson = entry.lesson
    if lesson is None and entry.term is not None:
        lesson = shelf.terms[entry.term].meaning
    return (
        entry.id,
        deck.deck,
        _step(entry.step, deck),
        frozenset((*deck.defaults.tags, *entry.tags)),
        entry.tier or deck.defaults.tier,
        entry.note or entry.term or entry.id,
        lesson,
        entry.front,
        entry.why,
        tuple([shelf.sources[key] for key in entry.sources]),
    )


def _step(own: Step | None, deck: authored.DeckFile) -> Step:
    step = own or deck.defaults.step
    if step is None:
        raise ValueError("neither the entry nor its deck names a step")
    return step


def _guide(row: authored.StepGuideEntry) -> StepGuide:
    return StepGuide(
        row.step, row.name, row.minutes, row.squeezed_minutes, row.settles, row.asks, row.names, row.off_track
    )


def _aloud(entry: authored.AloudEntry | None) -> cards.Aloud | None:
    return cards.Aloud(entry.seconds, entry.elements) if entry else None


def _distractors(entries: Sequence[authored.DistractorEntry]) -> tuple[cards.Distractor, ...]:
    return tuple([cards.Distractor(entry.text, entry.misconception, entry.refutation) for entry in entries])


def _numeric(entry: authored.NumericEntry, common: Common) -> cards.Numeric:
    return cards.Numeric(
        *common,
        draw={name: _draw(draw) for name, draw in entry.draw.items()},
        lets=tuple(entry.lets.items()),
        require=entry.require,
        formula=entry.formula,
        unit=entry.unit,
        tolerance=_tolerance(entry.tolerance),
        traps=tuple([cards.Trap(trap.name, trap.formula, trap.says) for trap in entry.traps]),
        solution=entry.solution,
    )


def _draw(entry: authored.DrawEntry) -> cards.Draw:
    if entry.low is not None and entry.high is not None:
        return cards.RangeDraw(entry.low, entry.high)
    return cards.PickDraw(entry.pick or ())


def _tolerance(entry: authored.ToleranceEntry) -> Tolerance:
    if entry.relative is not None:
        return Tolerance(ToleranceKind.RELATIVE, entry.relative)
    if entry.absolute is not None:
        return Tolerance(ToleranceKind.ABSOLUTE, entry.absolute)
    if entry.factor is not None:
        return Tolerance(ToleranceKind.FACTOR, entry.factor)
    return Tolerance(ToleranceKind.EXACT, 0.0)


def _scenario(entry: authored.ScenarioEntry, common: Common) -> cards.Scenario:
    return cards.Scenario(
        *common,
        title=entry.title,
        type=entry.type,
        level=entry.level,
        curveball=entry.curveball,
        if_asked=tuple([cards.Fact(fact.asked_by, fact.tells) for fact in entry.if_asked]),
        rubric=build_rubric(entry.rubric),
        red_flags=tuple([build_red_flag(flag) for flag in entry.red_flags]),
        follow_ups=build_follow_ups(entry.follow_ups),
        model_answer=entry.model_answer,
        samples=cards.SampleAnswers(entry.samples.weak, entry.samples.passing, entry.samples.strong),
    )


def build_rubric(entries: Sequence[graded.RubricEntry]) -> tuple[cards.RubricPoint, ...]:
    """Points whose shares sum to 100; the share of a class without points goes to the others in proportion."""
    totals: dict[Weight, float] = {}
    for entry in entries:
        totals[entry.weight] = totals.get(entry.weight, 0.0) + entry.points
    scale = 100 / sum(SHARES[weight] for weight in totals)
    return tuple([_point(entry, scale * SHARES[entry.weight] / totals[entry.weight]) for entry in entries])


def _point(entry: graded.RubricEntry, worth: float) -> cards.RubricPoint:
    evidence = entry.evidence
    return cards.RubricPoint(
        entry.id,
        entry.step,
        entry.weight,
        entry.points * worth,
        entry.says,
        cards.Evidence(evidence.any_of, evidence.with_, evidence.unless),
        entry.teaches,
        entry.passes,
        entry.fails,
    )


def build_red_flag(entry: graded.RedFlagEntry) -> cards.RedFlag:
    """A costly habit."""
    return cards.RedFlag(
        entry.id,
        entry.mechanism,
        entry.any_of,
        entry.before,
        entry.repaired_by,
        entry.cost,
        entry.repair,
        entry.teaches,
    )


def build_follow_ups(entry: graded.FollowUpsEntry) -> cards.FollowUps:
    """The last question, one a strength."""
    return cards.FollowUps(_follow_up(entry.weak), _follow_up(entry.partial), _follow_up(entry.strong))


def _follow_up(entry: graded.FollowUpEntry) -> cards.FollowUp:
    return cards.FollowUp(entry.ask, entry.listens_for)
