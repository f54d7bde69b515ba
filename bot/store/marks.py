"""What hides a card from a person, or brings it first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, delete, or_, select

from bot.domain.memory import Mark
from bot.store.statement import Statement, upsert
from bot.store.tables import mark
from bot.store.transaction import Row, Transaction
from bot.store.values import from_day_or_none, to_day_or_none

_COLUMNS = (mark.c.card_id, mark.c.suspended, mark.c.buried_until, mark.c.wanted)
_PERSON = mark.c.person_id == bindparam("person")
_CARD = mark.c.card_id == bindparam("card")

_GET = Statement(select(*_COLUMNS).where(_PERSON, _CARD))
_ACTIVE = Statement(
    select(*_COLUMNS).where(_PERSON, or_(mark.c.suspended, mark.c.wanted, mark.c.buried_until > bindparam("day")))
)
_EVERY = Statement(select(*_COLUMNS).where(_PERSON).order_by(mark.c.card_id))
_BURIED = Statement(select(*_COLUMNS).where(_PERSON, mark.c.buried_until.is_not(None)))
_SAVE = upsert(mark)
_DROP = Statement(delete(mark).where(_PERSON, _CARD))


def get(tx: Transaction, person: str, card: str) -> Mark:
    """What is special about a card for the person; a plain mark when nothing is."""
    row = tx.row(_GET, person=person, card=card)
    return Mark(card) if row is None else _mark(row)


def active(tx: Transaction, person: str, day: date) -> dict[str, Mark]:
    """The person's marks that count on a local day, by card."""
    rows = tx.rows(_ACTIVE, person=person, day=day.isoformat())
    return {row[0]: _mark(row) for row in rows}


def every(tx: Transaction, person: str) -> list[Mark]:
    """All of the person's marks, by card."""
    return [_mark(row) for row in tx.rows(_EVERY, person=person)]


def save(tx: Transaction, person: str, changed: Mark) -> None:
    """Keep a mark in place of the card's earlier one; a plain mark leaves none."""
    if changed == Mark(changed.card_id):
        tx.run(_DROP, person=person, card=changed.card_id)
        return
    tx.run(
        _SAVE,
        person_id=person,
        card_id=changed.card_id,
        suspended=changed.suspended,
        buried_until=to_day_or_none(changed.buried_until),
        wanted=changed.wanted,
    )


def suspend(tx: Transaction, person: str, card: str) -> None:
    """Hide a card until it is unsuspended."""
    save(tx, person, replace(get(tx, person, card), suspended=True))


def unsuspend(tx: Transaction, person: str, card: str) -> None:
    """Take a suspension back."""
    save(tx, person, replace(get(tx, person, card), suspended=False))


def want(tx: Transaction, person: str, card: str) -> None:
    """Bring a new card before the others; the mark stays until it is saved without."""
    save(tx, person, replace(get(tx, person, card), wanted=True))


def bury(tx: Transaction, person: str, cards: Iterable[str], until: date) -> None:
    """Hide cards up to, not including, a local day."""
    for card in cards:
        save(tx, person, replace(get(tx, person, card), buried_until=until))


def unbury(tx: Transaction, person: str) -> None:
    """Show everything that was buried, whatever the day; suspended cards stay hidden."""
    for row in tx.rows(_BURIED, person=person):
        save(tx, person, replace(_mark(row), buried_until=None))


def _mark(row: Row) -> Mark:
    card, suspended, buried_until, wanted = row
    return Mark(card, bool(suspended), from_day_or_none(buried_until), bool(wanted))
