"""Whose bank holidays a service keeps, its own days off, and the terms of its schools."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0026_days"
down_revision = "0025_feeds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_nation()
    _create_own_day()
    _create_school_period()


def _add_nation() -> None:
    nation = sa.Enum(
        *("england", "wales", "scotland", "northern_ireland"),
        name="nation",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nation", nation, nullable=False, server_default="england"))
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.alter_column("nation", server_default=None)


def _create_own_day() -> None:
    op.create_table(
        "own_day",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_own_day_service_id")),
        sa.PrimaryKeyConstraint("service_id", "day", name=op.f("pk_own_day")),
    )


def _create_school_period() -> None:
    op.create_table(
        "school_period",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_school_period_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_school_period_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_period")),
    )
    with op.batch_alter_table("school_period", schema=None) as batch_op:
        batch_op.create_index("ix_school_period_year", ["service_id", "school_year"], unique=False)


def downgrade() -> None:
    for table in ("school_period", "own_day"):
        op.drop_table(table)
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_service_nation"), type_="check")
        batch_op.drop_column("nation")
