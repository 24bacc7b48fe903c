"""Stay cards with their versions, confirmations and readers, hand-over notes and packing lists."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0018_stay_card"
down_revision = "0017_entitlement"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stay_card",
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("called_mark", sa.CHAR(length=64), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_stay_card_child_id")),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_stay_card")),
    )
    with op.batch_alter_table("stay_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_card_called_mark"), ["called_mark"], unique=False)
    op.create_table(
        "stay_card_version",
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["stay_card.child_id"], name=op.f("fk_stay_card_version_child_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_stay_card_version_written_by")),
        sa.PrimaryKeyConstraint("child_id", "number", name=op.f("pk_stay_card_version")),
    )
    op.create_table(
        "stay_card_confirmed",
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id", "number"],
            ["stay_card_version.child_id", "stay_card_version.number"],
            name=op.f("fk_stay_card_confirmed_child_id_number"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stay_card_confirmed_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_stay_card_confirmed_stay_id")),
        sa.PrimaryKeyConstraint("stay_id", "child_id", "number", name=op.f("pk_stay_card_confirmed")),
    )
    _create_views()
    _create_handover()


def _create_views() -> None:
    shown = sa.Enum("card", "earlier", "handover", name="shown", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "stay_card_view",
        sa.Column("id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("stay_id", Id(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown", shown, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_stay_card_view_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stay_card_view_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_stay_card_view_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_card_view")),
    )
    with op.batch_alter_table("stay_card_view", schema=None) as batch_op:
        batch_op.create_index("ix_stay_card_view_child", ["child_id", "at"], unique=False)


def _create_handover() -> None:
    way = sa.Enum("there", "home", name="way", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "handover_note",
        sa.Column("id", Id(), nullable=False),
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("way", way, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_note_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_handover_note_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_note")),
    )
    op.create_table(
        "packed_thing",
        sa.Column("id", Id(), nullable=False),
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("only_home", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", Id(), nullable=True),
        sa.Column("there_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("there_by", Id(), nullable=True),
        sa.Column("home_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("home_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_packed_thing_added_by")),
        sa.ForeignKeyConstraint(["home_by"], ["person.id"], name=op.f("fk_packed_thing_home_by")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_packed_thing_stay_id")),
        sa.ForeignKeyConstraint(["there_by"], ["person.id"], name=op.f("fk_packed_thing_there_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packed_thing")),
    )
    with op.batch_alter_table("handover_note", schema=None) as batch_op:
        batch_op.create_index("ix_handover_note_stay", ["stay_id", "at"], unique=False)
    with op.batch_alter_table("packed_thing", schema=None) as batch_op:
        batch_op.create_index("ix_packed_thing_stay", ["stay_id", "added_at"], unique=False)


def downgrade() -> None:
    op.drop_table("packed_thing")
    op.drop_table("handover_note")
    op.drop_table("stay_card_view")
    op.drop_table("stay_card_confirmed")
    op.drop_table("stay_card_version")
    op.drop_table("stay_card")
