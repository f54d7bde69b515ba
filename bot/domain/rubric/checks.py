"""Checking a rubric before it ships: its own snippets and sample answers must be judged as their author says."""

from collections.abc import Iterator

from bot.domain.card import RubricPoint, Scenario
from bot.domain.rubric.evidence import FULL, HALF, find_point
from bot.domain.rubric.reading import read
from bot.domain.rubric.score import grade

BANDS = {"weak": (0.0, 35.0), "passing": (55.0, 70.0), "strong": (80.0, 100.0)}
MOST_BY_STUFFING = 50.0


def check_rubric(scenario: Scenario) -> list[str]:
    """Everything that the rubric misjudges, one sentence each.

    A passing snippet must earn at least half, and one of them all; a failing one nothing (a mere list of keywords at
    most half). The three samples must lie in their bands, and all keywords strung together at or below 50 %.
    """
    return [
        *(finding for point in scenario.rubric for finding in _misjudged(point)),
        *_samples_off(scenario),
        *_stuffable(scenario),
    ]


def _misjudged(point: RubricPoint) -> Iterator[str]:
    shares = [find_point(point, read(snippet)).share for snippet in point.passes]
    for snippet, share in zip(point.passes, shares, strict=True):
        if share < HALF:
            yield f"{point.id}: “{snippet}” should pass and is not found."
    if shares and max(shares) < FULL:
        yield f"{point.id}: none of its passing snippets earns the whole point."
    for snippet in point.fails:
        reading = read(snippet)
        share = find_point(point, reading).share
        if share > (HALF if reading.is_listed else 0.0):
            yield f"{point.id}: “{snippet}” should fail and earns {share:.0%}."


def _samples_off(scenario: Scenario) -> Iterator[str]:
    samples = {"weak": scenario.samples.weak, "passing": scenario.samples.passing, "strong": scenario.samples.strong}
    for name, (lowest, highest) in BANDS.items():
        percent = grade(scenario, samples[name]).percent
        if not lowest <= percent <= highest:
            yield f"The {name} sample scores {percent:.0f} %, not {lowest:.0f}-{highest:.0f} %."


def _stuffable(scenario: Scenario) -> Iterator[str]:
    keywords = ", ".join(
        spelling for point in scenario.rubric for spelling in (*point.evidence.any_of, *point.evidence.with_)
    )
    percent = grade(scenario, keywords).percent
    if percent > MOST_BY_STUFFING:
        yield f"All keywords strung together score {percent:.0f} %; {MOST_BY_STUFFING:.0f} % is the most."
