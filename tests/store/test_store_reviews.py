import json
import tracemalloc
from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.domain.memory import Grade, Interval
from bot.store import people, reviews
from bot.store.database import Database
from bot.store.reviews import Done, Phase, Review
from bot.store.statement import Statement
from bot.store.values import from_ms
from tests.store.factories import DAY, TODAY, newcomer, review

MEGABYTE = 2**20
ON_BOTH = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.integers(0, 2**31 - 1)
WHOLE_DAYS = st.builds(Interval, st.integers(1, 36500))
SHORT = st.builds(Interval, st.just(0), st.timedeltas(timedelta(seconds=1), timedelta(days=1)))
REVIEWS = st.builds(
    Review,
    card_id=st.text("abc-", min_size=1),
    reviewed_at=st.integers(0, 10**13).map(from_ms),
    local_day=st.dates(),
    grade=st.sampled_from(Grade),
    phase=st.sampled_from(Phase),
    stability_before=st.none() | FLOATS,
    difficulty_before=st.none() | FLOATS,
    stability=FLOATS,
    difficulty=FLOATS,
    elapsed_days=COUNTS,
    interval=WHOLE_DAYS | SHORT,
    retrievability=st.none() | FLOATS,
    took=COUNTS.map(lambda milliseconds: timedelta(milliseconds=milliseconds)),
    correct=st.none() | st.booleans(),
    answer=st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    model=st.just("fsrs-6"),
    desired_retention=FLOATS,
    showing=st.text("0123456789:", min_size=1),
    learner_id=st.none() | st.just("learner"),
    session_id=st.none() | st.integers(1, 2**40),
)
MANY_REVIEWS = Statement(
    text("""
    INSERT INTO review (person_id, card_id, reviewed_ms, local_day, grade, phase, stability, difficulty, elapsed_days,
        interval_days, took_ms, answer, model, desired_retention, showing)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :most)
    SELECT :person, 'card', 1000 * n, '2026-03-10', 3, 'review', 1.5, 5.0, 1, 2, 3000,
        'a longer answer, so that rows weigh something, as those of people do', 'fsrs-6', 0.9, 'n:' || n
    FROM numbers
    """)
)


@ON_BOTH
@given(answered=st.lists(REVIEWS, unique_by=lambda each: each.showing, max_size=4))
def test_the_log_comes_back_as_it_was_written(store: Database, answered: list[Review]) -> None:
    """Every field of every answer, in the order given, and of one person alone."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    with store.transaction("local") as tx:
        for each in answered:
            assert reviews.append(tx, person, each)
            reviews.append(tx, other, each)
        assert list(reviews.history(tx, person)) == answered
        people.forget(tx, person)
        people.forget(tx, other)


def test_a_showing_is_answered_once(store: Database) -> None:
    """A double click or a retry adds nothing and is told so; the first answer stays; another person is not hindered."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    first, second = review(grade=Grade.GOOD), review(grade=Grade.AGAIN)
    with store.transaction("local") as tx:
        assert reviews.append(tx, person, first)
    with store.transaction("local") as tx:
        assert not reviews.append(tx, person, second)
        assert list(reviews.history(tx, person)) == [first]
        assert reviews.append(tx, other, second)


def test_an_answer_taken_back_can_be_given_again(store: Database) -> None:
    """Undo removes that answer alone and frees its showing."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    with store.transaction("local") as tx:
        for each in ("1:1", "1:2"):
            reviews.append(tx, person, review(each))
            reviews.append(tx, other, review(each))
        reviews.take_back(tx, person, "1:2")

        assert list(reviews.history(tx, person)) == [review("1:1")]
        assert len(list(reviews.history(tx, other))) == 2
        assert reviews.append(tx, person, review("1:2", grade=Grade.HARD))


def test_a_session_knows_its_answers(store: Database) -> None:
    """In the order given, without those of other sessions."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        reviews.append(tx, person, review("7:1", card_id="b", phase=Phase.NEW, took=timedelta(seconds=2)))
        reviews.append(tx, person, review("8:1", session_id=8))
        reviews.append(tx, person, review("7:2", card_id="a", grade=Grade.AGAIN, took=timedelta(seconds=3)))

        assert reviews.of_session(tx, person, 7) == [
            Done("b", Grade.GOOD, Phase.NEW, 2000),
            Done("a", Grade.AGAIN, Phase.REVIEW, 3000),
        ]


def test_answer_times_are_the_latest_by_phase(store: Database) -> None:
    """Only the last answers count, the latest first; phases without one are empty."""
    person = newcomer(store).person_id
    phases = (Phase.NEW, Phase.REVIEW, Phase.NEW, Phase.REVIEW)
    with store.transaction("local") as tx:
        for number, phase in enumerate(phases):
            reviews.append(tx, person, review(f"1:{number}", phase=phase, took=timedelta(seconds=number)))
        times = reviews.answer_times(tx, person, limit=3)

    assert times[Phase.NEW] == [timedelta(seconds=2)]
    assert times[Phase.REVIEW] == [timedelta(seconds=3), timedelta(seconds=1)]
    assert times[Phase.PRACTICE] == []


def test_a_day_knows_its_answers(store: Database) -> None:
    """In the order given, by local day, without those of another person."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    with store.transaction("local") as tx:
        reviews.append(tx, person, review("1:1", card_id="b", phase=Phase.NEW, took=timedelta(seconds=1.5)))
        reviews.append(tx, person, review("1:2", local_day=TODAY - DAY))
        reviews.append(tx, other, review("1:1"))
        reviews.append(tx, person, review("1:3", card_id="a", grade=Grade.AGAIN))

        assert reviews.of_day(tx, person, TODAY) == [
            Done("b", Grade.GOOD, Phase.NEW, 1500),
            Done("a", Grade.AGAIN, Phase.REVIEW, 7500),
        ]


@given(answered=REVIEWS)
def test_an_exported_row_is_flat_json_that_tells_everything(answered: Review) -> None:
    """Each field of the answer is there, under its own name or with its unit."""
    row = json.loads(json.dumps(answered.exported()))

    assert {name.name for name in fields(Review)} - set(row) == {"interval", "took"}
    assert not any(isinstance(value, (list, dict)) for value in row.values())
    assert row["interval_days"] == answered.interval.days
    assert row["took_seconds"] == answered.took.total_seconds()


def test_a_long_history_is_read_in_little_memory(store: Database) -> None:
    """Twenty thousand answers stream by; holding them all would take thirty megabytes."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        tx.run(MANY_REVIEWS, person=person, most=20_000)
    with store.transaction("local", write=False) as tx:
        tracemalloc.start()
        count = sum(1 for _ in reviews.history(tx, person))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert count == 20_000
    assert peak < 5 * MEGABYTE


def test_a_history_ends_with_its_transaction(store: Database) -> None:
    """Reading on afterwards is refused, not done on a connection that another transaction may have by then."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        for number in range(3):
            reviews.append(tx, person, review(f"1:{number}"))
        history = reviews.history(tx, person)
        next(history)

    with pytest.raises(RuntimeError, match="ended"):
        next(history)
