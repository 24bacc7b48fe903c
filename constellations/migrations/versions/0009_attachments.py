"""Photos and documents of messages, which a service has to turn on."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("photos_allowed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("documents_allowed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.alter_column("photos_allowed", server_default=None)
        batch_op.alter_column("documents_allowed", server_default=None)
    op.create_table(
        "message_attachment",
        sa.Column("id", Id(), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("photo", "pdf", "text", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number between 1 and 4", name=op.f("ck_message_attachment_number")),
        sa.CheckConstraint("kind = 'photo' or number = 1", name=op.f("ck_message_attachment_one_document_alone")),
        sa.CheckConstraint(
            "(kind = 'photo') = (consented_at is not null)", name=op.f("ck_message_attachment_photo_is_consented")
        ),
        sa.CheckConstraint("(kind = 'photo') = (name is null)", name=op.f("ck_message_attachment_photo_has_no_name")),
        sa.CheckConstraint(
            "(kind = 'photo') = (width is not null and height is not null)",
            name=op.f("ck_message_attachment_photo_has_a_size"),
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_attachment_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attachment")),
        sa.UniqueConstraint("key", name=op.f("uq_message_attachment_key")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_message_attachment_message_id_number")),
    )


def downgrade() -> None:
    op.drop_table("message_attachment")
    # Never made anew: everything refers to it.
    with op.batch_alter_table("service", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("documents_allowed")
        batch_op.drop_column("photos_allowed")
