"""Slack installations by tenant; tokens lie here encrypted only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from bot.crypto import KeyRing, Sealed
from bot.domain.installation import Installation
from bot.store.statement import Statement, insert_new, upsert
from bot.store.tables import OPERATOR, installation, oauth_state, tenant
from bot.store.transaction import Row, Transaction
from bot.store.values import from_ms, to_ms, to_text

_HERE = installation.c.tenant_id == bindparam("tenant")
_SEALED = (installation.c.key_id, installation.c.sealed_token)

_ADD_TENANT = insert_new(tenant)
_NAME_TENANT = Statement(update(tenant).where(tenant.c.id == bindparam("tenant")).values(name=bindparam("name")))
_SAVE = upsert(installation)
_FIND = Statement(
    select(
        installation.c.enterprise_id,
        installation.c.team_id,
        installation.c.app_id,
        installation.c.bot_id,
        installation.c.bot_user_id,
        installation.c.scopes,
        installation.c.installed_ms,
        tenant.c.name,
        *_SEALED,
    )
    .join(tenant, tenant.c.id == installation.c.tenant_id)
    .where(_HERE)
)
_SINCE = Statement(select(installation.c.installed_ms).where(_HERE))
_DELETE = Statement(delete(installation).where(_HERE))
_ALL = Statement(
    select(installation.c.tenant_id, installation.c.scopes, *_SEALED)
    .where(installation.c.tenant_id > "")  # along the key: the one statement here that means every row
    .order_by(installation.c.tenant_id)
)
_RESEAL = Statement(
    update(installation).where(_HERE).values(key_id=bindparam("new_key"), sealed_token=bindparam("new_text"))
)
_ADD_STATE = insert_new(oauth_state)
_USE_STATE = Statement(
    delete(oauth_state).where(oauth_state.c.state == bindparam("given"), oauth_state.c.expires_ms > bindparam("now_ms"))
)
_EXPIRE = Statement(delete(oauth_state).where(oauth_state.c.expires_ms <= bindparam("now_ms")))


@dataclass(frozen=True, slots=True)
class Kept:
    """An installation as the operator may see it: without its token. `scopes` is None where Slack did not say."""

    tenant: str
    scopes: frozenset[str] | None
    key_id: str


def save(tx: Transaction, given: Installation, keys: KeyRing) -> None:
    """Keep the installation of the transaction's tenant, in the place of an older one."""
    _check_tenant(tx, given.tenant)
    sealed = keys.seal(given.token, bound_to=tx.tenant)
    now_ms = to_ms(tx.now())
    tx.run(_ADD_TENANT, id=tx.tenant, platform="slack", name=given.name, created_ms=now_ms)
    tx.run(_NAME_TENANT, tenant=tx.tenant, name=given.name)
    tx.run(
        _SAVE,
        tenant_id=tx.tenant,
        enterprise_id=given.enterprise_id,
        team_id=given.team_id,
        app_id=given.app_id,
        bot_id=given.bot_id,
        bot_user_id=given.bot_user_id,
        scopes=None if given.scopes is None else ",".join(sorted(given.scopes)),
        key_id=sealed.key_id,
        sealed_token=sealed.text,
        installed_ms=now_ms,
    )


def find(tx: Transaction, keys: KeyRing) -> Installation | None:
    """The installation of the transaction's tenant; raises BadKeys or CannotOpen where its token cannot be read."""
    row = tx.row(_FIND, tenant=tx.tenant)
    return None if row is None else _installation(row, keys, tx.tenant)


def installed_at(tx: Transaction) -> datetime | None:
    """Since when the transaction's tenant has its installation; None without one."""
    row = tx.row(_SINCE, tenant=tx.tenant)
    return None if row is None else from_ms(row[0])


def delete_installation(tx: Transaction) -> bool:
    """Forget the tenant's token, and nothing else; False where there was none."""
    return tx.run(_DELETE, tenant=tx.tenant) == 1


def listed(tx: Transaction) -> list[Kept]:
    """Every tenant's installation, in a transaction of the operator."""
    _check_tenant(tx, OPERATOR)
    return [Kept(name, _scopes(scopes), key_id) for name, scopes, key_id, _ in tx.rows(_ALL)]


def rotate(tx: Transaction, keys: KeyRing) -> int:
    """Encrypt every token anew with the newest key, in a transaction of the operator; returns how many there are.

    Raises BadKeys or CannotOpen for the first token that cannot be read.
    """
    _check_tenant(tx, OPERATOR)
    rows = tx.rows(_ALL)
    for name, _, key_id, text in rows:
        fresh = keys.seal(keys.open(Sealed(key_id, text), bound_to=name), bound_to=name)
        tx.run(_RESEAL, tenant=name, new_key=fresh.key_id, new_text=fresh.text)
    return len(rows)


def keep_state(tx: Transaction, state: str, life: timedelta) -> None:
    """Keep the state of an installation that begins; states whose time is over go."""
    now_ms = to_ms(tx.now())
    tx.run(_EXPIRE, now_ms=now_ms)
    tx.run(_ADD_STATE, state=state, expires_ms=to_ms(tx.now() + life))


def use_state(tx: Transaction, state: str) -> bool:
    """Take a state away; False where it was never there, was used before, or is too old."""
    return tx.run(_USE_STATE, given=to_text(state), now_ms=to_ms(tx.now())) == 1


def _check_tenant(tx: Transaction, needed: str) -> None:
    if tx.tenant != needed:
        raise ValueError(f"this needs a transaction of {needed}, not of {tx.tenant}")


def _installation(row: Row, keys: KeyRing, whose: str) -> Installation:
    enterprise, team, app, bot, bot_user, scopes, since_ms, name, key_id, text = row
    return Installation(
        enterprise_id=enterprise,
        team_id=team,
        bot_user_id=bot_user,
        token=keys.open(Sealed(key_id, text), bound_to=whose),
        bot_id=bot,
        app_id=app,
        name=name or "",
        scopes=_scopes(scopes),
        installed_at=from_ms(since_ms),
    )


def _scopes(kept: str | None) -> frozenset[str] | None:
    return None if kept is None else frozenset(filter(None, kept.split(",")))
