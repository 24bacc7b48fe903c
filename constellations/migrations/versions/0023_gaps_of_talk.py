"""Since when a concern wakes somebody, which groups are closed, and which mobile numbers are proven."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0023_gaps_of_talk"
down_revision = "0022_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.add_column(sa.Column("woken_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_by", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_conversation_closed_by"), "person", ["closed_by"], ["id"])
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mobile_proven_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "mobile_code",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("mobile", sa.String(), nullable=False),
        sa.Column("mark", sa.CHAR(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mobile_code_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mobile_code")),
    )


def downgrade() -> None:
    op.drop_table("mobile_code")
    with op.batch_alter_table("alert_setting", schema=None) as batch_op:
        batch_op.drop_column("mobile_proven_at")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_conversation_closed_by"), type_="foreignkey")
        batch_op.drop_column("closed_by")
        batch_op.drop_column("closed_at")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_column("woken_at")
