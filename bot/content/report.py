"""The whole bank as tables: what there is by step, type, kind, tier and source, and how long it is."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bot.content.bank import at_percentile
from bot.content.library import Library
from bot.content.options import is_longest
from bot.content.quality import answers, words
from bot.domain.card import Card, Choice, Kind, Numeric, Scenario, Tier, kind_of
from bot.domain.interview import Interview, TurnKind
from bot.domain.steps import TYPE_ALIASES, ProblemType, Step

Cell = str | int
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; each row begins with its name."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_data(self) -> list[dict[str, Cell]]:
        """One mapping a row, from column to cell."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def report(library: Library) -> tuple[Table, ...]:
    """Every table of the report. Percentages are whole numbers."""
    cards = list(library.cards.values())
    return (
        _by_step(cards, library),
        _by_kind(cards),
        _by_deck(cards, library),
        _by_type(cards),
        _scenarios(cards),
        _interviews([*library.interviews.values()]),
        _sources(cards),
        _lengths(cards),
        _choices(cards),
    )


def types_of(card: Card) -> frozenset[str]:
    """The problem types that a card belongs to, by its tags or as a scenario; aliases are resolved."""
    known = {type_.value for type_ in ProblemType}
    tagged = (card.tags & known) | {TYPE_ALIASES[tag].value for tag in card.tags & TYPE_ALIASES.keys()}
    return tagged | {card.type.value} if isinstance(card, Scenario) else tagged


def _by_step(cards: Sequence[Card], library: Library) -> Table:
    terms = Counter(term.step for term in library.terms.values())
    rows = [_row(step.value, [*_spread(c for c in cards if c.step is step), terms[step]]) for step in Step]
    total = _row("all", [*_spread(cards), len(library.terms)])
    return Table("By step", ("step", *_SPREAD, "terms"), (*rows, total))


def _by_kind(cards: Sequence[Card]) -> Table:
    tiers = Counter((kind_of(card), card.tier) for card in cards)
    rows = []
    for kind in Kind:
        counts = [tiers[kind, tier] for tier in Tier]
        rows.append(_row(kind.value, [*counts, sum(counts), _percent(sum(counts), len(cards))]))
    return Table("By kind and tier", ("kind", *(tier.value for tier in Tier), "cards", "%"), tuple(rows))


def _by_deck(cards: Sequence[Card], library: Library) -> Table:
    rows = [_row(name, _spread(card for card in cards if card.deck == name)) for name in library.decks]
    return Table("By deck", ("deck", *_SPREAD), tuple(row for row in rows if any(row[1:])))


def _by_type(cards: Sequence[Card]) -> Table:
    rows = [
        _row(type_.value, _spread(card for card in cards if type_.value in types_of(card))) for type_ in ProblemType
    ]
    return Table("By problem type", ("type", *_SPREAD), tuple(rows))


def _row(name: str, figures: Iterable[int]) -> Row:
    return (name, *figures)


_SPREAD = ("cards", "core", *(kind.value for kind in Kind))


def _spread(cards: Iterable[Card]) -> tuple[int, ...]:
    """How many there are, how many of them are core, and how many of each kind."""
    listed = list(cards)
    kinds = Counter(kind_of(card) for card in listed)
    return (len(listed), sum(card.tier is Tier.CORE for card in listed), *(kinds[kind] for kind in Kind))


def _scenarios(cards: Sequence[Card]) -> Table:
    found = [card for card in cards if isinstance(card, Scenario)]
    rows = []
    for type_ in ProblemType:
        own = [card for card in found if card.type is type_]
        levels = Counter(card.level.value for card in own)
        ball = sum(card.curveball for card in own)
        points = sum(len(card.rubric) for card in own)
        rows.append((type_.value, len(own) - ball, ball, levels["mid"], levels["senior"], levels["staff"], points))
    columns = ("type", "designs", "curveballs", "mid", "senior", "staff", "rubric points")
    return Table("Scenarios", columns, tuple(rows))


def _interviews(scripts: Sequence[Interview]) -> Table:
    turns = [turn for script in scripts for listed in script.turns.values() for turn in listed]
    kinds = Counter(turn.kind for turn in turns)
    points = sum(len(script.case.rubric) for script in scripts)
    figures = [len(scripts), len(turns), kinds[TurnKind.CHALLENGE], kinds[TurnKind.DEEP_DIVE]]
    figures += [kinds[TurnKind.INTERRUPTION] + kinds[TurnKind.CALL], kinds[TurnKind.FOLLOW_UP], points]
    columns = ("what", "scripts", "turns", "challenges", "deep dives", "break-ins", "follow-ups", "rubric points")
    return Table("Mock interviews", columns, (_row("all", figures),))


def _sources(cards: Sequence[Card]) -> Table:
    cited = [source for card in cards for source in card.sources]
    works = set(cited)
    counts = [
        ("citations", len(cited), len(cited)),
        ("of primary works", sum(source.primary for source in cited), len(cited)),
        ("works", len(works), len(works)),
        ("primary works", sum(source.primary for source in works), len(works)),
        ("cards with two sources or more", sum(len(card.sources) > 1 for card in cards), len(cards)),
        ("cards with a primary source", sum(any(s.primary for s in card.sources) for card in cards), len(cards)),
        ("templates with two sources or more", *_templates(cards)),
    ]
    rows = [(name, count, f"{_percent(count, whole)} %") for name, count, whole in counts]
    return Table("Sources", ("what", "count", "share"), tuple(rows))


def _templates(cards: Sequence[Card]) -> tuple[int, int]:
    numeric = [card for card in cards if isinstance(card, Numeric)]
    return sum(len(card.sources) > 1 for card in numeric), len(numeric)


def _lengths(cards: Sequence[Card]) -> Table:
    measured: dict[str, Callable[[Card], list[str]]] = {
        "front": lambda card: list(card.front),
        "answer": lambda card: [text for _, text in answers(card)[:1]],
        "why": lambda card: [card.explanation],
        "lesson": lambda card: [card.lesson] if card.lesson else [],
    }
    drilled = [card for card in cards if not isinstance(card, Scenario)]
    rows = []
    for name, texts in measured.items():
        rows.append(_row(name, _figures([words(text) for card in drilled for text in texts(card)])))
    return Table("Length in words, scenarios aside", ("part", "texts", "median", "p95", "longest"), tuple(rows))


def _figures(counts: Sequence[int]) -> tuple[int, ...]:
    middle = round(median(counts)) if counts else 0
    return len(counts), middle, at_percentile(counts, 95), max(counts, default=0)


def _choices(cards: Sequence[Card]) -> Table:
    """Where the key stands among the lengths of its options; they are shuffled when shown."""
    choices = [card for card in cards if isinstance(card, Choice)]
    longest = sum(is_longest(card) for card in choices)
    shortest = sum(len(card.answer) < min(len(wrong.text) for wrong in card.distractors) for card in choices)
    places = (("longest", longest), ("shortest", shortest), ("between", len(choices) - longest - shortest))
    rows = [(name, count, f"{_percent(count, len(choices))} %") for name, count in places]
    return Table("The key among the options, by length", ("key", "choices", "share"), tuple(rows))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
