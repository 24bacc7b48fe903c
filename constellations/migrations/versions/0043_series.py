"""On which weekday of its month a series comes that goes on from another."""

import sqlalchemy as sa
from alembic import op

revision = "0043_series"
down_revision = "0040_append_only"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("of_month", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("of_month")
