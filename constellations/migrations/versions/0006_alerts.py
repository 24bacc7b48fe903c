"""How people are alerted: what they have chosen, and which news and mails wait for that."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_setting",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("by_push", sa.Boolean(), nullable=False),
        sa.Column("morning_summary", sa.Boolean(), nullable=False),
        sa.Column("monday_digest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alert_setting_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_alert_setting")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alert_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_notice_alert_at", ["alert_at"], unique=False)
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("until_read", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(batch_op.f("fk_outbox_mail_person_id"), "person", ["person_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_mail_person_id"), ["person_id"], unique=False)
    op.create_table(
        "push_subscription",
        sa.Column("id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("device_id", Id(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("p256dh", sa.String(), nullable=False),
        sa.Column("auth", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_push_subscription_person_id")),
        sa.ForeignKeyConstraint(["device_id"], ["signed_in_device.id"], name=op.f("fk_push_subscription_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("device_id", name=op.f("uq_push_subscription_device_id")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_subscription_person_id"), ["person_id"], unique=False)
    op.create_table(
        "outbox_push",
        sa.Column("id", Id(), nullable=False),
        sa.Column("subscription_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("until_read", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_push_person_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["push_subscription.id"], name=op.f("fk_outbox_push_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_push")),
    )
    with op.batch_alter_table("outbox_push", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_push_due", ["sent_at", "parked_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_push_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_push_subscription_id"), ["subscription_id"], unique=False)
    op.create_table(
        "digest",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id")),
        sa.PrimaryKeyConstraint("person_id", "monday", name=op.f("pk_digest")),
    )


def downgrade() -> None:
    op.drop_table("digest")
    with op.batch_alter_table("outbox_push", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_push_subscription_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_push_person_id"))
        batch_op.drop_index("ix_outbox_push_due")
    op.drop_table("outbox_push")
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscription_person_id"))
    op.drop_table("push_subscription")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_person_id"))
        batch_op.drop_constraint(batch_op.f("fk_outbox_mail_person_id"), type_="foreignkey")
        batch_op.drop_column("until_read")
        batch_op.drop_column("person_id")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_alert_at")
        batch_op.drop_column("alert_at")
    op.drop_table("alert_setting")
