"""Our scheduling against Anki's real backend, over histories at real hours."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS

from tests.domain.oracle.histories import Answered, histories

HISTORIES = 250
LENGTH = 8  # Anki keeps four decimals of stability and three of difficulty: over longer histories its rounding adds up
Pairs = list[tuple[Answered, dict[str, float]]]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """Every answer as we and as Anki's backend schedule it."""
    pytest.importorskip("anki.buildinfo")
    ours = histories(HISTORIES, LENGTH)
    asked = {
        "parameters": DEFAULT_PARAMETERS,
        "histories": [[[answer.seconds, answer.grade] for answer in played] for played in ours],
    }
    backend = Path(__file__).with_name("anki_backend.py")
    done = subprocess.run(
        [sys.executable, str(backend)], input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=120
    )
    theirs = json.loads(done.stdout)
    return [pair for mine, other in zip(ours, theirs, strict=True) for pair in zip(mine, other, strict=True)]


def test_stability_is_within_two_thousandths_of_ankis(pairs: Pairs) -> None:
    """Stability differs from Anki's, which keeps four decimals, by 0.2 % at most, through every state."""
    for mine, other in pairs:
        assert mine.memory.stability == pytest.approx(other["stability"], rel=2e-3, abs=1e-4)


def test_difficulty_is_ankis(pairs: Pairs) -> None:
    """Difficulty differs from Anki's, which keeps three decimals, by less than 0.01."""
    assert max(abs(mine.memory.difficulty - other["difficulty"]) for mine, other in pairs) < 0.01


def test_steps_are_ankis(pairs: Pairs) -> None:
    """Every step shorter than a day is Anki's to the second, and no step is where Anki has days."""
    for mine, other in pairs:
        assert (mine.interval.delay.total_seconds() if mine.interval.delay else 0) == other["seconds"]


def test_days_are_ankis_for_99_percent_and_else_one_off(pairs: Pairs) -> None:
    """At least 99 % of the intervals in days equal Anki's without fuzz, and the others differ by one day."""
    apart = [abs(mine.interval.days - other["days"]) for mine, other in pairs if mine.interval.days]
    assert len(apart) > 1000
    assert max(apart) <= 1
    assert sum(days == 0 for days in apart) >= 0.99 * len(apart)
