"""Constellations that close, why something was handed over, old references, and deputies."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0038_administration"
down_revision = "0037_retention"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("constellation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("liaison_assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
    _create_old_key()
    _create_deputy()


def _create_old_key() -> None:
    op.create_table(
        "old_key",
        sa.Column("kind", _word("kind", "constellation", "home", "child", "stay"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("subject_id", Id(), nullable=False),
        sa.Column("present", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_old_key_service_id")),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_old_key")),
    )
    with op.batch_alter_table("old_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_old_key_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_old_key_subject", ["subject_id"], unique=False)


def _create_deputy() -> None:
    op.create_table(
        "deputy",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("for_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("named_by", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_deputy_ends_after_it_starts")),
        sa.CheckConstraint("person_id <> for_id", name=op.f("ck_deputy_of_another")),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_deputy_for_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_deputy_named_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_deputy_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index("ix_deputy_for", ["for_id", "ends_on"], unique=False)
        batch_op.create_index("ix_deputy_person", ["person_id", "ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputy_service_id"), ["service_id"], unique=False)


def downgrade() -> None:
    for table in ("deputy", "old_key"):
        op.drop_table(table)
    with op.batch_alter_table("liaison_assignment", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("reason")
    with op.batch_alter_table("constellation", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("closed_on")
