"""Codes that join the accounts of one person, and how often wrong ones were tried."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link_code",
        sa.Column("digest", sa.Text, primary_key=True),
        learner(),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("used_ms", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_link_code_learner", "link_code", ["learner_id"])
    op.create_table(
        "link_try",
        sa.Column("id", NUMBER, primary_key=True),
        learner(),
        sa.Column("tried_ms", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_link_try_learner", "link_try", ["learner_id", "tried_ms"])


def downgrade() -> None:
    op.drop_table("link_try")
    op.drop_table("link_code")


def learner() -> "sa.Column[str]":
    return sa.Column("learner_id", sa.Text, sa.ForeignKey("learner.id", ondelete="CASCADE"), nullable=False)
