"""From folders of deck files to one Library, or to every problem in them at once."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.content.audience import EVERYONE
from bot.content.authored import AuthoredFile, read_file
from bot.content.build import Shelf, build_card, build_framework, build_source, build_term
from bot.content.build_interview import build_interview
from bot.content.files import contents, deck_files
from bot.content.library import Deck, Library
from bot.content.parser import Path as Place
from bot.content.problems import Finding, Problem
from bot.content.references import check_references
from bot.content.templates import check_names
from bot.domain.card import Card, Numeric
from bot.domain.errors import BotError
from bot.domain.interview import Interview
from bot.domain.steps import Framework

SHOWN = 20
"""How many problems a message lists; the rest are counted."""


class BrokenDecks(BotError):
    """The decks cannot be loaded. `problems` holds everything that is wrong with them, by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        listed = "".join(f"\n  {problem}" for problem in self.problems[:SHOWN])
        rest = f"\n  and {count - SHOWN} more" if count > SHOWN else ""
        super().__init__(
            f"The decks have {count} problem{'s' if count > 1 else ''}:{listed}{rest}\n",
            "Mend them; `mlsd cards check` lists them all.",
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and where it is written: the index-th of the file's cards."""

    card: Card
    file: AuthoredFile
    index: int

    def problems(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        """Findings at paths inside the card, as problems at lines of its file."""
        for found in findings:
            yield _at(self.file, self.file.entry("cards", self.index, *found.path), found)


@dataclass(frozen=True, slots=True)
class PlacedInterview:
    """A mock interview and where it is written: the index-th of the file's interviews."""

    interview: Interview
    file: AuthoredFile
    index: int

    def problems(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        """Findings at paths inside the script, as problems at lines of its file."""
        for found in findings:
            yield _at(self.file, self.file.entry("interviews", self.index, *found.path), found)


def _at(file: AuthoredFile, path: Place, found: Finding) -> Problem:
    return Problem(file.name, file.line(path), found.message, found.hint, found.severity)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a load found: every file, every card and interview that could be built, and every problem, sorted."""

    files: Sequence[AuthoredFile]
    placed: Sequence[Placed]
    problems: Sequence[Problem]
    shelf: Shelf
    framework: Framework | None
    interviews: Sequence[PlacedInterview] = ()


def load(folders: Sequence[Path]) -> Library:
    """The decks of all these folders. Raises BrokenDecks with every problem, NoDecksFolder for a missing folder."""
    with _collector_off():
        survey = take_survey(folders)
        if survey.problems or survey.framework is None:
            raise BrokenDecks(survey.problems)
        return _library(survey, survey.framework)


def take_survey(folders: Sequence[Path]) -> Survey:
    """Read and build all that can be, and collect what is wrong with the rest. Raises NoDecksFolder."""
    files, problems = _read(folders)
    problems += [problem for file in files for problem in file.problems]
    problems += check_references(files)
    shelf = _shelf(files)
    placed = [Placed(card, file, index) for file in files for index, card in _cards(file, shelf)]
    problems += [
        problem for one in placed if isinstance(one.card, Numeric) for problem in one.problems(check_names(one.card))
    ]
    return Survey(files, placed, sorted(set(problems)), shelf, _framework(files), [*_interviews(files, shelf)])


@contextmanager
def _collector_off() -> Iterator[None]:
    """Nothing made while loading is garbage, and looking for some takes three times as long as the loading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(folders: Sequence[Path]) -> tuple[list[AuthoredFile], list[Problem]]:
    files: list[AuthoredFile] = []
    problems: list[Problem] = []
    for path in deck_files(folders):
        found = contents(path)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(read_file(str(path), found))
    return files, problems


def _shelf(files: Sequence[AuthoredFile]) -> Shelf:
    decks = [file.deck for file in files if file.deck]
    sources = {key: build_source(entry) for deck in decks for key, entry in deck.sources.items()}
    terms = {}
    for deck in decks:
        for entry in deck.terms:
            if (entry.step or deck.defaults.step) and sources.keys() >= set(entry.sources):
                terms[entry.id] = build_term(entry, deck, sources)
    return Shelf(sources, terms)


def _framework(files: Sequence[AuthoredFile]) -> Framework | None:
    entries = (file.deck.framework for file in files if file.deck and file.deck.framework)
    return next((build_framework(entry) for entry in entries), None)


def _cards(file: AuthoredFile, shelf: Shelf) -> Iterator[tuple[int, Card]]:
    """The cards of a file that can be built; for the others `check_references` has the reason."""
    deck = file.deck
    if deck is None:
        return
    for index, entry in enumerate(deck.cards):
        try:
            yield index, build_card(entry, deck, shelf)
        except (KeyError, ValueError):
            continue


def _interviews(files: Sequence[AuthoredFile], shelf: Shelf) -> Iterator[PlacedInterview]:
    """The mock interviews whose sources are known; for the others `check_references` has the reason."""
    for file in files:
        for index, entry in enumerate(file.deck.interviews if file.deck else ()):
            if file.deck and shelf.sources.keys() >= set(entry.sources):
                yield PlacedInterview(build_interview(entry, file.deck.deck, shelf.sources), file, index)


def _library(survey: Survey, framework: Framework) -> Library:
    decks: dict[str, Deck] = {}
    audiences: dict[str, str] = {}
    for deck in (file.deck for file in survey.files if file.deck):
        decks.setdefault(deck.deck, Deck(deck.deck, deck.title, deck.audience))
        if deck.audience != EVERYONE:
            audiences |= {term.id: deck.audience for term in deck.terms}
    return Library(
        cards={placed.card.id: placed.card for placed in survey.placed},
        decks=decks,
        terms=survey.shelf.terms,
        framework=framework,
        version=_version(survey.files),
        term_audiences=audiences,
        interviews={placed.interview.id: placed.interview for placed in survey.interviews},
    )


def _version(files: Sequence[AuthoredFile]) -> str:
    """Twelve hexadecimal digits over the files' bytes, wherever the folders lie."""
    digests = sorted(hashlib.sha256(file.text).digest() for file in files)
    return hashlib.sha256(b"".join(digests)).hexdigest()[:12]
