"""Everything that `mlsd cards check` says of a set of decks: what keeps them from loading, and what makes them weak."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.content.loader import Placed, take_survey
from bot.content.problems import Finding, Problem, Severity
from bot.content.quality import near_doubles, weigh
from bot.content.templates import check_draws, check_names
from bot.domain.card import Choice, Numeric, Scenario
from bot.domain.rubric.checks import check_rubric


def findings(folders: Sequence[Path]) -> list[Problem]:
    """Every error and every piece of advice on these folders, by file and line. Raises NoDecksFolder.

    An error is what a deck may not ship with: it does not load, a template cannot be drawn, two options are the same,
    or a rubric misjudges its own samples. Advice is for the author to weigh: lengths, cues, near doubles. The command
    prints both, advice with `advice:` before it.
    """
    survey = take_survey(folders)
    problems = [*survey.problems]
    for placed in survey.placed:
        problems += placed.problems(_examine(placed))
    return sorted({*problems, *_doubles(survey.placed)})


def passes(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether a check ends well: without errors, and when strict without advice too."""
    return not any(strict or problem.severity is Severity.ERROR for problem in problems)


def _examine(placed: Placed) -> Iterator[Finding]:
    card = placed.card
    yield from weigh(card)
    if isinstance(card, Choice):
        yield from _equal_options(card)
    if isinstance(card, Numeric) and not any(check_names(card)):
        yield from check_draws(card)
    if isinstance(card, Scenario):
        yield from _misjudged(card)


def _misjudged(card: Scenario) -> Iterator[Finding]:
    """What the rubric judges otherwise than its author: at the point if one is named, else at the samples."""
    places = {point.id: number for number, point in enumerate(card.rubric)}
    for sentence in check_rubric(card):
        point, _, _ = sentence.partition(":")
        yield Finding(("rubric", places[point]) if point in places else ("samples",), sentence)


def _equal_options(card: Choice) -> Iterator[Finding]:
    seen = {card.answer.casefold()}
    for number, wrong in enumerate(card.distractors):
        if wrong.text.casefold() in seen:
            yield Finding(("distractors", number, "text"), f"the option '{wrong.text}' is given twice", "reword it")
        seen.add(wrong.text.casefold())


def _doubles(placed: Sequence[Placed]) -> Iterator[Problem]:
    by_card = {id(one.card): one for one in placed}
    for later, number, earlier in near_doubles([one.card for one in placed]):
        message = f"almost the same front as card '{earlier.id}'"
        found = Finding(("front", number), message, "ask for another angle", Severity.ADVICE)
        yield from by_card[id(later)].problems([found])
