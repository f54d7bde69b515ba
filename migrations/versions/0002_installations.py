"""Slack installations with encrypted tokens, and the states of installations under way."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column(
            "tenant_id", sa.Text, sa.ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, nullable=False
        ),
        sa.Column("enterprise_id", sa.Text),
        sa.Column("team_id", sa.Text),
        sa.Column("app_id", sa.Text, nullable=False),
        sa.Column("bot_id", sa.Text, nullable=False),
        sa.Column("bot_user_id", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("sealed_token", sa.Text, nullable=False),
        sa.Column("installed_ms", sa.BigInteger, nullable=False),
        sa.CheckConstraint("team_id IS NOT NULL OR enterprise_id IS NOT NULL", "whose"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "oauth_state",
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_oauth_state_expiry", "oauth_state", ["expires_ms"])
    if op.get_bind().dialect.name == "postgresql":
        secure_installations()


def downgrade() -> None:
    op.drop_table("oauth_state")
    op.drop_table("installation")


def secure_installations() -> None:
    """As for other tables of tenants, and one opening: the operator changes the encryption keys of all at once."""
    op.execute("ALTER TABLE installation ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE installation FORCE ROW LEVEL SECURITY")
    tenant = "current_setting('mlsd.tenant', true)"
    op.execute(f"CREATE POLICY tenant ON installation USING (tenant_id = {tenant} OR {tenant} = 'operator')")
