from datetime import timedelta

import pytest

from bot.store import attempts, flags, sessions, undos
from bot.store.attempts import Finished
from bot.store.database import Database
from bot.store.sessions import Session, StaleSessionError
from tests.store.factories import NOON, Clock, newcomer

MINUTE = timedelta(minutes=1)


def push_and_save(store: Database, person: str, seen: Session) -> None:
    """An act as every one is: what it changes is kept for undo, then the session moves on."""
    with store.transaction("local") as tx:
        undos.push(tx, person, seen.id, {})
        sessions.save(tx, seen.id, seen.version, {"step": 2})


def test_a_session_is_found_until_it_ends(store: Database) -> None:
    """Its state is there for any later transaction, of its kind and person alone, until it is ended."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    with store.transaction("local") as tx:
        created = sessions.create(tx, person, "drill", {"waiting": ["a", "b"]})
    with store.transaction("local", write=False) as tx:
        assert sessions.find_open(tx, person, "drill") == created
        assert (created.state, created.started_at) == ({"waiting": ["a", "b"]}, NOON)
        assert sessions.find_open(tx, person, "scenario") is None
        assert sessions.find_open(tx, other, "drill") is None
    with store.transaction("local") as tx:
        sessions.end(tx, created.id, created.version)
        assert sessions.find_open(tx, person, "drill") is None


def test_there_is_one_open_session_of_a_kind(store: Database) -> None:
    """A second drill is refused while one is open; a scenario beside it is not, nor a drill after it."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        first = sessions.create(tx, person, "drill", {"first": True})
        sessions.create(tx, person, "scenario", {})
        with pytest.raises(StaleSessionError):
            sessions.create(tx, person, "drill", {"first": False})
        assert sessions.find_open(tx, person, "drill") == first

        sessions.end_open(tx, person, "drill")
        assert sessions.create(tx, person, "drill", {}).id != first.id
        assert sessions.find_open(tx, person, "scenario") is not None


def test_a_state_is_replaced_only_by_who_saw_the_last_one(store: Database) -> None:
    """Of two writers that saw the same version, the first one wins and the second changes nothing."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        session = sessions.create(tx, person, "drill", {"step": 0})
        version = sessions.save(tx, session.id, session.version, {"step": 1})
        assert version > session.version
    with pytest.raises(StaleSessionError):
        push_and_save(store, person, session)

    with store.transaction("local") as tx:
        found = sessions.find_open(tx, person, "drill")
        assert found is not None
        assert (found.version, found.state) == (version, {"step": 1})
        assert undos.peek(tx, person) is None


def test_an_ended_session_does_not_change(store: Database) -> None:
    """A press on a screen of yesterday's drill finds it over."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        session = sessions.create(tx, person, "drill", {})
        sessions.end(tx, session.id, session.version)
        with pytest.raises(StaleSessionError):
            sessions.save(tx, session.id, session.version, {})


def test_a_session_ends_once(store: Database) -> None:
    """The second of two presses on "done" is refused, whatever it saw, and so is one that saw an older version."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        session = sessions.create(tx, person, "scenario", {})
        with pytest.raises(StaleSessionError):
            sessions.end(tx, session.id, session.version + 1)
        sessions.end(tx, session.id, session.version)
        with pytest.raises(StaleSessionError):
            sessions.end(tx, session.id, session.version)


def test_acts_are_taken_back_from_the_latest(store: Database) -> None:
    """Each pop takes one; nothing is left after the first act; another person's acts are not touched."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    with store.transaction("local") as tx:
        undos.push(tx, person, 1, {"act": "first"})
        undos.push(tx, other, 2, {"act": "other"})
        undos.push(tx, person, 1, {"act": "second"})

        assert undos.peek(tx, person) == {"act": "second"}
        assert undos.pop(tx, person) == {"act": "second"}
        assert undos.pop(tx, person) == {"act": "first"}
        assert undos.pop(tx, person) is None
        assert undos.peek(tx, other) == {"act": "other"}


def test_thirty_acts_are_kept(store: Database) -> None:
    """The thirty-first pushes the first one out."""
    person, other = newcomer(store, "U1").person_id, newcomer(store, "U2").person_id
    with store.transaction("local") as tx:
        undos.push(tx, other, None, {"act": "other"})
        for number in range(undos.KEPT + 1):
            undos.push(tx, person, None, {"act": number})
        popped = [undos.pop(tx, person) for _ in range(undos.KEPT + 1)]

        assert popped == [{"act": number} for number in range(undos.KEPT, 0, -1)] + [None]
        assert undos.peek(tx, other) == {"act": "other"}


def test_an_attempt_is_kept_with_its_times(store: Database, clock: Clock) -> None:
    """It began with its session and ends now; the latest comes first."""
    learner = newcomer(store)
    person = learner.person_id
    for card, percent in (("ads", 40.5), ("feed", 80.0), ("ads", 75.25)):
        with store.transaction("local") as tx:
            session = sessions.create(tx, person, "scenario", {})
        clock.advance(MINUTE)
        with store.transaction("local") as tx:
            attempts.add(tx, person, Finished(learner.id, card, None, percent, {"x": 0.5}, {"x": 1.0}, session.id))
            sessions.end(tx, session.id, session.version)

    with store.transaction("local") as tx:
        past = attempts.history(tx, person)
        tried = attempts.last_tried(tx, person)
    assert [(each.card_id, each.percent) for each in past] == [("ads", 75.25), ("feed", 80.0), ("ads", 40.5)]
    assert (past[0].started_at, past[0].finished_at) == (NOON + 2 * MINUTE, NOON + 3 * MINUTE)
    assert past[0].scored == {"x": 0.5}
    assert sorted(tried, key=lambda card: tried[card]) == ["feed", "ads"]


def test_flags_belong_to_a_tenant(store: Database, clock: Clock) -> None:
    """Another tenant neither sees a flag nor resolves it by its number; a resolved one is gone."""
    learner = newcomer(store, "U1", "slack:T1")
    with store.transaction("slack:T1") as tx:
        flags.add(tx, learner.id, "card-1", "The key is wrong.")
    clock.advance(MINUTE)
    with store.transaction("slack:T1") as tx:
        flags.add(tx, learner.id, "card-2", "nul\0 is no text")
        first, second = flags.unresolved(tx)
    assert (first.card_id, first.comment, first.created_at) == ("card-1", "The key is wrong.", NOON)
    assert second.comment == "nul\ufffd is no text"

    with store.transaction("slack:T2") as tx:
        assert flags.unresolved(tx) == []
        assert not flags.resolve(tx, first.id)
    with store.transaction("slack:T1") as tx:
        assert flags.resolve(tx, first.id)
        assert not flags.resolve(tx, first.id)
        assert flags.unresolved(tx) == [second]
