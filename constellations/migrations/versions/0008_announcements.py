"""Announcements and who has said “Got it”."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=True),
        sa.Column("author_id", Id(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("goes_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joiners_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", Id(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("sent_at is not null or goes_out_at is not null", name=op.f("ck_announcement_goes_out")),
        sa.CheckConstraint("(sent_at is null) = (joiners_until is null)", name=op.f("ck_announcement_joiners")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_announcement_author_id")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_announcement_constellation_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_announcement_service_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_announcement_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcement_constellation_id"), ["constellation_id"], unique=False)
        batch_op.create_index("ix_announcement_service_sent", ["service_id", "sent_at"], unique=False)
        batch_op.create_index("ix_announcement_goes_out", ["sent_at", "goes_out_at"], unique=False)

    op.create_table(
        "announcement_got_it",
        sa.Column("announcement_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_got_it_announcement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announcement_got_it_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_got_it")),
    )


def downgrade() -> None:
    op.drop_table("announcement_got_it")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index("ix_announcement_goes_out")
        batch_op.drop_index("ix_announcement_service_sent")
        batch_op.drop_index(batch_op.f("ix_announcement_constellation_id"))
        batch_op.drop_index(batch_op.f("ix_announcement_author_id"))

    op.drop_table("announcement")
