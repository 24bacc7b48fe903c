"""Secret addresses of calendar feeds, and the entries that go to them."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0025_feeds"
down_revision = "0024_gaps_of_sleepovers"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_feed_circle()
    _create_feed_change()
    _create_feed_debt()
    _create_feed_entry()
    _create_feed_entry_circle()
    _create_feed_address()
    # What there is already is written down as soon as the jobs run.
    op.execute("INSERT INTO feed_debt (service_id, since) SELECT id, CURRENT_TIMESTAMP FROM service")


def _create_feed_circle() -> None:
    op.create_table(
        "feed_circle",
        sa.Column("circle", _word("circle", "home", "constellation", "service", "whole_service"), nullable=False),
        sa.Column("circle_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("circle", "circle_id", name=op.f("pk_feed_circle")),
    )


def _create_feed_change() -> None:
    op.create_table(
        "feed_change",
        sa.Column("circle", _word("circle", "home", "constellation", "service", "whole_service"), nullable=False),
        sa.Column("circle_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("circle", "circle_id", "version", "subject_id", name=op.f("pk_feed_change")),
    )
    with op.batch_alter_table("feed_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_change_day"), ["day"], unique=False)


def _create_feed_debt() -> None:
    op.create_table(
        "feed_debt",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_feed_debt_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_feed_debt")),
    )


def _create_feed_entry() -> None:
    op.create_table(
        "feed_entry",
        sa.Column("subject_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "event", "stay", "task"), nullable=False),
        sa.Column("wording", _word("wording", "busy", "kind", "words"), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.CHAR(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_feed_entry_service_id")),
        sa.PrimaryKeyConstraint("subject_id", "kind", "wording", name=op.f("pk_feed_entry")),
    )
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.create_index("ix_feed_entry_service", ["service_id", "last_day"], unique=False)


def _create_feed_entry_circle() -> None:
    op.create_table(
        "feed_entry_circle",
        sa.Column("circle", _word("circle", "home", "constellation", "service", "whole_service"), nullable=False),
        sa.Column("circle_id", Id(), nullable=False),
        sa.Column("subject_id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_feed_entry_circle_service_id")),
        sa.PrimaryKeyConstraint("circle", "circle_id", "subject_id", name=op.f("pk_feed_entry_circle")),
    )
    with op.batch_alter_table("feed_entry_circle", schema=None) as batch_op:
        batch_op.create_index("ix_feed_entry_circle_subject", ["subject_id"], unique=False)


def _create_feed_address() -> None:
    op.create_table(
        "feed_address",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contents", sa.String(), nullable=False),
        sa.Column("detail", _word("detail", "busy", "kind", "initials", "full"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=True),
        sa.Column("tag_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_address_token_hash")),
    )
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_address_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    for table in ("feed_address", "feed_entry_circle", "feed_entry", "feed_debt", "feed_change", "feed_circle"):
        op.drop_table(table)
