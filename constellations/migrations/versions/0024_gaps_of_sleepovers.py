"""Disputes of a home's month, with or without a claim; a day from which months are closed; receipts as files."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0024_gaps_of_sleepovers"
down_revision = "0023_gaps_of_talk"
branch_labels = None
depends_on = None

OF_MONTH = ("service_id", "home_id", "month")


def upgrade() -> None:
    op.execute(sa.text("UPDATE service SET closing_day = 5 WHERE closing_day NOT BETWEEN 1 AND 28"))
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_service_closing_day"), "closing_day between 1 and 28")
    _disputes_of_months()
    _create_receipt()


def _create_receipt() -> None:
    op.create_table(
        "budget_receipt",
        sa.Column("spend_id", Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("photo", "pdf", "text", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("added_by", Id(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('photo', 'pdf')", name=op.f("ck_budget_receipt_photo_or_pdf")),
        sa.CheckConstraint("(kind = 'photo') = (name is null)", name=op.f("ck_budget_receipt_photo_has_no_name")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_budget_receipt_added_by")),
        sa.ForeignKeyConstraint(["spend_id"], ["budget_spend.id"], name=op.f("fk_budget_receipt_spend_id")),
        sa.PrimaryKeyConstraint("spend_id", name=op.f("pk_budget_receipt")),
        sa.UniqueConstraint("key", name=op.f("uq_budget_receipt_key")),
    )


def _disputes_of_months() -> None:
    with op.batch_alter_table("night_dispute", schema=None) as batch_op:
        for column in OF_MONTH:
            batch_op.add_column(sa.Column(column, _kind(column), nullable=True))
        batch_op.add_column(sa.Column("entered_by", Id(), nullable=True))
    for column in OF_MONTH:
        claims = f"SELECT {column} FROM claim WHERE claim.id = night_dispute.claim_id"  # noqa: S608  # our own words
        op.execute(sa.text(f"UPDATE night_dispute SET {column} = ({claims})"))  # noqa: S608  # as above
    with op.batch_alter_table("night_dispute", schema=None) as batch_op:
        batch_op.drop_index("uq_night_dispute_open")
        batch_op.drop_index(batch_op.f("ix_night_dispute_claim_id"))
        batch_op.drop_constraint(batch_op.f("fk_night_dispute_claim_id"), type_="foreignkey")
        batch_op.drop_column("claim_id")
        for column in OF_MONTH:
            batch_op.alter_column(column, existing_type=_kind(column), nullable=False)
        for column, table in KEYS.items():
            batch_op.create_foreign_key(batch_op.f(f"fk_night_dispute_{column}"), table, [column], ["id"])
        batch_op.create_index("ix_night_dispute_home_month", ["home_id", "month"], unique=False)
    _one_open("home_id")


def _kind(column: str) -> sa.types.TypeEngine[Any]:
    return sa.Date() if column == "month" else Id()


KEYS = {"service_id": "service", "home_id": "home", "entered_by": "person"}


def _one_open(of: str) -> None:
    with op.batch_alter_table("night_dispute", schema=None) as batch_op:
        batch_op.create_index(
            "uq_night_dispute_open",
            [of, "stay_id", "night"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade() -> None:
    op.drop_table("budget_receipt")
    _disputes_of_claims()
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_service_closing_day"), type_="check")


def _disputes_of_claims() -> None:
    """What was said of a month without a claim cannot be kept."""
    with op.batch_alter_table("night_dispute", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claim_id", Id(), nullable=True))
    claims = "SELECT id FROM claim WHERE claim.home_id = night_dispute.home_id AND claim.month = night_dispute.month"
    op.execute(sa.text(f"UPDATE night_dispute SET claim_id = ({claims})"))  # noqa: S608  # our own words
    op.execute(sa.text("DELETE FROM night_dispute WHERE claim_id IS NULL"))
    with op.batch_alter_table("night_dispute", schema=None) as batch_op:
        batch_op.drop_index("uq_night_dispute_open")
        batch_op.drop_index("ix_night_dispute_home_month")
        for column in KEYS:
            batch_op.drop_constraint(batch_op.f(f"fk_night_dispute_{column}"), type_="foreignkey")
        for column in (*OF_MONTH, "entered_by"):
            batch_op.drop_column(column)
        batch_op.alter_column("claim_id", existing_type=Id(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_night_dispute_claim_id"), "claim", ["claim_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_night_dispute_claim_id"), ["claim_id"], unique=False)
    _one_open("claim_id")
