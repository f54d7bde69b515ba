"""Codes that join accounts, kept as digests, and how often an account tried wrong ones.

They belong to no tenant: a code is made in one and entered in another.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update

from bot.domain.linking import TRIES_COUNT_FOR, Code
from bot.store.statement import Statement, insert_new
from bot.store.tables import link_code, link_try
from bot.store.transaction import Transaction
from bot.store.values import from_ms, to_ms

REMEMBERED = timedelta(days=1)  # so long a code that is spent is told from one that never was

_THIS = link_code.c.digest == bindparam("which")
_MADE_BY = link_code.c.learner_id == bindparam("learner")
_IS_UNUSED = link_code.c.used_ms.is_(None)
_TRIED_BY = link_try.c.learner_id == bindparam("learner")

_ADD = insert_new(link_code, without=("used_ms",))
_FIND = Statement(select(link_code.c.learner_id, link_code.c.expires_ms, link_code.c.used_ms).where(_THIS))
_USE = Statement(
    update(link_code)
    .where(_THIS, _IS_UNUSED, link_code.c.expires_ms > bindparam("now_ms"))
    .values(used_ms=bindparam("now_ms"))
)
_EXPIRE = Statement(
    update(link_code)
    .where(_MADE_BY, _IS_UNUSED, link_code.c.expires_ms > bindparam("now_ms"))
    .values(expires_ms=bindparam("now_ms"))
)
_PRUNE = Statement(delete(link_code).where(_MADE_BY, link_code.c.expires_ms < bindparam("before_ms")))
_ADD_TRY = insert_new(link_try, without=("id",))
_PRUNE_TRIES = Statement(delete(link_try).where(_TRIED_BY, link_try.c.tried_ms <= bindparam("before_ms")))
_TRIES = Statement(select(func.count()).where(_TRIED_BY, link_try.c.tried_ms > bindparam("since_ms")))


def keep(tx: Transaction, learner_id: str, digest: str, expires_at: datetime) -> bool:
    """Keep a new code of an account, whose earlier one is good no more; False for one that there was before."""
    now_ms = to_ms(tx.now())
    tx.run(_EXPIRE, learner=learner_id, now_ms=now_ms)
    tx.run(_PRUNE, learner=learner_id, before_ms=to_ms(tx.now() - REMEMBERED))
    return tx.run(_ADD, digest=digest, learner_id=learner_id, expires_ms=to_ms(expires_at)) == 1


def find(tx: Transaction, digest: str) -> Code | None:
    """The code of that digest, good or not; None for one that nobody made, or that is long spent."""
    row = tx.row(_FIND, which=digest)
    return None if row is None else Code(row[0], from_ms(row[1]), used=row[2] is not None)


def use(tx: Transaction, digest: str) -> bool:
    """Use a code up; False where it is good no more. However many try at once, one succeeds."""
    return tx.run(_USE, which=digest, now_ms=to_ms(tx.now())) == 1


def add_try(tx: Transaction, learner_id: str) -> None:
    """Note that an account entered a wrong code; tries that count no more go meanwhile."""
    tx.run(_PRUNE_TRIES, learner=learner_id, before_ms=_horizon_ms(tx))
    tx.run(_ADD_TRY, learner_id=learner_id, tried_ms=to_ms(tx.now()))


def tries(tx: Transaction, learner_id: str) -> int:
    """How many wrong codes an account entered within the time that counts."""
    return int(tx.rows(_TRIES, learner=learner_id, since_ms=_horizon_ms(tx))[0][0])


def _horizon_ms(tx: Transaction) -> int:
    return to_ms(tx.now() - TRIES_COUNT_FOR)
