"""Concerns about notes, beside those about messages: which note, what it said and when, and of which child."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0045_worrying_notes"
down_revision = "0044_doubles"
branch_labels = None
depends_on = None

ONE_OF_BOTH = (
    "(message_id is null) = (note_id is not null) and (note_id is null) = (note_kind is null) "
    "and (note_id is null) = (note_words is null) and (note_id is null) = (noted_at is null)"
)
OF_NOTES = "select id from concern where note_id is not null"


def upgrade() -> None:
    kind = sa.Enum("handover", name="note_kind", native_enum=False, create_constraint=True, length=24)
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.alter_column("message_id", existing_type=Id(), nullable=True)
        batch_op.add_column(sa.Column("note_kind", kind, nullable=True))
        batch_op.add_column(sa.Column("note_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("note_words", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("child_id", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_concern_child_id"), "child", ["child_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_concern_about_a_message_or_a_note"), ONE_OF_BOTH)
        batch_op.create_index("ix_concern_note", ["note_id"], unique=False)


def downgrade() -> None:
    # What the earlier step has no place for goes: a concern about a note, and its readers' notes.
    op.execute(sa.text(f"delete from concern_note where concern_id in ({OF_NOTES})"))  # noqa: S608  # words of our own
    op.execute(sa.text("delete from concern where note_id is not null"))
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_note")
        batch_op.drop_constraint(batch_op.f("ck_concern_about_a_message_or_a_note"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_concern_note_kind"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_concern_child_id"), type_="foreignkey")
        for column in ("child_id", "note_words", "noted_at", "note_id", "note_kind"):
            batch_op.drop_column(column)
        batch_op.alter_column("message_id", existing_type=Id(), nullable=False)
