"""Which record an old reference belonged to that was merged: what the trail says of it is found by the kept one.

A deputy who is ended on the first day stays told. And a copy that waits for a manager has no file: those that do are
made anew once they are handed over.
"""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0044_doubles"
down_revision = "0043_homes_and_erasures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("old_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("double_id", Id(), nullable=True))
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_deputy_ends_after_it_starts"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_deputy_ends_no_earlier"), "ends_on >= starts_on")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_data_request_confirmed"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_data_request_confirmed"), "confirmed_by is null or confirmed_at is not null"
        )
    op.execute(sa.text("update data_request set key = null, bytes = null, progress = 0 where state = 'review'"))


def downgrade() -> None:
    op.execute(sa.text("update data_request set confirmed_at = null where confirmed_by is null"))
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_data_request_confirmed"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_data_request_confirmed"), "(confirmed_at is null) = (confirmed_by is null)"
        )
    op.execute(sa.text("delete from deputy where ends_on = starts_on"))
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_deputy_ends_no_earlier"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_deputy_ends_after_it_starts"), "ends_on > starts_on")
    with op.batch_alter_table("old_key", schema=None) as batch_op:
        batch_op.drop_column("double_id")
