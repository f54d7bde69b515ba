"""The first tables: people, tenants, memories, the review log, sessions, attempts and flags."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TENANT_TABLES = ("membership", "flag")
NEWEST_FIRST = (
    "flag",
    "scenario_attempt",
    "undo",
    "session",
    "review",
    "mark",
    "memory",
    "membership",
    "learner",
    "tenant",
    "person",
)


def upgrade() -> None:
    create_accounts()
    create_memories()
    create_log()
    create_sessions()
    create_attempts()
    create_flags()
    if op.get_bind().dialect.name == "postgresql":
        secure_tenants()


def downgrade() -> None:
    for name in NEWEST_FIRST:
        op.drop_table(name)


def create_accounts() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("updated_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "tenant",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "learner",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        owner("tenant", "home_tenant_id"),
        owner("person", "person_id"),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("home_tenant_id", "account"),
    )
    op.create_index("ix_learner_person", "learner", ["person_id"])
    op.create_table(
        "membership",
        owner("tenant", "tenant_id", key=True),
        owner("learner", "learner_id", key=True),
        sa.Column("first_seen_ms", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_membership_learner", "membership", ["learner_id"])


def create_memories() -> None:
    op.create_table(
        "memory",
        owner("person", "person_id", key=True),
        sa.Column("card_id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("step", sa.Integer),
        sa.Column("stability", sa.Double, nullable=False),
        sa.Column("difficulty", sa.Double, nullable=False),
        sa.Column("due_day", sa.Text, nullable=False),
        sa.Column("due_at_ms", sa.BigInteger),
        sa.Column("last_review_ms", sa.BigInteger, nullable=False),
        sa.Column("last_review_day", sa.Text, nullable=False),
        sa.Column("introduced_day", sa.Text, nullable=False),
        sa.Column("repetitions", sa.Integer, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.CheckConstraint("state IN ('learning', 'review', 'relearning')", "state"),
        sqlite_with_rowid=False,
    )
    create_index_where("due_at_ms IS NULL", "ix_memory_day", "memory", ["person_id", "due_day"])
    create_index_where("due_at_ms IS NOT NULL", "ix_memory_step", "memory", ["person_id", "due_at_ms"])
    op.create_table(
        "mark",
        owner("person", "person_id", key=True),
        sa.Column("card_id", sa.Text, primary_key=True),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.Column("buried_until", sa.Text),
        sa.Column("wanted", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )


def create_log() -> None:
    op.create_table(
        "review",
        sa.Column("id", NUMBER, primary_key=True),
        owner("person", "person_id"),
        sa.Column("learner_id", sa.Text),
        sa.Column("session_id", sa.BigInteger),
        sa.Column("card_id", sa.Text, nullable=False),
        sa.Column("reviewed_ms", sa.BigInteger, nullable=False),
        sa.Column("local_day", sa.Text, nullable=False),
        sa.Column("grade", sa.Integer, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("stability_before", sa.Double),
        sa.Column("difficulty_before", sa.Double),
        sa.Column("stability", sa.Double, nullable=False),
        sa.Column("difficulty", sa.Double, nullable=False),
        sa.Column("elapsed_days", sa.Integer, nullable=False),
        sa.Column("interval_days", sa.Integer, nullable=False),
        sa.Column("delay_seconds", sa.Double),
        sa.Column("retrievability", sa.Double),
        sa.Column("took_ms", sa.Integer, nullable=False),
        sa.Column("correct", sa.Boolean),
        sa.Column("answer", sa.Text),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("desired_retention", sa.Double, nullable=False),
        sa.Column("showing", sa.Text, nullable=False),
        sa.UniqueConstraint("person_id", "showing"),
        sa.CheckConstraint("grade BETWEEN 1 AND 4", "grade"),
        sa.CheckConstraint("phase IN ('new', 'learning', 'review', 'relearning', 'practice')", "phase"),
    )
    op.create_index("ix_review_order", "review", ["person_id", "id"])
    op.create_index("ix_review_day", "review", ["person_id", "local_day"])
    op.create_index("ix_review_session", "review", ["person_id", "session_id"])


def create_sessions() -> None:
    op.create_table(
        "session",
        sa.Column("id", NUMBER, primary_key=True),
        owner("person", "person_id"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_ms", sa.BigInteger, nullable=False),
        sa.Column("updated_ms", sa.BigInteger, nullable=False),
        sa.Column("ended_ms", sa.BigInteger),
        sa.CheckConstraint("kind IN ('drill', 'scenario')", "kind"),
    )
    op.create_index("ix_session_person", "session", ["person_id"])
    create_index_where("ended_ms IS NULL", "uq_session_open", "session", ["person_id", "kind"], unique=True)
    op.create_table(
        "undo",
        sa.Column("seq", NUMBER, primary_key=True),
        owner("person", "person_id"),
        sa.Column("session_id", sa.BigInteger),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_undo_order", "undo", ["person_id", "seq"])


def create_attempts() -> None:
    op.create_table(
        "scenario_attempt",
        sa.Column("id", NUMBER, primary_key=True),
        owner("person", "person_id"),
        sa.Column("learner_id", sa.Text),
        sa.Column("card_id", sa.Text, nullable=False),
        sa.Column("started_ms", sa.BigInteger, nullable=False),
        sa.Column("finished_ms", sa.BigInteger, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("percent", sa.Double, nullable=False),
        sa.Column("scored", sa.Text, nullable=False),
        sa.Column("corrections", sa.Text, nullable=False),
    )
    op.create_index("ix_scenario_attempt_order", "scenario_attempt", ["person_id", "id"])


def create_flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", NUMBER, primary_key=True),
        owner("tenant", "tenant_id"),
        owner("learner", "learner_id"),
        sa.Column("card_id", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("resolved_ms", sa.BigInteger),
    )
    op.create_index("ix_flag_tenant", "flag", ["tenant_id", "id"])
    op.create_index("ix_flag_learner", "flag", ["learner_id"])


def secure_tenants() -> None:
    """A transaction sees the rows of the tenant that it names, and none without one; FORCE binds the owner, too."""
    for table in TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY tenant ON {table} USING (tenant_id = current_setting('mlsd.tenant', true))")


def owner(table: str, name: str, *, key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=key, nullable=False)


def create_index_where(condition: str, name: str, table: str, columns: list[str], *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
