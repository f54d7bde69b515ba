"""One deck file as its author left it: the text, what the schema made of it, and the line of anything in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import ValidationError

from bot.content.faults import Fault
from bot.content.parser import Parsed, Path, Tree, lines, parse
from bot.content.problems import Finding, Problem, in_plain_words
from bot.content.schema import DeckFile

_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARTS = ("cards", "terms", "interviews")
_STAND_INS: dict[str, Tree] = {"deck": "unnamed", "title": "Untitled"}
_ANY_DEFAULTS: Tree = {"step": "frame"}


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that a file declares or, where it could not be read, may have declared."""

    sources: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    interviews: frozenset[str] = frozenset()


@dataclass
class AuthoredFile:
    """A deck file that was read.

    `deck` lacks the entries that have problems; `positions` says where its cards, terms and interviews stand in it.
    """

    name: str
    text: bytes
    deck: DeckFile | None = None
    names: Names = field(default_factory=Names)
    has_framework: bool = False
    positions: dict[str, Sequence[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return lines(self.text)

    def line(self, path: Path) -> int:
        """The line of this path or of the nearest thing that holds it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def entry(self, part: str, index: int, *inside: str | int) -> Path:
        """The path in the file of the index-th entry of a part (`cards`, `terms`, …), and of a place inside it."""
        return (part, self.positions[part][index], *inside)

    def problem(self, path: Path, message: str, hint: str = "") -> Problem:
        """A problem at a path of this file."""
        return Problem(self.name, self.line(path), message, hint)


def read_file(name: str, text: bytes) -> AuthoredFile:
    """Parse and validate one deck file; whatever is wrong with it is in its `problems`."""
    file = AuthoredFile(name, text)
    parsed = parse(text)
    if parsed.complete:
        _validate(file, parsed)
    else:
        words = frozenset(_WORDS.findall(text.decode("utf-8", "replace")))
        file.names = Names(words, words, words, words)
        file.has_framework = "framework" in words
    file.problems += [_from_fault(name, fault) for fault in parsed.faults]
    return file


def _from_fault(name: str, fault: Fault) -> Problem:
    return Problem(name, fault.line, fault.message, fault.hint)


def _validate(file: AuthoredFile, parsed: Parsed) -> None:
    try:
        file.deck = DeckFile.model_validate(parsed.tree)
        file.positions = {part: range(len(getattr(file.deck, part))) for part in _PARTS}
    except ValidationError as error:
        found = in_plain_words(error)
        faulty = {fault.line for fault in parsed.faults}  # a refused alias has been told already
        file.problems += [p for p in (_placed(file, finding) for finding in found) if p.line not in faulty]
        if isinstance(parsed.tree, dict):
            _salvage(file, parsed.tree, [finding.path for finding in found])
    file.names = _declared(parsed.tree)
    file.has_framework = isinstance(parsed.tree, dict) and "framework" in parsed.tree


def _placed(file: AuthoredFile, finding: Finding) -> Problem:
    return file.problem(finding.path, finding.message, finding.hint)


def _salvage(file: AuthoredFile, tree: dict[str, Tree], spoiled: Iterable[Path]) -> None:
    """Validate the file without its spoiled parts, so that one slip does not hide the problems behind it."""
    spoilt = {path[:2] if path[0] in {*_PARTS, "sources"} else path[:1] for path in spoiled if path}
    rest = _STAND_INS | {key: value for key, value in tree.items() if (key,) not in spoilt}
    if ("defaults",) in spoilt:
        rest["defaults"] = _ANY_DEFAULTS
    for part in _PARTS:
        if isinstance(entries := rest.get(part, []), list):
            kept = [index for index in range(len(entries)) if (part, index) not in spoilt]
            rest[part] = [entries[index] for index in kept]
            file.positions[part] = kept
    if isinstance(sources := rest.get("sources"), dict):
        rest["sources"] = {key: value for key, value in sources.items() if ("sources", key) not in spoilt}
    file.deck = DeckFile.model_validate(rest)


def _declared(tree: Tree) -> Names:
    if not isinstance(tree, dict):
        return Names()
    sources = tree.get("sources")
    return Names(
        sources=frozenset(sources) if isinstance(sources, dict) else frozenset(),
        terms=_ids(tree.get("terms")),
        cards=_ids(tree.get("cards")),
        interviews=_ids(tree.get("interviews")),
    )


def _ids(entries: Tree) -> frozenset[str]:
    if not isinstance(entries, list):
        return frozenset()
    ids = (entry.get("id") for entry in entries if isinstance(entry, dict))
    return frozenset(id_ for id_ in ids if isinstance(id_, str))
