"""Everything that `mlsd cards check` says of a set of decks: what keeps them from loading, and what makes them weak."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.content.bank import untaught_in_interviews, weigh_bank
from bot.content.doubles import near_doubles, shared_runs
from bot.content.interview_checks import check_interview
from bot.content.loader import Placed, take_survey
from bot.content.options import weigh_options
from bot.content.problems import Finding, Problem, Severity
from bot.content.quality import weigh
from bot.content.showing import check_showing
from bot.content.templates import check_draws, check_names
from bot.domain.card import Choice, Numeric, Scenario
from bot.domain.rubric.checks import check_rubric


def findings(folders: Sequence[Path]) -> list[Problem]:
    """Every error and every piece of advice on these folders, by file and line. Raises NoDecksFolder.

    An error is what a deck may not ship with: it does not load, a template cannot be drawn, an answer is given away or
    too long, a rubric misjudges its own samples. Advice is for the author to weigh: near doubles, orphan tags. The
    command prints both, advice with `advice:` before it.
    """
    survey = take_survey(folders)
    problems = [*survey.problems]
    for placed in survey.placed:
        problems += placed.problems(_examine(placed))
    for script in survey.interviews:
        problems += script.problems(check_interview(script.interview))
    for script, untaught in untaught_in_interviews(survey.placed, survey.interviews):
        problems += script.problems([untaught])
    whole = [*near_doubles(survey.placed), *shared_runs(survey.placed), *weigh_bank(survey.placed)]
    problems += [problem for placed, found in whole for problem in placed.problems([found])]
    return sorted(set(problems))


def passes(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether a check ends well: without errors, and when strict without advice too."""
    return not any(strict or problem.severity is Severity.ERROR for problem in problems)


def _examine(placed: Placed) -> Iterator[Finding]:
    card = placed.card
    yield from weigh(card)
    if isinstance(card, Choice):
        yield from weigh_options(card)
    if isinstance(card, Numeric) and not any(check_names(card)):
        yield from check_draws(card)
        yield from check_showing(card)
    if isinstance(card, Scenario):
        yield from _misjudged(card)


def _misjudged(card: Scenario) -> Iterator[Finding]:
    """What the rubric judges otherwise than its author: at the point if one is named, else at the samples."""
    places = {point.id: number for number, point in enumerate(card.rubric)}
    for sentence in check_rubric(card):
        point, _, _ = sentence.partition(":")
        yield Finding(("rubric", places[point]) if point in places else ("samples",), sentence)
