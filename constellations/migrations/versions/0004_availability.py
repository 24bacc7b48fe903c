"""A home says when it has room: its weekly pattern, and the exceptions from it."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_weekday",
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_closed_weekday_weekday")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_closed_weekday_home_id")),
        sa.PrimaryKeyConstraint("home_id", "weekday", name=op.f("pk_closed_weekday")),
    )
    op.create_table(
        "availability_span",
        sa.Column("id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "word",
            sa.Enum("free", "away", name="word", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_availability_span_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_availability_span_home_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_availability_span_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_span")),
    )
    with op.batch_alter_table("availability_span", schema=None) as batch_op:
        batch_op.create_index("ix_availability_span_home", ["home_id", "ends_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("availability_span", schema=None) as batch_op:
        batch_op.drop_index("ix_availability_span_home")

    op.drop_table("availability_span")
    op.drop_table("closed_weekday")
