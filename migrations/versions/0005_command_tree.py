"""The commands that Discord was told last, by application, so that it is told again only when they changed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table. It belongs to no tenant: an application's commands are the same everywhere."""
    op.create_table(
        "command_tree",
        sa.Column("application", sa.Text, primary_key=True),
        sa.Column("tree_hash", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("command_tree")
