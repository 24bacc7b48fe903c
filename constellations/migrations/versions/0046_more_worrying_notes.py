"""Concerns about the words of asks and about thanks to those who came, beside hand-over notes.

Of whichever children they are, by what the words of asks are known, and when thanks were said.
"""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0046_more_worrying_notes"
down_revision = "0045_worrying_notes"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("handover",)
KINDS = ("handover", "ask", "thanks")
OF_NEW_KINDS = "select id from concern where note_kind in ('ask', 'thanks')"


def _word(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="note_kind", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "concern_child",
        sa.Column("concern_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_concern_child_child_id")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_child_concern_id")),
        sa.PrimaryKeyConstraint("concern_id", "child_id", name=op.f("pk_concern_child")),
    )
    op.create_index("ix_concern_child_child_id", "concern_child", ["child_id"], unique=False)
    op.execute(sa.text("insert into concern_child select id, child_id from concern where child_id is not null"))
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_concern_child_id"), type_="foreignkey")
        batch_op.drop_column("child_id")
        batch_op.alter_column("note_kind", existing_type=_word(*KINDS_BEFORE), type_=_word(*KINDS))
    with op.batch_alter_table("event_register", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words_id", Id(), nullable=True))
    op.execute(sa.text("update ask set words_id = coalesce(series_id, id)"))
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.alter_column("words_id", existing_type=Id(), nullable=False)
        batch_op.create_index("ix_ask_words_id", ["words_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index("ix_ask_words_id")
        batch_op.drop_column("words_id")
    with op.batch_alter_table("event_register", schema=None) as batch_op:
        batch_op.drop_column("thanked_at")
    # What the earlier step has no place for goes: a concern about such a note, and its readers' notes.
    op.execute(sa.text(f"delete from concern_child where concern_id in ({OF_NEW_KINDS})"))  # noqa: S608  # words of our own
    op.execute(sa.text(f"delete from concern_note where concern_id in ({OF_NEW_KINDS})"))  # noqa: S608  # words of our own
    op.execute(sa.text(f"delete from concern where id in ({OF_NEW_KINDS})"))  # noqa: S608  # words of our own
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.alter_column("note_kind", existing_type=_word(*KINDS), type_=_word(*KINDS_BEFORE))
        batch_op.add_column(sa.Column("child_id", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_concern_child_id"), "child", ["child_id"], ["id"])
    op.execute(
        sa.text(
            "update concern set child_id = (select child_id from concern_child where concern_id = concern.id limit 1)"
        )
    )
    op.drop_table("concern_child")
