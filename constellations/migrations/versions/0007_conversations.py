"""Conversations: who is in them by name, messages and what became of them, and how far people have read."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "everyone",
                "hub_and_liaison",
                "direct",
                "group",
                "stay",
                "ask",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("subject_id", Id(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_change", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'group') = (subject_id is null)", name=op.f("ck_conversation_belongs_to_something")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_conversation_created_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_conversation_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_conversation_kind_subject_id")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conversation_service_id"), ["service_id"], unique=False)

    op.create_table(
        "conversation_member",
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_conversation_member_conversation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_member_person_id")),
        sa.PrimaryKeyConstraint("conversation_id", "person_id", name=op.f("pk_conversation_member")),
    )
    with op.batch_alter_table("conversation_member", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_member_person", ["person_id", "left_at"], unique=False)

    op.create_table(
        "conversation_read",
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_conversation_read_conversation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_read_person_id")),
        sa.PrimaryKeyConstraint("conversation_id", "person_id", name=op.f("pk_conversation_read")),
    )
    op.create_table(
        "message",
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("client_id", Id(), nullable=False),
        sa.Column("sender_id", Id(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reply_to", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", Id(), nullable=True),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pinned_by", Id(), nullable=True),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_message_seq")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id")),
        sa.ForeignKeyConstraint(["pinned_by"], ["person.id"], name=op.f("fk_message_pinned_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["person.id"], name=op.f("fk_message_removed_by")),
        sa.ForeignKeyConstraint(["reply_to"], ["message.id"], name=op.f("fk_message_reply_to")),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name=op.f("fk_message_sender_id")),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_message")),
        sa.UniqueConstraint("id", name=op.f("uq_message_id")),
        sa.UniqueConstraint("sender_id", "client_id", name=op.f("uq_message_sender_id_client_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_change", ["conversation_id", "change"], unique=False)

    op.create_table(
        "message_earlier_words",
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_earlier_words_message_id")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_earlier_words")),
    )
    op.create_table(
        "message_mention",
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_mention_message_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_mention_person_id")),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_message_mention")),
    )
    with op.batch_alter_table("message_mention", schema=None) as batch_op:
        batch_op.create_index("ix_message_mention_person", ["person_id"], unique=False)

    op.create_table(
        "message_reaction",
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("emoji", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_reaction_message_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_reaction_person_id")),
        sa.PrimaryKeyConstraint("message_id", "person_id", "emoji", name=op.f("pk_message_reaction")),
    )


def downgrade() -> None:
    op.drop_table("message_reaction")
    with op.batch_alter_table("message_mention", schema=None) as batch_op:
        batch_op.drop_index("ix_message_mention_person")

    op.drop_table("message_mention")
    op.drop_table("message_earlier_words")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_change")

    op.drop_table("message")
    op.drop_table("conversation_read")
    with op.batch_alter_table("conversation_member", schema=None) as batch_op:
        batch_op.drop_index("ix_conversation_member_person")

    op.drop_table("conversation_member")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_service_id"))

    op.drop_table("conversation")
