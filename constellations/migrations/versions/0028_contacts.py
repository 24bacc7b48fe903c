"""The contact log of families, those left in peace or rather phoned, and when a family needs somebody."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0028_contacts"
down_revision = "0027_signs"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_contact()
    _create_snooze()
    _create_prefers_phone()
    _create_needs_levels()


def _create_contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "called", "visited", "visit_booked"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(note) between 1 and 280", name=op.f("ck_contact_note")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_contact_home_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_contact_service_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_contact_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_home_day", ["home_id", "day"], unique=False)


def _create_snooze() -> None:
    reason = _word("reason", "holiday", "bereavement", "already_spoken", "other")
    op.create_table(
        "snooze",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("reason", reason, nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("said_by", Id(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> 'other' or words is not null", name=op.f("ck_snooze_words_of_one_s_own")),
        sa.CheckConstraint("until >= starts_on", name=op.f("ck_snooze_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_snooze_home_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_snooze_said_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_snooze_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
    )
    with op.batch_alter_table("snooze", schema=None) as batch_op:
        batch_op.create_index("ix_snooze_home_until", ["home_id", "until"], unique=False)


def _create_prefers_phone() -> None:
    op.create_table(
        "prefers_phone",
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("said_by", Id(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_prefers_phone_home_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_prefers_phone_said_by")),
        sa.PrimaryKeyConstraint("home_id", name=op.f("pk_prefers_phone")),
    )


def _create_needs_levels() -> None:
    op.create_table(
        "needs_levels",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("drifting_days", sa.Integer(), nullable=False),
        sa.Column("call_days", sa.Integer(), nullable=False),
        sa.Column("sooner_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "sooner_days between 7 and 180 and drifting_days between 7 and 180", name=op.f("ck_needs_levels_days")
        ),
        sa.CheckConstraint(
            "call_days > drifting_days and call_days <= 180", name=op.f("ck_needs_levels_call_after_drifting")
        ),
        sa.CheckConstraint("sooner_days <= drifting_days", name=op.f("ck_needs_levels_sooner_before")),
        sa.CheckConstraint("grace_days between 0 and 90", name=op.f("ck_needs_levels_grace")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_needs_levels_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_needs_levels")),
    )


def downgrade() -> None:
    for table in ("needs_levels", "prefers_phone", "snooze", "contact"):
        op.drop_table(table)
