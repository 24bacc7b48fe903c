"""The home in which somebody fostered last: whoever takes another role does not decide about its money."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0042_former_home"
down_revision = "0041_series"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("former_home_id", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_person_former_home_id"), "home", ["former_home_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_person_former_home_id"), type_="foreignkey")
        batch_op.drop_column("former_home_id")
