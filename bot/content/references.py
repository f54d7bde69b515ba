"""What one deck file says about others: ids used once, sources, terms and cards that exist, one framework."""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.content.audience import EVERYONE
from bot.content.authored import AuthoredFile
from bot.content.parser import Path
from bot.content.problems import Problem, did_you_mean
from bot.content.schema import CardEntry, DeckFile, ScenarioEntry, TermEntry
from bot.content.schema_interview import InterviewEntry
from bot.domain.steps import STEPS


def check_references(files: Sequence[AuthoredFile]) -> list[Problem]:
    """Every problem that shows only when all files are seen together."""
    known = _Known(files)
    return [
        *_framework_problems(files),
        *_audience_problems(files),
        *_duplicates(files),
        *chain.from_iterable(_file_problems(file, deck, known) for file, deck in _decks(files)),
    ]


def _decks(files: Sequence[AuthoredFile]) -> Iterator[tuple[AuthoredFile, DeckFile]]:
    return ((file, file.deck) for file in files if file.deck is not None)


class _Known:
    """The names that all files declare, and who may see the terms and cards among them."""

    def __init__(self, files: Sequence[AuthoredFile]) -> None:
        self.sources = frozenset().union(*(file.names.sources for file in files))
        self.terms = frozenset().union(*(file.names.terms for file in files))
        self.cards = frozenset().union(*(file.names.cards for file in files))
        self.audiences: dict[tuple[str, str], str] = {}
        for _, deck in _decks(files):
            if deck.audience != EVERYONE:
                self.audiences |= {("term", term.id): deck.audience for term in deck.terms}
                self.audiences |= {("card", card.id): deck.audience for card in deck.cards}

    def hidden(self, kind: str, name: str, deck: DeckFile) -> bool:
        """Whether some who see the deck may not see what it refers to."""
        return self.audiences.get((kind, name), EVERYONE) not in {EVERYONE, deck.audience}


def _framework_problems(files: Sequence[AuthoredFile]) -> Iterator[Problem]:
    holders = [file for file in files if file.has_framework]
    if not holders:
        name = files[0].name if files else "cards"
        yield Problem(name, 1, "no deck file has a framework", "load the shipped decks too, or add 'framework:'")
    for file in holders[1:]:
        first = f"{holders[0].name}:{holders[0].line(('framework',))}"
        yield file.problem(("framework",), f"a second framework; the first is at {first}", "keep one of them")
    for file, deck in _decks(holders):
        if deck.framework and tuple(guide.step for guide in deck.framework.steps) != STEPS:
            yield file.problem(("framework", "steps"), "the framework's steps are not the six in their order")


def _audience_problems(files: Sequence[AuthoredFile]) -> Iterator[Problem]:
    first: dict[str, tuple[AuthoredFile, str]] = {}
    for file, deck in _decks(files):
        other, audience = first.setdefault(deck.deck, (file, deck.audience))
        if audience != deck.audience:
            message = f"deck '{deck.deck}' is for {deck.audience} here and for {audience} in {other.name}"
            yield file.problem(("audience",), message, "give this one a deck name of its own")


def _duplicates(files: Sequence[AuthoredFile]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[AuthoredFile, int]] = {}
    for file, deck in _decks(files):
        for part, entries in (("cards", deck.cards), ("terms", deck.terms), ("interviews", deck.interviews)):
            for index, entry in enumerate(entries):
                other, at = first.setdefault((part, entry.id), (file, index))
                if other is not file or at != index:
                    place = f"{other.name}:{other.line(other.entry(part, at, 'id'))}"
                    message = f"the {part[:-1]} id '{entry.id}' is already used at {place}"
                    yield file.problem(file.entry(part, index, "id"), message, "ids are used once over all decks")
    yield from _conflicting_sources(files)


def _conflicting_sources(files: Sequence[AuthoredFile]) -> Iterator[Problem]:
    first: dict[str, tuple[AuthoredFile, object]] = {}
    for file, deck in _decks(files):
        for key, source in deck.sources.items():
            other, known = first.setdefault(key, (file, source))
            if known != source:
                place = f"{other.name}:{other.line(('sources', key))}"
                message = f"the source '{key}' is another work at {place}"
                yield file.problem(("sources", key), message, "give one of them another key")


def _file_problems(file: AuthoredFile, deck: DeckFile, known: _Known) -> Iterator[Problem]:
    for index, term in enumerate(deck.terms):
        if not known.sources.issuperset(term.sources) or not (term.step or deck.defaults.step):
            yield from _entry_problems(file, file.entry("terms", index), term, known)
    for index, card in enumerate(deck.cards):
        if not known.sources.issuperset(card.sources) or not (card.step or deck.defaults.step):
            yield from _entry_problems(file, file.entry("cards", index), card, known)
        if card.term is not None:
            yield from _term_problems(file, deck, file.entry("cards", index, "term"), card.term, known)
        if card.kind == "scenario":
            yield from _teaching_problems(file, deck, file.entry("cards", index), card, known)
    for index, script in enumerate(deck.interviews):
        path = file.entry("interviews", index)
        yield from _source_problems(file, path, script.sources, known)
        yield from _teaching_problems(file, deck, path, script, known)


def _entry_problems(file: AuthoredFile, path: Path, entry: CardEntry | TermEntry, known: _Known) -> Iterator[Problem]:
    if file.deck and not (entry.step or file.deck.defaults.step):
        yield file.problem(path, f"'{entry.id}' has no step", "give it one, or the file a default step")
    yield from _source_problems(file, path, entry.sources, known)


def _source_problems(file: AuthoredFile, path: Path, keys: Sequence[str], known: _Known) -> Iterator[Problem]:
    for number, key in enumerate(keys):
        if key not in known.sources:
            hint = did_you_mean(key, known.sources) or "add it to 'sources'"
            yield file.problem((*path, "sources", number), f"unknown source '{key}'", hint)


def _term_problems(file: AuthoredFile, deck: DeckFile, path: Path, term: str, known: _Known) -> Iterator[Problem]:
    if term not in known.terms:
        yield file.problem(path, f"unknown term '{term}'", did_you_mean(term, known.terms) or "add it to 'terms'")
    elif known.hidden("term", term, deck):
        yield file.problem(path, f"the term '{term}' is not visible to {deck.audience}", "write a lesson instead")


def _teaching_problems(
    file: AuthoredFile, deck: DeckFile, entry: Path, graded: ScenarioEntry | InterviewEntry, known: _Known
) -> Iterator[Problem]:
    for inside, taught in _taught(graded):
        path = (*entry, *inside)
        if taught not in known.cards:
            hint = did_you_mean(taught, known.cards)
            yield file.problem(path, f"it teaches an unknown card '{taught}'", hint or "name a card's id")
        elif known.hidden("card", taught, deck):
            yield file.problem(path, f"the card '{taught}' is not visible to {deck.audience}", "name another")


def _taught(graded: ScenarioEntry | InterviewEntry) -> Iterator[tuple[Path, str]]:
    for number, point in enumerate(graded.rubric):
        yield from ((("rubric", number, "teaches", at), taught) for at, taught in enumerate(point.teaches))
    for number, flag in enumerate(graded.red_flags):
        yield from ((("red_flags", number, "teaches", at), taught) for at, taught in enumerate(flag.teaches))
