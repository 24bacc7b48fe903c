"""Announcements and who has said “Got it”, and the polls that messages carry."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0010"
down_revision = "0009"
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
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carries_poll", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_polls()


def _create_polls() -> None:
    op.create_table(
        "poll",
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "answers", "days"), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_poll_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_poll")),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index("ix_poll_closes", ["closed_at", "closes_on"], unique=False)

    op.create_table(
        "poll_answer",
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.CheckConstraint("(words is null) <> (day is null)", name=op.f("ck_poll_answer_words_or_day")),
        sa.ForeignKeyConstraint(["message_id"], ["poll.message_id"], name=op.f("fk_poll_answer_message_id")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_poll_answer")),
    )
    op.create_table(
        "poll_vote",
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("says", _word("says", "yes", "if_need_be", "no"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id", "number"],
            ["poll_answer.message_id", "poll_answer.number"],
            name=op.f("fk_poll_vote_message_id_number"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_vote_person_id")),
        sa.PrimaryKeyConstraint("message_id", "number", "person_id", name=op.f("pk_poll_vote")),
    )


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def downgrade() -> None:
    op.drop_table("poll_vote")
    op.drop_table("poll_answer")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index("ix_poll_closes")

    op.drop_table("poll")
    # Never made anew: a table that is made anew on SQLite forgets its checks.
    with op.batch_alter_table("message", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("carries_poll")

    op.drop_table("announcement_got_it")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index("ix_announcement_goes_out")
        batch_op.drop_index("ix_announcement_service_sent")
        batch_op.drop_index(batch_op.f("ix_announcement_constellation_id"))
        batch_op.drop_index(batch_op.f("ix_announcement_author_id"))

    op.drop_table("announcement")
