"""None lost, none doubled: real processes, killed and frozen, on both databases."""

from random import Random

import pytest

from bot.store.database import Database
from tests.engine.chaos import every_fault, run

SEED = 5


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_every_drill_arrives_once(kind: str, request: pytest.FixtureRequest) -> None:
    """Whatever dies or freezes, wherever; the long run is `python -m tests.engine.chaos`."""
    url: str = request.getfixturevalue(f"empty_{kind}")
    Database.open(url).close()
    random = Random(f"{SEED} {kind}")  # noqa: S311  # repeatable, not secret
    outcome = run(url, drills=28, seed=SEED, faults=random.sample(every_fault(), 12), a_second=12, limit_seconds=60)
    assert outcome.is_good, outcome
    assert sum(outcome.faults.values()) >= 6, outcome
