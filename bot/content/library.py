"""The loaded decks: cards by id, topics to choose them by, and the glossary. Immutable; a reload makes another one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from bot.content.audience import EVERYONE, NOWHERE, Viewer
from bot.content.problems import nearest
from bot.domain.card import Card, Kind, Scenario, Term, kind_of
from bot.domain.errors import BotError
from bot.domain.interview import Interview
from bot.domain.steps import TYPE_ALIASES, Framework, ProblemType, Step

LOOKUP_LIKENESS = 72
"""The likeness, of 100, from which a glossary entry answers a look-up."""


class UnknownTopic(BotError):
    """Nobody can choose cards by this word."""


@dataclass(frozen=True, slots=True)
class Deck:
    """A named group of cards, perhaps from several files."""

    name: str
    title: str
    audience: str = EVERYONE


class TopicSort(StrEnum):
    """What a topic is; a word that is several is the first of these."""

    STEP = "step"
    TYPE = "type"
    KIND = "kind"
    DECK = "deck"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to choose cards by, and how many it chooses."""

    name: str
    sort: TopicSort
    count: int


_ALWAYS: Mapping[str, TopicSort] = (
    {kind.value: TopicSort.KIND for kind in Kind}
    | {type_.value: TopicSort.TYPE for type_ in ProblemType}
    | {step.value: TopicSort.STEP for step in Step}
)
"""Topics that exist even while no card belongs to them."""

_TYPES = frozenset(type_.value for type_ in ProblemType)


@dataclass(frozen=True)
class Library:
    """All decks of a load.

    `version` changes whenever a byte of any deck file does. Cards, terms and interviews of decks for a tenant or
    channel are left out of every answer to a viewer from elsewhere.
    """

    cards: Mapping[str, Card]
    decks: Mapping[str, Deck]
    terms: Mapping[str, Term]
    framework: Framework
    version: str
    term_audiences: Mapping[str, str] = field(default_factory=dict)
    """Of the terms that are not for everyone."""
    interviews: Mapping[str, Interview] = field(default_factory=dict)
    """Mock interviews by id, in the order of the decks."""

    def __post_init__(self) -> None:
        for name in ("cards", "decks", "terms", "term_audiences", "interviews"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def find(self, card_id: str, viewer: Viewer | None = None) -> Card | None:
        """The card, or None if it left its deck or the viewer may not see it. Without a viewer every card is found."""
        card = self.cards.get(card_id)
        if card is None or (viewer is not None and not self._shows(card, viewer)):
            return None
        return card

    def visible(self, viewer: Viewer = NOWHERE) -> tuple[Card, ...]:
        """Every card that the viewer may see, in the order of the decks."""
        return tuple(card for card in self.cards.values() if self._shows(card, viewer))

    def interview(self, interview_id: str, viewer: Viewer | None = None) -> Interview | None:
        """The mock interview, or None if it left its deck or the viewer may not see it; without a viewer as `find`."""
        script = self.interviews.get(interview_id)
        return None if script is None or (viewer is not None and not self._shows(script.case, viewer)) else script

    def visible_interviews(self, viewer: Viewer = NOWHERE) -> tuple[Interview, ...]:
        """Every mock interview that the viewer may see, in the order of the decks."""
        return tuple(script for script in self.interviews.values() if self._shows(script.case, viewer))

    def topics(self, viewer: Viewer = NOWHERE) -> tuple[Topic, ...]:
        """Every topic that chooses at least one card for the viewer: steps first, tags last."""
        return tuple(
            Topic(name, sort, count)
            for (sort, name), cards in self._by_topic.items()
            if (count := sum(self._shows(card, viewer) for card in cards)) and self._sort(name, viewer) is sort
        )

    def select(self, topic: str, viewer: Viewer = NOWHERE) -> tuple[Card, ...]:
        """The cards of a topic: a step, problem type or alias of one, kind, deck or tag, in whatever case.

        Raises UnknownTopic, which names the nearest.
        """
        name = "-".join(topic.lower().replace("_", " ").replace("-", " ").split())
        name = TYPE_ALIASES.get(name, name)
        sort = self._sort(name, viewer)
        if sort is None:
            raise self._unknown(topic, name, viewer)
        return tuple(card for card in self._by_topic.get((sort, name), ()) if self._shows(card, viewer))

    def lookup(self, text: str, viewer: Viewer = NOWHERE, *, limit: int = 5) -> tuple[Term, ...]:
        """Glossary entries whose name or alias is like the text, the likest first; none if nothing is."""
        from rapidfuzz import process, utils  # here: slow to load, and most runs never look a word up

        hits = process.extract(
            text,
            self._spellings,
            scorer=_likeness,
            processor=utils.default_process,
            limit=None,
            score_cutoff=LOOKUP_LIKENESS,
        )
        ids = dict.fromkeys(self._spelling_owners[index] for _, _, index in hits)
        return tuple([self.terms[id_] for id_ in ids if self._explains(id_, viewer)][:limit])

    def _shows(self, card: Card, viewer: Viewer) -> bool:
        deck = self.decks.get(card.deck)
        return deck is None or viewer.sees(deck.audience)

    def _explains(self, term_id: str, viewer: Viewer) -> bool:
        return viewer.sees(self.term_audiences.get(term_id, EVERYONE))

    def _sort(self, name: str, viewer: Viewer) -> TopicSort | None:
        """What this name means to the viewer, to whom other people's decks and tags do not exist."""
        if name in _ALWAYS:
            return _ALWAYS[name]
        groups = ((sort, self._by_topic.get((sort, name), ())) for sort in (TopicSort.DECK, TopicSort.TAG))
        return next((sort for sort, cards in groups if any(self._shows(card, viewer) for card in cards)), None)

    def _unknown(self, topic: str, name: str, viewer: Viewer) -> UnknownTopic:
        names = [known.name for known in self.topics(viewer)]
        near = nearest(name, [*names, *TYPE_ALIASES])
        next_step = f"Did you mean '{near}'?" if near else f"Choose one of: {', '.join(names[:12])}."
        return UnknownTopic(f"There is no topic '{topic}'.", next_step)

    @cached_property
    def _by_topic(self) -> dict[tuple[TopicSort, str], list[Card]]:
        found: dict[tuple[TopicSort, str], list[Card]] = {}
        for card in self.cards.values():
            for key in _topics_of(card):
                found.setdefault(key, []).append(card)
        order = {sort: rank for rank, sort in enumerate(TopicSort)}
        steps = {step.value: rank for rank, step in enumerate(Step)}
        return dict(sorted(found.items(), key=lambda item: (order[item[0][0]], steps.get(item[0][1], 0), item[0][1])))

    @cached_property
    def _spelling_owners(self) -> list[str]:
        return [term.id for term in self.terms.values() for _ in (term.name, *term.aliases)]

    @cached_property
    def _spellings(self) -> list[str]:
        return [spelling for term in self.terms.values() for spelling in (term.name, *term.aliases)]


def _topics_of(card: Card) -> Iterator[tuple[TopicSort, str]]:
    yield TopicSort.STEP, card.step.value
    yield TopicSort.KIND, kind_of(card).value
    yield TopicSort.DECK, card.deck
    types = {TYPE_ALIASES[tag].value for tag in card.tags & TYPE_ALIASES.keys()} | (card.tags & _TYPES)
    if isinstance(card, Scenario):
        types |= {card.type.value}
    yield from ((TopicSort.TYPE, name) for name in types)
    yield from ((TopicSort.TAG, tag) for tag in card.tags - _TYPES - TYPE_ALIASES.keys())


def _likeness(text: str, spelling: str, *, score_cutoff: float | None = None) -> float:
    """Alike as a whole, or with words missing or moved: 'drift' finds 'data drift' after 'drift'."""
    from rapidfuzz import fuzz

    score = max(fuzz.ratio(text, spelling), 0.9 * fuzz.token_set_ratio(text, spelling))
    return score if score_cutoff is None or score >= score_cutoff else 0.0
