"""Since when a home fosters."""

import sqlalchemy as sa
from alembic import op

revision = "0030_support"
down_revision = "0026_days"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("home", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("home", schema=None) as batch_op:
        batch_op.drop_column("approved_on")
