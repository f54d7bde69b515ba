"""Grading a long answer against a large rubric stays quick, and hostile answers cannot slow it down."""

import time

import pytest

from bot.domain.rubric.reading import plain_words
from bot.domain.rubric.score import grade
from tests.domain.rubric.scenarios import point, scenario

WORDS = plain_words(
    "we serve the ranking model from a feature store so that look-ups stay under ten milliseconds because the budget "
    "leaves no more and we would not want stale embeddings which drift over time while retraining happens nightly on "
    "joined impressions with a temporal split to avoid leakage then a canary at five percent guards the rollout"
)
POINTS = [
    point(
        *(
            f"{WORDS[(7 * row + column) % len(WORDS)]} {WORDS[(3 * row + 5 * column) % len(WORDS)]}"
            for column in range(9)
        ),
        f"observability platform {row}",
        with_=("<number>", "<reason>", "fresh", "monitoring quality"),
        unless=("never mind",),
        id=f"point-{row}",
    )
    for row in range(16)
]
CASE = scenario(*POINTS)
ANSWER = ". ".join(" ".join(WORDS[start : start + 12]) for start in range(0, 48, 4)) + ". "


def test_four_hundred_words_against_sixteen_points() -> None:
    """A 400-word answer against 16 points of 10 spellings takes some milliseconds once warm (the bound is generous)."""
    answer = " ".join((ANSWER * 4).split()[:400])
    grade(CASE, answer)
    best = min(timed(f"{answer} {run}") for run in range(5))
    assert best < 0.05


@pytest.mark.parametrize(
    "answer",
    [
        "a" * 10_000,
        "feature " * 1_500,
        "feature store " * 800,
        "not " * 2_500 + "feature store",
        "no, " * 2_500,
        "1 " * 5_000,
        "1. " * 3_000,
        "(((a+)+)+)+$" * 800,
        "🦆 feature store 🦆\n" * 500,
        "\n" * 10_000,
        "." * 10_000,
        "e\u0301" * 5_000,
        "a/" * 5_000,
        " - " * 3_000,
        "'" * 10_000,
        "observabilitx platfrm " * 500,
        "x" * 100_000,
    ],
    ids=lambda answer: answer[:8].encode("unicode_escape").decode(),
)
def test_hostile_answers_are_graded_quickly(answer: str) -> None:
    """Ten thousand characters of anything are graded within a second."""
    assert timed(answer) < 1.0


def timed(answer: str) -> float:
    """Processor seconds that grading takes once everything is loaded."""
    grade(CASE, "warm up: monitering the featuer store")
    started = time.process_time()
    scored = grade(CASE, answer)
    assert 0 <= scored.percent <= 100
    return time.process_time() - started
