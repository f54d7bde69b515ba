"""Tenants, persons and their accounts."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import uuid4

from sqlalchemy import bindparam, delete, exists, select, update

from bot.domain import settings as settings_of
from bot.domain.calendar import find_zone
from bot.domain.settings import Settings
from bot.store.statement import Statement, insert_new
from bot.store.tables import greeting, learner, membership, person, tenant, unreachable
from bot.store.transaction import Row, Transaction
from bot.store.values import from_ms, to_json, to_ms


@dataclass(frozen=True, slots=True)
class Learner:
    """An account on a platform, with the person behind it and the settings that the person chose.

    `greeted` says whether the account was welcomed: a chat platform does so at first contact. `unreachable` says that a
    message to it was refused, and that it was not heard of since.
    """

    id: str
    person_id: str
    platform: str
    account: str
    settings: Settings
    greeted: bool = False
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One of a person's accounts, as an export tells of it; `home` is the tenant that its platform counts it in."""

    platform: str
    home: str
    account: str
    created_at: datetime


_FIND = Statement(
    select(
        learner.c.id,
        learner.c.person_id,
        learner.c.platform,
        learner.c.account,
        person.c.settings,
        exists()
        .where(membership.c.tenant_id == bindparam("tenant"), membership.c.learner_id == learner.c.id)
        .label("is_member"),
        exists().where(greeting.c.learner_id == learner.c.id).label("is_greeted"),
        exists().where(unreachable.c.learner_id == learner.c.id).label("is_unreachable"),
    )
    .join(person, person.c.id == learner.c.person_id)
    .where(learner.c.home_tenant_id == bindparam("home"), learner.c.account == bindparam("account"))
)
_BY_ID = Statement(
    select(
        learner.c.id,
        learner.c.person_id,
        learner.c.platform,
        learner.c.account,
        person.c.settings,
        exists()
        .where(membership.c.tenant_id == bindparam("tenant"), membership.c.learner_id == learner.c.id)
        .label("is_member"),
        exists().where(greeting.c.learner_id == learner.c.id).label("is_greeted"),
        exists().where(unreachable.c.learner_id == learner.c.id).label("is_unreachable"),
    )
    .join(person, person.c.id == learner.c.person_id)
    .where(learner.c.id == bindparam("learner"))
)
_KNOWS = Statement(
    select(learner.c.id).where(learner.c.home_tenant_id == bindparam("home"), learner.c.account == bindparam("account"))
)
_ADD_TENANT = insert_new(tenant)
_ADD_PERSON = insert_new(person)
_ADD_LEARNER = insert_new(learner)
_ADD_MEMBER = insert_new(membership)
_GREET = insert_new(greeting)
_LOSE = insert_new(unreachable)
_REACH = Statement(delete(unreachable).where(unreachable.c.learner_id == bindparam("learner")))
# On SQLite, whose one writer needs no lock, a plain SELECT.
_LOCK = Statement(select(learner.c.id).where(learner.c.id == bindparam("learner")).with_for_update(key_share=True))
_ACCOUNTS = Statement(
    select(learner.c.platform, learner.c.home_tenant_id, learner.c.account, learner.c.created_ms)
    .where(learner.c.person_id == bindparam("person"))
    .order_by(learner.c.created_ms, learner.c.id)
)
_TENANTS = Statement(select(tenant.c.id).where(tenant.c.platform == bindparam("platform")).order_by(tenant.c.id))
_READ = Statement(select(person.c.settings).where(person.c.id == bindparam("person")))
_WRITE = Statement(
    update(person)
    .where(person.c.id == bindparam("person"))
    .values(settings=bindparam("kept"), updated_ms=bindparam("now_ms"))
)
_FORGET = Statement(delete(person).where(person.c.id == bindparam("person")))
_AT_HOME = Statement(select(learner.c.person_id).distinct().where(learner.c.home_tenant_id == bindparam("tenant")))
_DROP_TENANT = Statement(delete(tenant).where(tenant.c.id == bindparam("tenant")))
_FORGET_ALONE = Statement(
    delete(person).where(
        person.c.id == bindparam("person"), ~exists().where(learner.c.person_id == person.c.id).correlate(person)
    )
)


def find_or_create(
    tx: Transaction, platform: str, tenant_id: str, account: str, zone: str = "", home: str = ""
) -> Learner:
    """The learner behind an account, made at first contact with everything that a learner needs.

    `tenant_id` is where the account is met, `home` the tenant that its platform counts it in (the same one by default;
    a Discord user's is the application's own). `zone` becomes a new person's time zone, if there is one of that name.
    However many processes meet an account at once, it gets one learner.
    """
    home = home or tenant_id
    found = tx.row(_FIND, tenant=tenant_id, home=home, account=account)
    if found is None:
        for each in dict.fromkeys((home, tenant_id)):
            _add_tenant(tx, each, platform)
        _add_learner(tx, platform, home, account, zone)
        found = tx.rows(_FIND, tenant=tenant_id, home=home, account=account)[0]
    if not found[5]:
        _add_tenant(tx, tenant_id, platform)
        tx.run(_ADD_MEMBER, tenant_id=tenant_id, learner_id=found[0], first_seen_ms=to_ms(tx.now()))
    return _learner(found)


def find(tx: Transaction, learner_id: str) -> Learner | None:
    """A learner by id, for what happens without a request; None for one who is gone."""
    row = tx.row(_BY_ID, tenant=tx.tenant, learner=learner_id)
    return None if row is None else _learner(row)


def knows(tx: Transaction, home: str, account: str) -> bool:
    """Whether there is a learner of that account."""
    return tx.row(_KNOWS, home=home, account=account) is not None


def greet(tx: Transaction, learner_id: str) -> None:
    """Remember that the account was welcomed."""
    tx.run(_GREET, learner_id=learner_id, greeted_ms=to_ms(tx.now()))


def lose(tx: Transaction, learner_id: str) -> None:
    """Remember that the account takes no messages: nobody tries again before it is heard of."""
    tx.run(_LOSE, learner_id=learner_id, since_ms=to_ms(tx.now()))


def reach(tx: Transaction, learner_id: str) -> None:
    """The account was heard of: a message may be tried again."""
    tx.run(_REACH, learner=learner_id)


def lock(tx: Transaction, learner_id: str) -> None:
    """Wait until no other transaction holds the account's lock, and hold it to the end of this one."""
    tx.row(_LOCK, learner=learner_id)


def accounts(tx: Transaction, person_id: str) -> list[Account]:
    """All accounts of a person, wherever they are, the oldest first."""
    rows = tx.rows(_ACCOUNTS, person=person_id)
    return [Account(platform, home, account, from_ms(created)) for platform, home, account, created in rows]


def tenants(tx: Transaction, platform: str) -> list[str]:
    """The tenants of a platform that were ever met, and not purged since."""
    return [row[0] for row in tx.rows(_TENANTS, platform=platform)]


def read_settings(tx: Transaction, person_id: str) -> Settings:
    """What the person chose, defaults for the rest; raises LookupError when there is no such person."""
    row = tx.row(_READ, person=person_id)
    if row is None:
        raise LookupError(f"there is no person {person_id}")
    return _settings(row[0])


def save_settings(tx: Transaction, person_id: str, chosen: Settings) -> None:
    """Keep what the person chose."""
    tx.run(_WRITE, person=person_id, kept=to_json(settings_of.as_json(chosen)), now_ms=to_ms(tx.now()))


def forget(tx: Transaction, person_id: str) -> None:
    """Delete a person with all accounts, memories, reviews, sessions, attempts and flags."""
    tx.run(_FORGET, person=person_id)


def purge(tx: Transaction) -> None:
    """Delete the transaction's tenant with all that is its own, and the persons who had no account elsewhere."""
    persons = [row[0] for row in tx.rows(_AT_HOME, tenant=tx.tenant)]
    tx.run(_DROP_TENANT, tenant=tx.tenant)
    for person_id in persons:
        tx.run(_FORGET_ALONE, person=person_id)


def _add_tenant(tx: Transaction, tenant_id: str, platform: str) -> None:
    tx.run(_ADD_TENANT, id=tenant_id, platform=platform, name=None, created_ms=to_ms(tx.now()))


def _add_learner(tx: Transaction, platform: str, home: str, account: str, zone: str) -> None:
    """Both rows, or neither: whoever loses a race takes the person back."""
    now_ms, person_id = to_ms(tx.now()), uuid4().hex
    kept = to_json(settings_of.as_json(replace(Settings(), zone=find_zone(zone) or Settings().zone)))
    tx.run(_ADD_PERSON, id=person_id, created_ms=now_ms, settings=kept, updated_ms=now_ms)
    added = tx.run(
        _ADD_LEARNER,
        id=uuid4().hex,
        platform=platform,
        account=account,
        home_tenant_id=home,
        person_id=person_id,
        created_ms=now_ms,
    )
    if not added:
        tx.run(_FORGET, person=person_id)


def _learner(row: Row) -> Learner:
    return Learner(row[0], row[1], row[2], row[3], _settings(row[4]), greeted=bool(row[6]), unreachable=bool(row[7]))


@lru_cache(maxsize=1024)
def _settings(kept: str) -> Settings:
    """Read once a text: checking every field takes longer than everything else about a look-up."""
    return settings_of.from_json(json.loads(kept))
