"""A mail knows the link that it carries, so that it can be forgotten with it; what was sent says no more."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_id", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_outbox_mail_link_id"), "mailed_link", ["link_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_mail_link_id"), ["link_id"], unique=False)
    op.execute(sa.text("UPDATE outbox_mail SET body = '' WHERE sent_at IS NOT NULL OR parked_at IS NOT NULL"))


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_link_id"))
        batch_op.drop_constraint(batch_op.f("fk_outbox_mail_link_id"), type_="foreignkey")
        batch_op.drop_column("link_id")
