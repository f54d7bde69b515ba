"""Every table. Instants are BIGINT milliseconds since 1970 UTC, local days ISO dates, structured data JSON text.

A change here needs a migration in `migrations/versions`; tests hold the two equal. What belongs to a person goes with
the person, what belongs to a tenant goes with the tenant. The log's ids of learners and sessions are no foreign keys:
the log outlives both, and a reference would cost an index on its longest table.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite numbers rows by itself only where the key is declared INTEGER.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(naming_convention=NAMES)


def _owned_by(table: str, name: str, *, key: bool = False) -> Column[str]:
    """A reference to the row's owner, with whom it goes."""
    return Column(name, Text, ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=key, nullable=False)


person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("settings", Text, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
)

tenant = Table(
    "tenant",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("name", Text),
    Column("created_ms", BigInteger, nullable=False),
    Index("ix_tenant_platform", "platform"),
)

learner = Table(
    "learner",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("account", Text, nullable=False),
    _owned_by("tenant", "home_tenant_id"),
    _owned_by("person", "person_id"),
    Column("created_ms", BigInteger, nullable=False),
    UniqueConstraint("home_tenant_id", "account"),
    Index("ix_learner_person", "person_id"),
)

membership = Table(
    "membership",
    metadata,
    _owned_by("tenant", "tenant_id", key=True),
    _owned_by("learner", "learner_id", key=True),
    Column("first_seen_ms", BigInteger, nullable=False),
    Index("ix_membership_learner", "learner_id"),
    sqlite_with_rowid=False,
)

memory = Table(
    "memory",
    metadata,
    _owned_by("person", "person_id", key=True),
    Column("card_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("step", Integer),
    Column("stability", Double, nullable=False),
    Column("difficulty", Double, nullable=False),
    Column("due_day", Text, nullable=False),
    Column("due_at_ms", BigInteger),
    Column("last_review_ms", BigInteger, nullable=False),
    Column("last_review_day", Text, nullable=False),
    Column("introduced_day", Text, nullable=False),
    Column("repetitions", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    CheckConstraint("state IN ('learning', 'review', 'relearning')", "state"),
    sqlite_with_rowid=False,
)
_whole_day = memory.c.due_at_ms.is_(None)
Index("ix_memory_day", memory.c.person_id, memory.c.due_day, sqlite_where=_whole_day, postgresql_where=_whole_day)
_in_steps = memory.c.due_at_ms.is_not(None)
Index("ix_memory_step", memory.c.person_id, memory.c.due_at_ms, sqlite_where=_in_steps, postgresql_where=_in_steps)

mark = Table(
    "mark",
    metadata,
    _owned_by("person", "person_id", key=True),
    Column("card_id", Text, primary_key=True),
    Column("suspended", Boolean, nullable=False),
    Column("buried_until", Text),
    Column("wanted", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

review = Table(
    "review",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owned_by("person", "person_id"),
    Column("learner_id", Text),
    Column("session_id", BigInteger),
    Column("card_id", Text, nullable=False),
    Column("reviewed_ms", BigInteger, nullable=False),
    Column("local_day", Text, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("phase", Text, nullable=False),
    Column("stability_before", Double),
    Column("difficulty_before", Double),
    Column("stability", Double, nullable=False),
    Column("difficulty", Double, nullable=False),
    Column("elapsed_days", Integer, nullable=False),
    Column("interval_days", Integer, nullable=False),
    Column("delay_seconds", Double),
    Column("retrievability", Double),
    Column("took_ms", Integer, nullable=False),
    Column("correct", Boolean),
    Column("answer", Text),
    Column("model", Text, nullable=False),
    Column("desired_retention", Double, nullable=False),
    Column("showing", Text, nullable=False),
    UniqueConstraint("person_id", "showing"),
    CheckConstraint("grade BETWEEN 1 AND 4", "grade"),
    CheckConstraint("phase IN ('new', 'learning', 'review', 'relearning', 'practice')", "phase"),
    Index("ix_review_order", "person_id", "id"),
    Index("ix_review_day", "person_id", "local_day"),
    Index("ix_review_session", "person_id", "session_id"),
)

session = Table(
    "session",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owned_by("person", "person_id"),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
    CheckConstraint("kind IN ('drill', 'scenario')", "kind"),
    Index("ix_session_person", "person_id"),
)
_open = session.c.ended_ms.is_(None)
Index("uq_session_open", session.c.person_id, session.c.kind, unique=True, sqlite_where=_open, postgresql_where=_open)

undo = Table(
    "undo",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    _owned_by("person", "person_id"),
    Column("session_id", BigInteger),
    Column("snapshot", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Index("ix_undo_order", "person_id", "seq"),
)

scenario_attempt = Table(
    "scenario_attempt",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owned_by("person", "person_id"),
    Column("learner_id", Text),
    Column("card_id", Text, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("finished_ms", BigInteger, nullable=False),
    Column("answer", Text),
    Column("percent", Double, nullable=False),
    Column("scored", Text, nullable=False),
    Column("corrections", Text, nullable=False),
    Index("ix_scenario_attempt_order", "person_id", "id"),
)

flag = Table(
    "flag",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owned_by("tenant", "tenant_id"),
    _owned_by("learner", "learner_id"),
    Column("card_id", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("resolved_ms", BigInteger),
    Index("ix_flag_tenant", "tenant_id", "id"),
    Index("ix_flag_learner", "learner_id"),
)

installation = Table(
    "installation",
    metadata,
    _owned_by("tenant", "tenant_id", key=True),
    Column("enterprise_id", Text),
    Column("team_id", Text),
    Column("app_id", Text, nullable=False),
    Column("bot_id", Text, nullable=False),
    Column("bot_user_id", Text, nullable=False),
    Column("scopes", Text),
    Column("key_id", Text, nullable=False),
    Column("sealed_token", Text, nullable=False),
    Column("installed_ms", BigInteger, nullable=False),
    CheckConstraint("team_id IS NOT NULL OR enterprise_id IS NOT NULL", "whose"),
    sqlite_with_rowid=False,
)

oauth_state = Table(
    "oauth_state",
    metadata,
    Column("state", Text, primary_key=True),
    Column("expires_ms", BigInteger, nullable=False),
    Index("ix_oauth_state_expiry", "expires_ms"),
    sqlite_with_rowid=False,
)

command_tree = Table(
    "command_tree",
    metadata,
    Column("application", Text, primary_key=True),
    Column("tree_hash", Text, nullable=False),
    sqlite_with_rowid=False,
)

greeting = Table(
    "greeting",
    metadata,
    _owned_by("learner", "learner_id", key=True),
    Column("greeted_ms", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

unreachable = Table(
    "unreachable",
    metadata,
    _owned_by("learner", "learner_id", key=True),
    Column("since_ms", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owned_by("tenant", "tenant_id"),
    _owned_by("learner", "learner_id"),
    Column("event_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("acted_ms", BigInteger),
    Column("done_ms", BigInteger),
    UniqueConstraint("tenant_id", "event_id"),
    Index("ix_inbox_learner", "learner_id", "id"),
)
_undone = inbox.c.done_ms.is_(None)
Index("ix_inbox_undone", inbox.c.tenant_id, inbox.c.id, sqlite_where=_undone, postgresql_where=_undone)

timer = Table(
    "timer",
    metadata,
    _owned_by("tenant", "tenant_id", key=True),
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("learner_id", Text, ForeignKey("learner.id", ondelete="CASCADE")),
    Column("due_at_ms", BigInteger),
    Column("local_date", Text),
    Column("last_date", Text),
    Column("tzdata", Text),
    Column("data", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Index("ix_timer_learner", "learner_id"),
    sqlite_with_rowid=False,
)
_waits = timer.c.due_at_ms.is_not(None)
Index("ix_timer_due", timer.c.due_at_ms, timer.c.tenant_id, sqlite_where=_waits, postgresql_where=_waits)
Index("ix_timer_of_tenant", timer.c.tenant_id, timer.c.due_at_ms, sqlite_where=_waits, postgresql_where=_waits)

delivery = Table(
    "delivery",
    metadata,
    _owned_by("tenant", "tenant_id", key=True),
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("learner_id", Text, ForeignKey("learner.id", ondelete="CASCADE")),
    Column("recipient", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at_ms", BigInteger, nullable=False),
    Column("expires_at_ms", BigInteger, nullable=False),
    Column("lease_until_ms", BigInteger),
    Column("planned_ms", BigInteger, nullable=False),
    Column("sent_ms", BigInteger),
    Column("answered_ms", BigInteger),
    Column("message", Text),
    Column("reason", Text),
    Column("data", Text, nullable=False),
    UniqueConstraint("recipient", "purpose", "slot"),
    CheckConstraint("state IN ('planned', 'claimed', 'sending', 'verifying', 'sent', 'failed', 'skipped')", "state"),
    Index("ix_delivery_learner", "learner_id"),
    sqlite_with_rowid=False,
)
PLANNED = delivery.c.state == literal_column("'planned'")
"""As the partial indexes say it: a bound value would not lead to them."""
Index(
    "ix_delivery_due",
    *(delivery.c.platform, delivery.c.due_at_ms, delivery.c.tenant_id, delivery.c.state),  # SQLite reads no row then
    sqlite_where=PLANNED,
    postgresql_where=PLANNED,
)
Index(
    "ix_delivery_of_tenant",
    *(delivery.c.tenant_id, delivery.c.due_at_ms),
    sqlite_where=PLANNED,
    postgresql_where=PLANNED,
)
_leased = delivery.c.lease_until_ms.is_not(None)
Index("ix_delivery_lease", delivery.c.lease_until_ms, sqlite_where=_leased, postgresql_where=_leased)

link_code = Table(
    "link_code",
    metadata,
    Column("digest", Text, primary_key=True),
    _owned_by("learner", "learner_id"),
    Column("expires_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger),
    Index("ix_link_code_learner", "learner_id"),
    sqlite_with_rowid=False,
)

link_try = Table(
    "link_try",
    metadata,
    Column("id", NUMBER, primary_key=True),
    _owned_by("learner", "learner_id"),
    Column("tried_ms", BigInteger, nullable=False),
    Index("ix_link_try_learner", "learner_id", "tried_ms"),
)

TENANT_TABLES = (membership, flag, installation, inbox, timer, delivery)
"""Under row-level security on PostgreSQL. `learner` is not: linking, exporting and forgetting a person must see all of
the person's accounts, wherever they are, and a hidden one would be lost without a word."""

OPERATOR = "operator"
"""The tenant of a transaction that serves the operator: the walls around installations, timers and deliveries let it
see them all, since keys are changed, and what is due is found, for all at once. No platform names a tenant so."""
