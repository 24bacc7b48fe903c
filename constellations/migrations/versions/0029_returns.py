"""The support log of hubs, and the monthly returns of constellations."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0029_returns"
down_revision = "0028_contacts"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_monthly_return()
    _create_support_entry()
    _create_return_note()


def _create_monthly_return() -> None:
    op.create_table(
        "monthly_return",
        sa.Column("id", Id(), nullable=False),
        sa.Column("state", _word("state", "open", "submitted", "locked"), nullable=False),
        sa.Column("resignations", sa.Integer(), nullable=True),
        sa.Column("endings", sa.Integer(), nullable=True),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("submitted_by", Id(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", Id(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("month_end", sa.Date(), nullable=False),
        sa.CheckConstraint("(state = 'locked') = (locked_at is not null)", name=op.f("ck_monthly_return_locked")),
        sa.CheckConstraint(
            "(state = 'open') = (snapshot is null)", name=op.f("ck_monthly_return_a_snapshot_once_submitted")
        ),
        sa.CheckConstraint("(state = 'open') = (submitted_at is null)", name=op.f("ck_monthly_return_submitted")),
        sa.CheckConstraint(
            "state = 'open' or (resignations is not null and endings is not null)",
            name=op.f("ck_monthly_return_answered"),
        ),
        sa.CheckConstraint("endings >= 0", name=op.f("ck_monthly_return_endings")),
        sa.CheckConstraint("resignations >= 0", name=op.f("ck_monthly_return_resignations")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_monthly_return_constellation_id")
        ),
        sa.ForeignKeyConstraint(["locked_by"], ["person.id"], name=op.f("fk_monthly_return_locked_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_monthly_return_service_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_monthly_return_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_return")),
        sa.UniqueConstraint("constellation_id", "month", name=op.f("uq_monthly_return_constellation_id_month")),
    )
    with op.batch_alter_table("monthly_return", schema=None) as batch_op:
        batch_op.create_index("ix_monthly_return_service", ["service_id", "month", "state"], unique=False)


def _create_support_entry() -> None:
    op.create_table(
        "support_entry",
        sa.Column("id", Id(), nullable=False),
        sa.Column("hub_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("help", _word("help", "daytime_carers", "daytime_children", "check_in", "other"), nullable=False),
        sa.Column("helped_on", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("children", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("month_end", sa.Date(), nullable=False),
        sa.CheckConstraint("children > 0", name=op.f("ck_support_entry_children")),
        sa.CheckConstraint("helped_on < month_end", name=op.f("ck_support_entry_in_its_month")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_support_entry_minutes")),
        sa.CheckConstraint("times between 1 and 99", name=op.f("ck_support_entry_times")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_support_entry_constellation_id")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_support_entry_home_id")),
        sa.ForeignKeyConstraint(["hub_id"], ["home.id"], name=op.f("fk_support_entry_hub_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_support_entry_service_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_support_entry_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_entry")),
    )
    with op.batch_alter_table("support_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_entry_home_id"), ["home_id"], unique=False)
        batch_op.create_index("ix_support_entry_month", ["constellation_id", "month"], unique=False)


def _create_return_note() -> None:
    op.create_table(
        "return_note",
        sa.Column("id", Id(), nullable=False),
        sa.Column("return_id", Id(), nullable=False),
        sa.Column("said", _word("said", "sent_back", "note"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["monthly_return.id"], name=op.f("fk_return_note_return_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_return_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_note")),
    )
    with op.batch_alter_table("return_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_note_return_id"), ["return_id"], unique=False)


def downgrade() -> None:
    for table in ("return_note", "support_entry", "monthly_return"):
        op.drop_table(table)
