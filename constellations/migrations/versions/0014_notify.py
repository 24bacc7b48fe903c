"""Services' accounts at GOV.UK Notify, mobile numbers of those who want text messages, and the outbox of these."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0014_notify"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notify_account",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("api_key", sa.Text(), nullable=False),
        sa.Column("key_end", sa.String(), nullable=False),
        sa.Column("mail_template", sa.String(), nullable=True),
        sa.Column("text_template", sa.String(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_notify_account_entered_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_notify_account_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_notify_account")),
    )
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_text", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("mobile", sa.String(), nullable=True))
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.alter_column("by_text", server_default=None)
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service_id", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_outbox_mail_service_id"), "service", ["service_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_mail_service_id"), ["service_id"], unique=False)
    _create_outbox_text()


def _create_outbox_text() -> None:
    kind = sa.Enum("emergency", "security", name="kind", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "outbox_text",
        sa.Column("id", Id(), nullable=False),
        sa.Column("to_id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("until_read", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_text_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_outbox_text_service_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_outbox_text_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_text")),
    )
    with op.batch_alter_table("outbox_text", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_text_due", ["sent_at", "parked_at", "due_at"], unique=False)
        for column in ("person_id", "service_id", "to_id"):
            batch_op.create_index(batch_op.f(f"ix_outbox_text_{column}"), [column], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outbox_text", schema=None) as batch_op:
        for column in ("to_id", "service_id", "person_id"):
            batch_op.drop_index(batch_op.f(f"ix_outbox_text_{column}"))
        batch_op.drop_index("ix_outbox_text_due")
    op.drop_table("outbox_text")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_service_id"))
        batch_op.drop_constraint(batch_op.f("fk_outbox_mail_service_id"), type_="foreignkey")
        batch_op.drop_column("service_id")
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.drop_column("mobile")
        batch_op.drop_column("by_text")
    op.drop_table("notify_account")
