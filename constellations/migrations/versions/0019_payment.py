"""From flag to payment: who checked and approved, what carers say is wrong, adjustments, batches and their lines."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0019_payment"
down_revision = "0018_stay_card"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closing_day", sa.Integer(), nullable=False, server_default="5"))
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.alter_column("closing_day", server_default=None)
    _add_steps_to_claims()
    _create_payee()
    _create_payment_layout()
    _create_night_dispute()
    _create_claim_adjustment()
    _create_payment_batch()
    _create_payment_line()


def _add_steps_to_claims() -> None:
    with op.batch_alter_table("claim", schema=None) as batch_op:
        for column in ("said_right_by", "checked_by", "approved_by", "approver_home_id"):
            batch_op.add_column(sa.Column(column, Id(), nullable=True))
        for column in ("said_right_at", "checked_at", "approved_at"):
            batch_op.add_column(sa.Column(column, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("working", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("snapshot_sha256", sa.CHAR(length=64), nullable=True))
        for column in ("said_right_by", "checked_by", "approved_by"):
            batch_op.create_foreign_key(batch_op.f(f"fk_claim_{column}"), "person", [column], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_claim_approver_home_id"), "home", ["approver_home_id"], ["id"])
        closed = (["service_id", "closed"], ["service_id", "month"])
        batch_op.create_foreign_key(batch_op.f("fk_claim_service_id_closed"), "closed_month", *closed)
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_claim_{name}"), condition)


CHECKS = {
    "checked_by_somebody": "status not in ('checked', 'approved', 'exported', 'paid') or checked_by is not null",
    "approved_after_the_close": (
        "status not in ('approved', 'exported', 'paid') or (approved_by is not null and closed = month"
        " and amount_pence is not null and snapshot is not null and working is not null"
        " and snapshot_sha256 is not null)"
    ),
    "approved_by_another": "approved_by <> checked_by",
    "approved_by_no_payee": "approver_home_id <> home_id",
}


def _create_payee() -> None:
    op.create_table(
        "payee",
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("supplier_number", sa.String(), nullable=False),
        sa.Column("entered_by", Id(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_payee_entered_by")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_payee_home_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_payee_service_id")),
        sa.PrimaryKeyConstraint("home_id", name=op.f("pk_payee")),
    )
    with op.batch_alter_table("payee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payee_service_id"), ["service_id"], unique=False)


def _create_payment_batch() -> None:
    op.create_table(
        "payment_batch",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.Column("csv_sha256", sa.CHAR(length=64), nullable=False),
        sa.Column("xlsx", sa.LargeBinary(), nullable=False),
        sa.Column("xlsx_sha256", sa.CHAR(length=64), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("line_count > 0", name=op.f("ck_payment_batch_line_count")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_payment_batch_created_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_payment_batch_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
        sa.UniqueConstraint("service_id", "number", name=op.f("uq_payment_batch_service_id_number")),
    )
    with op.batch_alter_table("payment_batch", schema=None) as batch_op:
        batch_op.create_index("ix_payment_batch_month", ["service_id", "month"], unique=False)


def _create_payment_layout() -> None:
    op.create_table(
        "payment_layout",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.Column("cost_centre", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("changed_by", Id(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_payment_layout_changed_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_payment_layout_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_payment_layout")),
    )


def _create_night_dispute() -> None:
    op.create_table(
        "night_dispute",
        sa.Column("id", Id(), nullable=False),
        sa.Column("claim_id", Id(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("stay_id", Id(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raised_by", Id(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "stands", "put_right", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("settled_by", Id(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (settled_at is null)", name=op.f("ck_night_dispute_settled_or_open")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_night_dispute_claim_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_night_dispute_raised_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_night_dispute_settled_by")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_night_dispute_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night_dispute")),
    )
    with op.batch_alter_table("night_dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_night_dispute_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(
            "uq_night_dispute_open",
            ["claim_id", "stay_id", "night"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def _create_claim_adjustment() -> None:
    op.create_table(
        "claim_adjustment",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("into_month", sa.Date(), nullable=False),
        sa.Column("claim_id", Id(), nullable=True),
        sa.Column("dispute_id", Id(), nullable=True),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "approved",
                "exported",
                "paid",
                "waived",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", Id(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver_home_id", Id(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'proposed') = (decided_by is null)", name=op.f("ck_claim_adjustment_decided_or_proposed")
        ),
        sa.CheckConstraint("approver_home_id <> home_id", name=op.f("ck_claim_adjustment_decided_by_no_payee")),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_claim_adjustment_decided_by_another")),
        sa.CheckConstraint("into_month > month", name=op.f("ck_claim_adjustment_into_a_later_month")),
        sa.CheckConstraint("pence <> 0", name=op.f("ck_claim_adjustment_pence")),
        sa.ForeignKeyConstraint(["approver_home_id"], ["home.id"], name=op.f("fk_claim_adjustment_approver_home_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_adjustment_claim_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_claim_adjustment_decided_by")),
        sa.ForeignKeyConstraint(["dispute_id"], ["night_dispute.id"], name=op.f("fk_claim_adjustment_dispute_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_claim_adjustment_home_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_claim_adjustment_proposed_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_claim_adjustment_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_adjustment")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_claim_adjustment_dispute_id")),
    )
    with op.batch_alter_table("claim_adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_adjustment_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index("ix_claim_adjustment_home_month", ["home_id", "month"], unique=False)
        batch_op.create_index("ix_claim_adjustment_into", ["service_id", "into_month"], unique=False)


def _create_payment_line() -> None:
    op.create_table(
        "payment_line",
        sa.Column("id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim_id", Id(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("adjustment_id", Id(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("sent", "paid", "bounced", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("told_by", Id(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'paid') = (paid_on is not null)", name=op.f("ck_payment_line_paid_on_a_day")),
        sa.CheckConstraint("(claim_id is null) <> (adjustment_id is null)", name=op.f("ck_payment_line_of_one_thing")),
        sa.CheckConstraint("(part is null) = (claim_id is null)", name=op.f("ck_payment_line_part_of_a_claim")),
        sa.CheckConstraint("pence <> 0", name=op.f("ck_payment_line_pence")),
        sa.ForeignKeyConstraint(["adjustment_id"], ["claim_adjustment.id"], name=op.f("fk_payment_line_adjustment_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["payment_batch.id"], name=op.f("fk_payment_line_batch_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_payment_line_claim_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_payment_line_home_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_payment_line_service_id")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_payment_line_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_payment_line_batch_id_number")),
        sa.UniqueConstraint("service_id", "reference", name=op.f("uq_payment_line_service_id_reference")),
    )
    with op.batch_alter_table("payment_line", schema=None) as batch_op:
        batch_op.create_index(
            "uq_payment_line_adjustment",
            ["adjustment_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'bounced'"),
            postgresql_where=sa.text("state <> 'bounced'"),
        )
        batch_op.create_index(
            "uq_payment_line_part",
            ["claim_id", "part"],
            unique=True,
            sqlite_where=sa.text("state <> 'bounced'"),
            postgresql_where=sa.text("state <> 'bounced'"),
        )


def downgrade() -> None:
    for table, indexes in INDEXES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in indexes:
                batch_op.drop_index(name)
        op.drop_table(table)
    op.drop_table("payment_layout")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_claim_{name}"), type_="check")
        for name in ("service_id_closed", "approver_home_id", "approved_by", "checked_by", "said_right_by"):
            batch_op.drop_constraint(batch_op.f(f"fk_claim_{name}"), type_="foreignkey")
        for column in STEPS:
            batch_op.drop_column(column)
    # Never made anew: everything refers to it.
    with op.batch_alter_table("service", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("closing_day")


INDEXES = {
    "payment_line": ("uq_payment_line_part", "uq_payment_line_adjustment"),
    "payment_batch": ("ix_payment_batch_month",),
    "claim_adjustment": ("ix_claim_adjustment_into", "ix_claim_adjustment_home_month", "ix_claim_adjustment_claim_id"),
    "night_dispute": ("uq_night_dispute_open", "ix_night_dispute_claim_id"),
    "payee": ("ix_payee_service_id",),
}
STEPS = (
    *("snapshot_sha256", "working", "closed", "approver_home_id", "approved_at", "approved_by", "checked_at"),
    *("checked_by", "said_right_at", "said_right_by"),
)
