from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.delivery import Delivery, State
from bot.domain.linking import LIFETIME, TRIES_COUNT_FOR, Code
from bot.store import delivered, deliveries, link_codes, links, people
from bot.store.database import Database, Transaction
from bot.store.people import Learner
from bot.store.statement import Statement
from bot.store.tables import metadata
from tests.store.factories import DAY, NOON, Clock, learner, newcomer
from tests.store.test_store_people import counts, fill

MERGED = {"memory", "mark"}
"""Tables of a person whose rows are merged by the use case before the person goes."""
DROPPED = {"undo"}
OF_PERSON = {table.name for table in metadata.tables.values() if "person_id" in table.columns}


def owed(tx: Transaction, owner: Learner, slot: str, state: State) -> Delivery:
    """A message to a person."""
    now = tx.now()
    made = Delivery(tx.tenant, "slack", owner.person_id, "drill", slot, "D", now, now, learner_id=owner.id, state=state)
    assert deliveries.add(tx, made)
    return made


def told(tx: Transaction, person: str) -> dict[str, str]:
    """What became of a person's messages, by slot."""
    return {each.slot: each.state for each in delivered.of_person(tx, person)}


def test_every_table_of_a_person_is_joined_somehow() -> None:
    """A new table says whether its rows go over, are merged, or are dropped."""
    assert links.MOVED.keys() | MERGED | DROPPED == OF_PERSON
    assert not links.MOVED.keys() & (MERGED | DROPPED)


def test_joined_persons_lose_no_rows(store: Database) -> None:
    """Everything that is not merged or dropped is there afterwards, and nothing names the person who went."""
    with store.transaction("slack:T1") as tx:
        kept, absorbed = learner(tx, "U1"), learner(tx, "U2")
        for each in (kept, absorbed):
            fill(tx, each)
        tx.run(Statement(metadata.tables["review"].update().values(showing=metadata.tables["review"].c.person_id)))
        before = counts(tx)
        links.end_sittings(tx, absorbed.person_id)
        links.absorb(tx, kept.person_id, absorbed.person_id)

        gone = {name: before[name] - number for name, number in counts(tx).items() if number != before[name]}
        assert gone == dict.fromkeys((*MERGED, *DROPPED, "person", "timer"), 1)
        for name in OF_PERSON:
            table = metadata.tables[name]
            named = select(func.count()).where(table.c.person_id == absorbed.person_id)
            assert tx.row(Statement(named)) == (0,)
        people.forget(tx, kept.person_id)
        left = {name: number for name, number in counts(tx).items() if number}
        assert left == {"tenant": 1}


def test_a_message_that_was_sent_is_inherited_where_there_is_none(store: Database) -> None:
    """Of one date there is one message in the end: what was sent counts, what is planned beside it does not."""
    with store.transaction("slack:T1") as tx:
        kept, absorbed = learner(tx, "U1"), learner(tx, "U2")
        for slot, theirs in (("1", State.SENT), ("2", State.SENT), ("3", State.PLANNED), ("4", State.SKIPPED)):
            owed(tx, absorbed, slot, theirs)
        owed(tx, kept, "2", State.SENT)
        owed(tx, kept, "3", State.PLANNED)
        links.absorb(tx, kept.person_id, absorbed.person_id)

        assert told(tx, kept.person_id) == {"1": "sent", "2": "sent", "3": "planned"}
        assert told(tx, absorbed.person_id) == {"2": "sent", "3": "skipped", "4": "skipped"}
        assert deliveries.unanswered(tx, kept.person_id, "drill") == 1
        again = Delivery(tx.tenant, "slack", kept.person_id, "drill", "1", "D", tx.now(), tx.now())
        assert not deliveries.add(tx, again)
        found = deliveries.find(tx, again.id)
        assert found
        assert found.state is State.SENT


def test_what_is_planned_gives_way_to_what_was_sent(store: Database) -> None:
    """The other account had today's message already."""
    with store.transaction("slack:T1") as tx:
        kept, absorbed = learner(tx, "U1"), learner(tx, "U2")
        owed(tx, absorbed, "1", State.SENT)
        owed(tx, kept, "1", State.PLANNED)
        links.absorb(tx, kept.person_id, absorbed.person_id)
        assert told(tx, kept.person_id) == {"1": "skipped"}


def test_forgetting_after_parting_leaves_no_message_behind(store: Database) -> None:
    """What another account was sent while it was the person's goes with the person."""
    with store.transaction("slack:T1") as tx:
        kept, other = learner(tx, "U1"), learner(tx, "U2")
        links.absorb(tx, kept.person_id, other.person_id)
        owed(tx, Learner(other.id, kept.person_id, "slack", "U2", kept.settings), "1", State.SENT)
        links.part(tx, kept.person_id, kept.id, kept.settings)
        assert told(tx, kept.person_id) == {"1": "sent"}
        people.forget(tx, kept.person_id)
        assert (counts(tx)["delivery"], counts(tx)["learner"], counts(tx)["person"]) == (0, 1, 1)


def test_a_code_is_found_until_it_is_long_spent(store: Database, clock: Clock) -> None:
    """Used or too old it is still told from one that never was, for a day."""
    someone = newcomer(store)
    with store.transaction("local") as tx:
        assert link_codes.keep(tx, someone.id, "one", tx.now() + LIFETIME)
        assert link_codes.use(tx, "one")
        assert not link_codes.use(tx, "one")
        assert not link_codes.use(tx, "none")
        assert link_codes.find(tx, "one") == Code(someone.id, NOON + LIFETIME, used=True)
        assert link_codes.find(tx, "none") is None
    clock.advance(DAY + LIFETIME + timedelta(seconds=1))
    with store.transaction("local") as tx:
        assert link_codes.find(tx, "one")
        assert link_codes.keep(tx, someone.id, "two", tx.now() + LIFETIME)
        assert link_codes.find(tx, "one") is None


def test_a_code_that_is_too_old_cannot_be_used(store: Database, clock: Clock) -> None:
    """The database itself refuses it, at the very instant."""
    someone = newcomer(store)
    with store.transaction("local") as tx:
        link_codes.keep(tx, someone.id, "one", tx.now() + LIFETIME)
    clock.advance(LIFETIME)
    with store.transaction("local") as tx:
        assert not link_codes.use(tx, "one")


def test_two_accounts_cannot_have_one_code(store: Database) -> None:
    """Whoever draws a code that is there already draws again."""
    one, other = newcomer(store, "U1"), newcomer(store, "U2")
    with store.transaction("local") as tx:
        assert link_codes.keep(tx, one.id, "one", tx.now() + LIFETIME)
        assert not link_codes.keep(tx, other.id, "one", tx.now() + LIFETIME)
        found = link_codes.find(tx, "one")
        assert found
        assert found.learner_id == one.id


@pytest.mark.parametrize("account", ["U1", "U2"])
def test_tries_count_for_an_account_and_an_hour(store: Database, clock: Clock, account: str) -> None:
    """Each try by itself; those that count no more do not stay."""
    someone = newcomer(store, "U1")
    for _ in range(3):
        with store.transaction("local") as tx:
            link_codes.add_try(tx, someone.id)
        clock.advance(TRIES_COUNT_FOR / 3)
    asked = newcomer(store, account)
    with store.transaction("local") as tx:
        assert link_codes.tries(tx, asked.id) == (2 if asked == someone else 0)
        link_codes.add_try(tx, someone.id)
        assert counts(tx)["link_try"] == 3
