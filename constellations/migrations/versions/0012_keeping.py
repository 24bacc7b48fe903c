"""How long a service keeps what is said, legal holds, copies taken, and from where on a conversation is kept."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = ("constellation", "about", "people", "earlier")


def upgrade() -> None:
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_from_seq", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("conversation_look", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_copy", sa.Boolean(), nullable=False, server_default=sa.false()))
    answered = sa.text("reply_to IS NOT NULL")
    op.create_index("ix_message_reply_to", "message", ["reply_to"], sqlite_where=answered, postgresql_where=answered)
    op.create_table(
        "retention",
        sa.Column("service_id", Id(), nullable=False),
        *(sa.Column(kind, sa.Integer(), nullable=True) for kind in KINDS),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(f"{kind} between 1 and 600", name=op.f(f"ck_retention_{kind}")) for kind in KINDS),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_retention_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_retention")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", Id(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", Id(), nullable=True),
        sa.CheckConstraint("(lifted_at is null) = (lifted_by is null)", name=op.f("ck_legal_hold_lifted")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_legal_hold_conversation_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_legal_hold_given_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_legal_hold_lifted_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_legal_hold_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index("ix_legal_hold_conversation", ["conversation_id", "lifted_at"], unique=False)
        batch_op.create_index("ix_legal_hold_service", ["service_id", "given_at"], unique=False)
    op.create_table(
        "words_taken",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("taken_by", Id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_words_taken_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_words_taken_service_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_words_taken_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words_taken")),
    )
    with op.batch_alter_table("words_taken", schema=None) as batch_op:
        batch_op.create_index("ix_words_taken_person", ["person_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("words_taken", schema=None) as batch_op:
        batch_op.drop_index("ix_words_taken_person")
    op.drop_table("words_taken")
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.drop_index("ix_legal_hold_service")
        batch_op.drop_index("ix_legal_hold_conversation")
    op.drop_table("legal_hold")
    op.drop_table("retention")
    op.drop_index("ix_message_reply_to", table_name="message")
    with op.batch_alter_table("conversation_look", schema=None) as batch_op:
        batch_op.drop_column("is_copy")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("kept_from_seq")
