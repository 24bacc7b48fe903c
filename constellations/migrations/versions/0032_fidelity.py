"""What a service asks of its constellations, the items of its own and their answers; the key of its extracts."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0032_fidelity"
down_revision = "0031_library"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_extract_key()
    _create_fidelity_item()
    _create_fidelity_terms()
    _create_fidelity_answer()


def _create_extract_key() -> None:
    op.create_table(
        "extract_key",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_by", Id(), nullable=True),
        sa.ForeignKeyConstraint(["renewed_by"], ["person.id"], name=op.f("fk_extract_key_renewed_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_extract_key_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_extract_key")),
    )


def _create_fidelity_item() -> None:
    op.create_table(
        "fidelity_item",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("added_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_fidelity_item_ends_after_it_starts")),
        sa.CheckConstraint("months between 1 and 24", name=op.f("ck_fidelity_item_months")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_fidelity_item_added_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_fidelity_item_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fidelity_item")),
    )
    with op.batch_alter_table("fidelity_item", schema=None) as batch_op:
        batch_op.create_index("ix_fidelity_item_service", ["service_id", "ends_on"], unique=False)


def _create_fidelity_terms() -> None:
    op.create_table(
        "fidelity_terms",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("hive_largest", sa.Integer(), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("off", sa.String(), nullable=False),
        sa.Column("set_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("beds between 0 and 20", name=op.f("ck_fidelity_terms_beds")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_fidelity_terms_ends_after_it_starts")),
        sa.CheckConstraint("hive_largest between 1 and 60", name=op.f("ck_fidelity_terms_hive_largest")),
        sa.CheckConstraint("months between 1 and 12", name=op.f("ck_fidelity_terms_months")),
        sa.CheckConstraint("smallest <= largest", name=op.f("ck_fidelity_terms_smallest")),
        sa.CheckConstraint(
            "smallest between 1 and 40 and largest between 1 and 40", name=op.f("ck_fidelity_terms_sizes")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_fidelity_terms_service_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_fidelity_terms_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fidelity_terms")),
        sa.UniqueConstraint("service_id", "starts_on", name=op.f("uq_fidelity_terms_service_id_starts_on")),
    )


def _create_fidelity_answer() -> None:
    op.create_table(
        "fidelity_answer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_fidelity_answer_answered_by")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_fidelity_answer_constellation_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["fidelity_item.id"], name=op.f("fk_fidelity_answer_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fidelity_answer")),
    )
    with op.batch_alter_table("fidelity_answer", schema=None) as batch_op:
        batch_op.create_index("ix_fidelity_answer_latest", ["constellation_id", "item_id", "answered_on"], unique=False)


def downgrade() -> None:
    for table in ("fidelity_answer", "fidelity_terms", "fidelity_item", "extract_key"):
        op.drop_table(table)
