"""A clock that only a test moves, and small makers of what the store keeps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.memory import Grade, Interval, Memory, State
from bot.store import people
from bot.store.database import Database, Transaction
from bot.store.people import Learner
from bot.store.reviews import Phase, Review

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """The time that it stands at."""
        return self.now

    def advance(self, by: timedelta) -> datetime:
        """Move on; returns the new time."""
        self.now += by
        return self.now


def learner(tx: Transaction, account: str = "U1") -> Learner:
    """An account of the transaction's tenant."""
    return people.find_or_create(tx, tx.tenant.partition(":")[0], tx.tenant, account)


def newcomer(store: Database, account: str = "U1", tenant: str = "local") -> Learner:
    """As `learner`, in a transaction of its own."""
    with store.transaction(tenant) as tx:
        return learner(tx, account)


def memory(card: str = "card-1", **changes: Any) -> Memory:
    """A card in review, answered yesterday, due today."""
    plain = Memory(
        card_id=card,
        state=State.REVIEW,
        step=None,
        stability=3.5,
        difficulty=5.25,
        due_day=TODAY,
        due_at=None,
        last_review_at=NOON - DAY,
        last_review_day=TODAY - DAY,
        introduced_day=TODAY - 9 * DAY,
        repetitions=4,
        lapses=1,
    )
    return replace(plain, **changes)


def review(showing: str = "1:1", **changes: Any) -> Review:
    """A good answer of today to a card in review."""
    plain = Review(
        card_id="card-1",
        reviewed_at=NOON,
        local_day=TODAY,
        grade=Grade.GOOD,
        phase=Phase.REVIEW,
        stability_before=3.5,
        difficulty_before=5.25,
        stability=9.75,
        difficulty=5.2,
        elapsed_days=4,
        interval=Interval(10),
        retrievability=0.875,
        took=timedelta(seconds=7.5),
        correct=True,
        answer="shadow traffic",
        model="fsrs-6",
        desired_retention=0.9,
        showing=showing,
        learner_id="learner",
        session_id=7,
    )
    return replace(plain, **changes)
