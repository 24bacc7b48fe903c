"""On which weekday of its month a series goes on, and what the calendar said that events were loaded from."""

import sqlalchemy as sa
from alembic import op

revision = "0041_series"
down_revision = "0040_append_only"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("of_month", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("as_loaded", sa.String(), nullable=True))
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("known_as", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("as_loaded", sa.String(), nullable=True))
    op.execute(
        sa.text(
            "UPDATE occurrence SET known_as = planned_on WHERE event_id IN (SELECT id FROM event WHERE uid IS NOT NULL)"
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_column("as_loaded")
        batch_op.drop_column("known_as")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("as_loaded")
        batch_op.drop_column("of_month")
