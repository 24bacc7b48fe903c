"""What was said is found by its words, also what is there already; people say whether others see what they read."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id
from constellations.core.search import SearchWords, index_statements
from constellations.core.search_words import to_keep

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MANY = 1000
"""Messages that are read and written at a time."""


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "message_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("words", SearchWords(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_words_message_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_message_words")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_words_message_id")),
    )
    if is_sqlite:
        for statement in index_statements("message_words"):
            op.execute(statement)
    _keep_words_of_all()
    if not is_sqlite:
        op.create_index("ix_message_words_words", "message_words", ["words"], postgresql_using="gin")
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shares_reading", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.drop_column("shares_reading")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE message_words_index")
    else:
        op.drop_index("ix_message_words_words", table_name="message_words")
    op.drop_table("message_words")


def _keep_words_of_all() -> None:
    """In the order of ids, some at a time: a database of years has more messages than memory takes."""
    bind, after = op.get_bind(), None
    message = sa.table("message", sa.column("id", Id()), sa.column("body"), sa.column("removed_at"))
    kept = sa.table("message_words", sa.column("message_id", Id()), sa.column("words", SearchWords()))
    there = sa.select(message.c.id, message.c.body).where(message.c.removed_at.is_(None))
    asked = there.order_by(message.c.id).limit(MANY)
    while rows := bind.execute(asked if after is None else asked.where(message.c.id > after)).all():
        found = [{"message_id": row.id, "words": words} for row in rows if (words := to_keep(row.body))]
        if found:
            bind.execute(sa.insert(kept), found)
        after = rows[-1].id
