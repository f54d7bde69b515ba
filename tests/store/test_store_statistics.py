from datetime import timedelta

import pytest

from bot.domain.memory import Grade
from bot.store import memories, reviews, statistics
from bot.store.database import Database
from bot.store.reviews import Phase
from bot.store.statistics import DayOfStudy, HardCard
from tests.store.factories import DAY, TODAY, memory, newcomer, review


def test_days_of_study_add_up(store: Database) -> None:
    """Each local day with answers once, in order; only Again counts as not passed."""
    person = newcomer(store).person_id
    answers = [(3, Grade.GOOD), (1, Grade.AGAIN), (1, Grade.HARD), (1, Grade.EASY), (0, Grade.AGAIN)]
    with store.transaction("local") as tx:
        for number, (ago, grade) in enumerate(answers):
            took = timedelta(seconds=1.25)
            reviews.append(tx, person, review(f"1:{number}", local_day=TODAY - ago * DAY, grade=grade, took=took))

        assert statistics.by_day(tx, person) == [
            DayOfStudy(TODAY - 3 * DAY, 1, 1, 1.25),
            DayOfStudy(TODAY - DAY, 3, 2, 3.75),
            DayOfStudy(TODAY, 1, 0, 1.25),
        ]
        assert [each.day for each in statistics.by_day(tx, person, TODAY - DAY)] == [TODAY - DAY, TODAY]
        assert statistics.by_day(tx, "somebody else") == []


def test_retention_compares_forecast_and_outcome_of_due_reviews(store: Database) -> None:
    """New cards, short steps, practice, cards without a forecast and earlier days are left out."""
    person = newcomer(store).person_id
    answered = [
        review("1:1", retrievability=0.75, grade=Grade.AGAIN),
        review("1:2", retrievability=0.875, grade=Grade.HARD),
        review("1:3", retrievability=1.0, grade=Grade.GOOD, local_day=TODAY - 7 * DAY),
        review("1:4", retrievability=None, grade=Grade.AGAIN),
        *(
            review(f"2:{phase}", phase=phase, retrievability=0.5, grade=Grade.AGAIN)
            for phase in Phase
            if phase is not Phase.REVIEW
        ),
    ]
    with store.transaction("local") as tx:
        for each in answered:
            reviews.append(tx, person, each)
        ever = statistics.retention(tx, person)
        week = statistics.retention(tx, person, TODAY - 6 * DAY)
        none = statistics.retention(tx, person, TODAY + DAY)

    assert ever is not None
    assert ever.reviews == 3
    assert [ever.predicted, ever.true] == pytest.approx([0.875, 2 / 3])
    assert week is not None
    assert week.reviews == 2
    assert [week.predicted, week.true] == pytest.approx([0.8125, 0.5])
    assert none is None


def test_the_hardest_cards_are_those_failed_most(store: Database) -> None:
    """By lapses, then by difficulty; cards never failed are no hard ones."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        for card, lapses, difficulty in (("a", 1, 5.0), ("b", 3, 5.0), ("c", 1, 9.5), ("d", 0, 9.9)):
            memories.save(tx, person, memory(card, lapses=lapses, difficulty=difficulty))

        assert [each.card_id for each in statistics.hardest(tx, person)] == ["b", "c", "a"]
        assert statistics.hardest(tx, person, limit=1) == [HardCard("b", 3, 4, 5.0)]
