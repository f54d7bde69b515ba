"""What shows only over whole decks: cues and lengths on average, sources, tags, and what rubric points teach."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from bot.content.loader import Placed, PlacedInterview
from bot.content.options import is_longest, lead
from bot.content.problems import Finding, Severity
from bot.content.quality import answers, words
from bot.domain.card import Choice, Scenario
from bot.domain.steps import TYPE_ALIASES, ProblemType

MOST_LONGEST = 0.35
"""The share of a deck's choices whose key may be the longest option."""
MEDIAN_WORDS = 20
P95_WORDS = 40
LEAST_PRIMARY = 0.8
"""The share of all citations that are of papers, first-party documentation or engineering posts."""
FEWEST = 20
"""How many answers or citations, and half as many choices of a deck, there must be for a share to say anything."""

Weighed = Iterator[tuple[Placed, Finding]]
_TYPES = frozenset(type_.value for type_ in ProblemType) | TYPE_ALIASES.keys()


def weigh_bank(placed: Sequence[Placed]) -> Weighed:
    """What is wrong with the cards taken together, each at the card where mending it is easiest."""
    yield from _longest_keys(placed)
    yield from _long_answers(placed)
    yield from _secondary_sources(placed)
    yield from _orphan_tags(placed)
    yield from _untaught_points(placed)


def at_percentile(values: Sequence[int], percent: int) -> int:
    """The value that so many per cent of the values do not exceed (the nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(-(-percent * len(ordered) // 100) - 1, 0)] if ordered else 0


def _longest_keys(placed: Sequence[Placed]) -> Weighed:
    decks: dict[str, list[tuple[Placed, Choice]]] = defaultdict(list)
    for one in placed:
        if isinstance(one.card, Choice):
            decks[one.card.deck].append((one, one.card))
    for deck, choices in decks.items():
        longest = [(one, card) for one, card in choices if is_longest(card)]
        if len(choices) >= FEWEST / 2 and len(longest) > MOST_LONGEST * len(choices):
            where, _ = min(longest, key=lambda pair: lead(pair[1]))
            share = f"{len(longest)} of {len(choices)} choices of deck '{deck}'"
            excess = len(longest) - int(MOST_LONGEST * len(choices))
            hint = f"{MOST_LONGEST:.0%} at most: shorten {excess}, this one first"
            yield where, Finding(("answer",), f"the key is the longest option in {share}", hint)


def _long_answers(placed: Sequence[Placed]) -> Weighed:
    shown = [(words(texts[0][1]), at, texts[0][0]) for at, one in enumerate(placed) if (texts := answers(one.card))]
    if len(shown) < FEWEST:
        return
    counts = [count for count, _, _ in shown]
    figures = (("median", median(counts), MEDIAN_WORDS), ("95th percentile", at_percentile(counts, 95), P95_WORDS))
    _, longest, path = max(shown, key=lambda answer: answer[0])
    for name, words_, limit in figures:
        if words_ > limit:
            message = f"the {name} of all answers is {words_:g} words; this is the longest"
            yield placed[longest], Finding(path, message, f"{limit} at most: shorten the long ones")


def _secondary_sources(placed: Sequence[Placed]) -> Weighed:
    cited = [source.primary for one in placed for source in one.card.sources]
    if len(cited) < FEWEST or sum(cited) >= LEAST_PRIMARY * len(cited):
        return
    where = next(one for one in placed if not all(source.primary for source in one.card.sources))
    message = f"only {sum(cited)} of {len(cited)} citations in all decks are primary; here is one that is not"
    hint = f"{LEAST_PRIMARY:.0%} at least: cite papers, first-party documentation or engineering posts"
    yield where, Finding(("sources",), message, hint)


def _orphan_tags(placed: Sequence[Placed]) -> Weighed:
    tagged: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        for tag in one.card.tags - _TYPES:
            tagged[tag].append(one)
    for tag, holders in tagged.items():
        if len(holders) == 1:
            message = f"no other card has the tag '{tag}'"
            yield holders[0], Finding(("tags",), message, "use a tag of other cards, or none", Severity.ADVICE)


def _untaught_points(placed: Sequence[Placed]) -> Weighed:
    """A miss has to schedule something to drill; a scenario is none."""
    scenarios = {one.card.id for one in placed if isinstance(one.card, Scenario)}
    for one in placed:
        if isinstance(one.card, Scenario):
            yield from ((one, found) for found in _untaught(one.card, scenarios.issuperset))


def untaught_in_interviews(
    placed: Sequence[Placed], scripts: Sequence[PlacedInterview]
) -> Iterator[tuple[PlacedInterview, Finding]]:
    """What of mock interviews schedules nothing to drill."""
    scenarios = {one.card.id for one in placed if isinstance(one.card, Scenario)}
    for script in scripts:
        yield from ((script, found) for found in _untaught(script.interview.case, scenarios.issuperset))


def _untaught(card: Scenario, are_scenarios: Callable[[Sequence[str]], bool]) -> Iterator[Finding]:
    for number, point in enumerate(card.rubric):
        if are_scenarios(point.teaches):
            message = f"a miss of the point '{point.id}' schedules no card to drill"
            yield Finding(("rubric", number, "teaches"), message, "name the cards that teach it")
