"""Two persons become one, or the accounts of one part: the rows that move, whoever's tenant they are in."""

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Table, bindparam, delete, exists, or_, select, update

from bot.domain import settings as settings_of
from bot.domain.delivery import Reason, State, delivery_id
from bot.domain.settings import Settings
from bot.store.statement import Statement, insert_new
from bot.store.tables import (
    OPERATOR,
    delivery,
    learner,
    person,
    review,
    scenario_attempt,
    session,
    timer,
    undo,
)
from bot.store.transaction import Transaction
from bot.store.values import to_json, to_ms


def _move(table: Table) -> Statement:
    return Statement(
        update(table).where(table.c.person_id == bindparam("absorbed")).values(person_id=bindparam("kept"))
    )


MOVED: Mapping[str, Statement] = {table.name: _move(table) for table in (review, session, scenario_attempt, learner)}
"""By table: what goes over to the person who stays, as it is."""

_OTHERS = (learner.c.person_id == bindparam("person"), learner.c.id != bindparam("but"))
_TO = delivery.c.recipient == bindparam("whose")
_IS_CANCELLABLE = or_(delivery.c.state == State.PLANNED.value, delivery.c.state == State.CLAIMED.value)
_CANCELLED = {"state": State.SKIPPED.value, "reason": Reason.NOT_WANTED.value, "lease_until_ms": None}

# On SQLite, whose one writer needs no lock, plain SELECTs. Accounts first, as everywhere else: no two wait in a circle.
_HOLD_ACCOUNTS = Statement(
    select(learner.c.id)
    .where(learner.c.person_id.in_([bindparam("one"), bindparam("other")]))
    .order_by(learner.c.id)
    .with_for_update(key_share=True)
)
_HOLD_PERSONS = Statement(
    select(person.c.id)
    .where(person.c.id.in_([bindparam("one"), bindparam("other")]))
    .order_by(person.c.id)
    .with_for_update()
)
_END_SESSIONS = Statement(
    update(session)
    .where(session.c.person_id == bindparam("person"), session.c.ended_ms.is_(None))
    .values(ended_ms=bindparam("now_ms"))
)
_DROP_UNDOS = Statement(delete(undo).where(undo.c.person_id == bindparam("person")))
_DROP = Statement(delete(person).where(person.c.id == bindparam("person")))
_END_TIMERS = Statement(
    delete(timer).where(
        timer.c.subject == bindparam("person"), timer.c.learner_id.in_(select(learner.c.id).where(*_OTHERS))
    )
)
_CANCEL = Statement(
    update(delivery)
    .where(_TO, _IS_CANCELLABLE, or_(delivery.c.learner_id.is_(None), delivery.c.learner_id != bindparam("but")))
    .values(_CANCELLED)
)
_CANCEL_SLOT = Statement(
    update(delivery)
    .where(_TO, _IS_CANCELLABLE, delivery.c.purpose == bindparam("why"), delivery.c.slot == bindparam("which"))
    .values(_CANCELLED)
)
_SENT = Statement(
    select(delivery.c.tenant_id, delivery.c.id, delivery.c.purpose, delivery.c.slot).where(
        _TO, delivery.c.state == State.SENT.value
    )
)
_twin = delivery.alias("twin")
_INHERIT = Statement(
    update(delivery)
    .where(
        delivery.c.tenant_id == bindparam("tenant"),
        delivery.c.id == bindparam("which"),
        ~exists().where(
            _twin.c.recipient == bindparam("heir"),
            _twin.c.purpose == delivery.c.purpose,
            _twin.c.slot == delivery.c.slot,
        ),
    )
    .values(id=bindparam("to_id"), recipient=bindparam("heir"), answered_ms=bindparam("now_ms"))
)
_HAND_OVER = Statement(
    update(delivery)
    .where(_TO, delivery.c.learner_id.is_not(None), delivery.c.learner_id != bindparam("but"))
    .values(learner_id=bindparam("but"))
)
_OTHER = Statement(
    select(learner.c.id, learner.c.platform, learner.c.account)
    .where(*_OTHERS)
    .order_by(learner.c.created_ms, learner.c.id)
)
_ADD_PERSON = insert_new(person)
_GIVE = Statement(update(learner).where(learner.c.id == bindparam("learner")).values(person_id=bindparam("person")))

NOBODY = ""


def hold(tx: Transaction, one: str, other: str = NOBODY) -> None:
    """Wait until nobody else changes anything of these persons, and keep everybody out to the transaction's end."""
    tx.rows(_HOLD_ACCOUNTS, one=one, other=other)
    tx.rows(_HOLD_PERSONS, one=one, other=other)


def others(tx: Transaction, person_id: str, learner_id: str) -> list[tuple[str, str]]:
    """Platform and account of the person's other accounts than this one, the oldest first."""
    return [(platform, account) for _, platform, account in tx.rows(_OTHER, person=person_id, but=learner_id)]


def end_sittings(tx: Transaction, person_id: str) -> None:
    """End all of a person's open sessions."""
    tx.run(_END_SESSIONS, person=person_id, now_ms=to_ms(tx.now()))


def drop_undos(tx: Transaction, person_id: str) -> None:
    """Nothing that a person did can be taken back any more."""
    tx.run(_DROP_UNDOS, person=person_id)


def absorb(tx: Transaction, kept: str, absorbed: str) -> None:
    """Give a person's log, sessions, attempts and accounts to another one; the absorbed person is no more.

    What is left of memories and marks goes. The absorbed one's timers end and what was not sent is cancelled; what was
    sent counts as sent to the one who stays, so that a date has one message, and as answered: they are here.
    """
    with tx.on_behalf_of(OPERATOR):
        tx.run(_END_TIMERS, person=absorbed, but=NOBODY)
        tx.run(_CANCEL, whose=absorbed, but=NOBODY)
        for tenant, which, purpose, slot in tx.rows(_SENT, whose=absorbed):
            tx.run(_CANCEL_SLOT, whose=kept, why=purpose, which=slot)
            to_id = delivery_id(kept, purpose, slot)
            tx.run(_INHERIT, tenant=tenant, which=which, heir=kept, to_id=to_id, now_ms=to_ms(tx.now()))
    for statement in MOVED.values():
        tx.run(statement, absorbed=absorbed, kept=kept)
    tx.run(_DROP, person=absorbed)


def part(tx: Transaction, person_id: str, learner_id: str, settings: Settings) -> None:
    """Leave the person to one account: each other one gets a new, empty person with these settings.

    Timers and messages that are not sent yet go where they were for another account; those that were sent are the
    person's, and stay.
    """
    with tx.on_behalf_of(OPERATOR):
        tx.run(_END_TIMERS, person=person_id, but=learner_id)
        tx.run(_CANCEL, whose=person_id, but=learner_id)
        tx.run(_HAND_OVER, whose=person_id, but=learner_id)
    for row in tx.rows(_OTHER, person=person_id, but=learner_id):
        tx.run(_GIVE, learner=row[0], person=_newcomer(tx, settings))


def _newcomer(tx: Transaction, settings: Settings) -> str:
    now_ms, person_id = to_ms(tx.now()), uuid4().hex
    kept = to_json(settings_of.as_json(settings))
    tx.run(_ADD_PERSON, id=person_id, created_ms=now_ms, settings=kept, updated_ms=now_ms)
    return person_id
