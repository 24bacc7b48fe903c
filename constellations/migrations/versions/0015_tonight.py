"""Who covers for a hub, and the ladder that an emergency climbs."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0015_tonight"
down_revision = "0014_notify"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hub_cover",
        sa.Column("id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("named_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_hub_cover_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["constellation_id"], ["constellation.id"], name=op.f("fk_hub_cover_constellation_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_hub_cover_home_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_hub_cover_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_cover")),
    )
    with op.batch_alter_table("hub_cover", schema=None) as batch_op:
        batch_op.create_index("ix_hub_cover_constellation", ["constellation_id", "ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_hub_cover_home_id"), ["home_id"], unique=False)
    _create_ladder()


def _create_ladder() -> None:
    rung = sa.Enum("hub", "known", "all", "staff", name="rung", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "ladder",
        sa.Column("ask_id", Id(), nullable=False),
        sa.Column("family_id", Id(), nullable=False),
        sa.Column("rung", rung, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ladder_ask_id")),
        sa.ForeignKeyConstraint(["family_id"], ["home.id"], name=op.f("fk_ladder_family_id")),
        sa.PrimaryKeyConstraint("ask_id", name=op.f("pk_ladder")),
    )
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladder_family_id"), ["family_id"], unique=False)
    op.create_table(
        "ladder_waits",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("hub", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("everyone", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hub between 1 and 60", name=op.f("ck_ladder_waits_hub")),
        sa.CheckConstraint("known between 1 and 60", name=op.f("ck_ladder_waits_known")),
        sa.CheckConstraint("everyone between 1 and 60", name=op.f("ck_ladder_waits_everyone")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_ladder_waits_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_ladder_waits")),
    )


def downgrade() -> None:
    op.drop_table("ladder_waits")
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ladder_family_id"))
    op.drop_table("ladder")
    with op.batch_alter_table("hub_cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hub_cover_home_id"))
        batch_op.drop_index("ix_hub_cover_constellation")
    op.drop_table("hub_cover")
