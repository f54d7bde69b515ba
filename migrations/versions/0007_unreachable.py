"""Accounts that refused a message of ours, until they are heard of again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; a row goes with its account."""
    op.create_table(
        "unreachable",
        sa.Column("learner_id", sa.Text, sa.ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("since_ms", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("unreachable")
