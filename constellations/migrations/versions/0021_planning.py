"""What was spent of a budget for an event, the event that came of a poll, and conversations about events."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0021_planning"
down_revision = "0020_events"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("everyone", "hub_and_liaison", "direct", "group", "stay", "ask")
KINDS = (*KINDS_BEFORE, "event")

FOR_AN_EVENT = ("budget_spend", "poll")
"""The tables that say for which date of an event something is."""


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    for table in FOR_AN_EVENT:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("occurrence_id", Id(), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_{table}_occurrence_id"), ["occurrence_id"], unique=False)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_occurrence_id"), "occurrence", ["occurrence_id"], ["id"]
            )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=_word("kind", *KINDS_BEFORE), type_=_word("kind", *KINDS))


def downgrade() -> None:
    # What was said stays, in groups that nobody is in: no earlier Roost knows to whom it belongs.
    op.execute(
        sa.text(
            "UPDATE conversation SET kind = 'group', subject_id = NULL, title = 'About an event' WHERE kind = 'event'"
        )
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=_word("kind", *KINDS), type_=_word("kind", *KINDS_BEFORE))
    for table in reversed(FOR_AN_EVENT):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_occurrence_id"), type_="foreignkey")
            batch_op.drop_index(batch_op.f(f"ix_{table}_occurrence_id"))
            batch_op.drop_column("occurrence_id")
