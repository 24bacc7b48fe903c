"""What staff keep of children and homes: siblings, social workers' addresses, exemptions, and reviews of holds."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_exemption_ends_after_it_starts")),
        sa.CheckConstraint("length(conditions) <= 500", name=op.f("ck_exemption_conditions")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_exemption_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.create_index("ix_exemption_home", ["home_id", "starts_on", "ends_on"], unique=False)
    op.create_table(
        "exemption_child",
        sa.Column("exemption_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_exemption_child_child_id")),
        sa.ForeignKeyConstraint(["exemption_id"], ["exemption.id"], name=op.f("fk_exemption_child_exemption_id")),
        sa.PrimaryKeyConstraint("exemption_id", "child_id", name=op.f("pk_exemption_child")),
    )
    with op.batch_alter_table("exemption_child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemption_child_child_id"), ["child_id"], unique=False)
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sibling_group", Id(), nullable=True))
        batch_op.add_column(sa.Column("social_worker_email", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_child_sibling_group"), ["sibling_group"], unique=False)
    with op.batch_alter_table("home_terms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))


def downgrade() -> None:
    # Never made anew: a table that is made anew on SQLite forgets its checks.
    with op.batch_alter_table("home_terms", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("review_on")
    with op.batch_alter_table("child", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_sibling_group"))
        batch_op.drop_column("social_worker_email")
        batch_op.drop_column("sibling_group")
    op.drop_table("exemption_child")
    op.drop_table("exemption")
