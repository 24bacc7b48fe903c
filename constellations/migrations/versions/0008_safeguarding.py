"""Concerns with their notes, who is named to read them, messages hidden meanwhile, and looks of staff from outside."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "safeguarding_reader",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_safeguarding_reader_named_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_safeguarding_reader_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_safeguarding_reader_service_id")),
        sa.PrimaryKeyConstraint("service_id", "person_id", name=op.f("pk_safeguarding_reader")),
    )
    op.create_table(
        "concern",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=True),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("raised_by", Id(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("about", _word("about", "nobody", "liaison", "hub_carer"), nullable=False),
        sa.Column("route", _word("route", "named", "managers", "liaison"), nullable=False),
        sa.Column("in_danger", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", Id(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", Id(), nullable=True),
        sa.Column("outcome", _word("outcome", "nothing_more", "talked", "passed_on"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["acknowledged_by"], ["person.id"], name=op.f("fk_concern_acknowledged_by")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_concern_author_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_concern_closed_by")),
        sa.ForeignKeyConstraint(["constellation_id"], ["constellation.id"], name=op.f("fk_concern_constellation_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_concern_message_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_concern_raised_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_concern_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_message", ["message_id"], unique=False)
        batch_op.create_index("ix_concern_service", ["service_id", "raised_at"], unique=False)

    op.create_table(
        "concern_note",
        sa.Column("id", Id(), nullable=False),
        sa.Column("concern_id", Id(), nullable=False),
        sa.Column("by", Id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_concern_note_by")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_note_concern_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_note")),
    )
    with op.batch_alter_table("concern_note", schema=None) as batch_op:
        batch_op.create_index("ix_concern_note_concern", ["concern_id", "at"], unique=False)

    op.create_table(
        "conversation_look",
        sa.Column("id", Id(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("concern_id", Id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_conversation_look_concern_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_conversation_look_conversation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_look_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_look")),
    )
    with op.batch_alter_table("conversation_look", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_look_conversation", ["conversation_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("conversation_look", schema=None) as batch_op:
        batch_op.drop_index("ix_conversation_look_conversation")

    op.drop_table("conversation_look")
    with op.batch_alter_table("concern_note", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_note_concern")

    op.drop_table("concern_note")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_service")
        batch_op.drop_index("ix_concern_message")

    op.drop_table("concern")
    op.drop_table("safeguarding_reader")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("hidden_at")
