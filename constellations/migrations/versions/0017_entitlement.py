"""When a home could do with a rest, nights off, asks never put, and activity budgets."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0017_entitlement"
down_revision = "0016_planned"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_rest_levels()
    _create_nights_off_policy()
    _create_unasked()
    _create_budget_decision()
    _create_budget_spend()


def _create_rest_levels() -> None:
    basis = sa.Enum("child_nights", "nights", name="basis", native_enum=False, create_constraint=True, length=24)
    nights = "first_nights between 1 and 200 and second_nights between 1 and 200"
    op.create_table(
        "rest_levels",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("first_nights", sa.Integer(), nullable=False),
        sa.Column("second_nights", sa.Integer(), nullable=False),
        sa.Column("weekends", sa.Integer(), nullable=False),
        sa.Column("basis", basis, nullable=False),
        sa.Column("stay_first", sa.Integer(), nullable=False),
        sa.Column("stay_second", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(nights, name=op.f("ck_rest_levels_nights")),
        sa.CheckConstraint("second_nights > first_nights", name=op.f("ck_rest_levels_second_after_first")),
        sa.CheckConstraint("weekends between 2 and 26", name=op.f("ck_rest_levels_weekends")),
        sa.CheckConstraint("stay_first > 0 and stay_second > stay_first", name=op.f("ck_rest_levels_nights_of_a_stay")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_rest_levels_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_rest_levels")),
    )


def _create_nights_off_policy() -> None:
    unit = sa.Enum("nights", "days", name="unit", native_enum=False, create_constraint=True, length=24)
    first_day = "year_month between 1 and 12 and year_day between 1 and 31"
    op.create_table(
        "nights_off_policy",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("unit", unit, nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("year_month", sa.Integer(), nullable=False),
        sa.Column("year_day", sa.Integer(), nullable=False),
        sa.Column("pro_rata", sa.Boolean(), nullable=False),
        sa.Column("used_by", sa.String(), nullable=False),
        sa.Column("short_nights", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.CheckConstraint("amount between 1 and 366", name=op.f("ck_nights_off_policy_amount")),
        sa.CheckConstraint(first_day, name=op.f("ck_nights_off_policy_year_start")),
        sa.CheckConstraint("short_nights between 0 and 27", name=op.f("ck_nights_off_policy_short_nights")),
        sa.CheckConstraint("used_by <> ''", name=op.f("ck_nights_off_policy_used_by_something")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_nights_off_policy_created_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_nights_off_policy_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nights_off_policy")),
        sa.UniqueConstraint("service_id", "valid_from", name=op.f("uq_nights_off_policy_service_id_valid_from")),
    )


def _create_unasked() -> None:
    op.create_table(
        "unasked",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_unasked_home_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_unasked_said_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_unasked_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unasked")),
        sa.UniqueConstraint("home_id", "night", name=op.f("uq_unasked_home_id_night")),
    )
    with op.batch_alter_table("unasked", schema=None) as batch_op:
        batch_op.create_index("ix_unasked_night", ["night"], unique=False)
        batch_op.create_index(batch_op.f("ix_unasked_service_id"), ["service_id"], unique=False)


def _create_budget_decision() -> None:
    op.create_table(
        "budget_decision",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by", Id(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_pence <> 0", name=op.f("ck_budget_decision_amount_pence")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_budget_decision_constellation_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_budget_decision_entered_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_budget_decision_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_decision")),
    )
    with op.batch_alter_table("budget_decision", schema=None) as batch_op:
        batch_op.create_index("ix_budget_decision_year", ["constellation_id", "year"], unique=False)


def _create_budget_spend() -> None:
    op.create_table(
        "budget_spend",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("entered_by", Id(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by", Id(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_budget_spend_amount_pence")),
        sa.CheckConstraint("people > 0", name=op.f("ck_budget_spend_people")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_budget_spend_constellation_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_budget_spend_entered_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_budget_spend_service_id")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["person.id"], name=op.f("fk_budget_spend_taken_back_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_spend")),
    )
    with op.batch_alter_table("budget_spend", schema=None) as batch_op:
        batch_op.create_index("ix_budget_spend_day", ["constellation_id", "spent_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("budget_spend", schema=None) as batch_op:
        batch_op.drop_index("ix_budget_spend_day")
    op.drop_table("budget_spend")
    with op.batch_alter_table("budget_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_budget_decision_year")
    op.drop_table("budget_decision")
    with op.batch_alter_table("unasked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unasked_service_id"))
        batch_op.drop_index("ix_unasked_night")
    op.drop_table("unasked")
    op.drop_table("nights_off_policy")
    op.drop_table("rest_levels")
