"""What people typed, kept until it is acted on and answered; and who was welcomed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_tenant_platform", "tenant", ["platform"])
    op.create_table(
        "greeting",
        sa.Column(
            "learner_id", sa.Text, sa.ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True, nullable=False
        ),
        sa.Column("greeted_ms", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    create_inbox()
    if op.get_bind().dialect.name == "postgresql":
        secure_inbox()


def downgrade() -> None:
    op.drop_table("inbox")
    op.drop_table("greeting")
    op.drop_index("ix_tenant_platform", "tenant")


def create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("tenant_id", sa.Text, sa.ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
        sa.Column("learner_id", sa.Text, sa.ForeignKey("learner.id", ondelete="CASCADE"), nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("received_ms", sa.BigInteger, nullable=False),
        sa.Column("acted_ms", sa.BigInteger),
        sa.Column("done_ms", sa.BigInteger),
        sa.UniqueConstraint("tenant_id", "event_id"),
    )
    op.create_index("ix_inbox_learner", "inbox", ["learner_id", "id"])
    undone = sa.text("done_ms IS NULL")
    op.create_index("ix_inbox_undone", "inbox", ["tenant_id", "id"], sqlite_where=undone, postgresql_where=undone)


def secure_inbox() -> None:
    """As for other tables of tenants: a transaction sees the rows of the tenant that it names."""
    op.execute("ALTER TABLE inbox ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE inbox FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY tenant ON inbox USING (tenant_id = current_setting('mlsd.tenant', true))")
