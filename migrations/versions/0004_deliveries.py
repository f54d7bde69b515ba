"""Timers, and the deliveries that they lead to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "'planned', 'claimed', 'sending', 'verifying', 'sent', 'failed', 'skipped'"


def upgrade() -> None:
    create_timers()
    create_deliveries()
    if op.get_bind().dialect.name == "postgresql":
        for table in ("timer", "delivery"):
            secure(table)


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_table("timer")


def create_timers() -> None:
    op.create_table(
        "timer",
        owning_tenant(),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("slot", sa.Text, primary_key=True),
        learner(),
        sa.Column("due_at_ms", sa.BigInteger),
        sa.Column("local_date", sa.Text),
        sa.Column("last_date", sa.Text),
        sa.Column("tzdata", sa.Text),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timer_learner", "timer", ["learner_id"])
    create_index_where("due_at_ms IS NOT NULL", "ix_timer_due", "timer", ["due_at_ms", "tenant_id"])
    create_index_where("due_at_ms IS NOT NULL", "ix_timer_of_tenant", "timer", ["tenant_id", "due_at_ms"])


def create_deliveries() -> None:
    op.create_table(
        "delivery",
        owning_tenant(),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        learner(),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger, nullable=False),
        sa.Column("lease_until_ms", sa.BigInteger),
        sa.Column("planned_ms", sa.BigInteger, nullable=False),
        sa.Column("sent_ms", sa.BigInteger),
        sa.Column("answered_ms", sa.BigInteger),
        sa.Column("message", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("data", sa.Text, nullable=False),
        sa.UniqueConstraint("recipient", "purpose", "slot"),
        sa.CheckConstraint(f"state IN ({STATES})", "state"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_delivery_learner", "delivery", ["learner_id"])
    for_queues = ["platform", "due_at_ms", "tenant_id", "state"]
    create_index_where("state = 'planned'", "ix_delivery_due", "delivery", for_queues)
    create_index_where("state = 'planned'", "ix_delivery_of_tenant", "delivery", ["tenant_id", "due_at_ms"])
    create_index_where("lease_until_ms IS NOT NULL", "ix_delivery_lease", "delivery", ["lease_until_ms"])


def secure(table: str) -> None:
    """As for other tables of tenants, and one opening: what is due is found for all tenants at once."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    tenant = "current_setting('mlsd.tenant', true)"
    op.execute(f"CREATE POLICY tenant ON {table} USING (tenant_id = {tenant} OR {tenant} = 'operator')")


def owning_tenant() -> "sa.Column[str]":
    owner = sa.ForeignKey("tenant.id", ondelete="CASCADE")
    return sa.Column("tenant_id", sa.Text, owner, primary_key=True, nullable=False)


def learner() -> "sa.Column[str]":
    return sa.Column("learner_id", sa.Text, sa.ForeignKey("learner.id", ondelete="CASCADE"))


def create_index_where(condition: str, name: str, table: str, columns: list[str]) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
