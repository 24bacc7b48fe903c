"""Which record an old reference belonged to that was merged: what the trail says of it is found by the kept one.

And a copy that waits for a manager has no file: those that do are made anew once they are handed over.
"""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0044_doubles"
down_revision = "0042_former_home"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("old_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("double_id", Id(), nullable=True))
    op.execute(sa.text("update data_request set key = null, bytes = null, progress = 0 where state = 'review'"))


def downgrade() -> None:
    with op.batch_alter_table("old_key", schema=None) as batch_op:
        batch_op.drop_column("double_id")
