"""Second steps of signing in: apps that show codes, recovery codes, who is half way in, and resets by two of staff."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0034_second_step"
down_revision = "0033_feeds_bytes"
branch_labels = None
depends_on = None

TABLES = ("step_reset", "half_way", "recovery_code", "code_app")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("signed_in_device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("second_step_at", sa.DateTime(timezone=True), nullable=True))
    _create_code_app()
    _create_recovery_code()
    _create_half_way()
    _create_step_reset()


def _create_code_app() -> None:
    op.create_table(
        "code_app",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_app_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_code_app")),
    )


def _create_recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=4), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_recovery_code_person_id_name")),
    )


def _create_half_way() -> None:
    op.create_table(
        "half_way",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", sa.CHAR(length=64), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_half_way_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_way")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_way_token_hash")),
    )
    op.create_index(op.f("ix_half_way_person_id"), "half_way", ["person_id"], unique=False)


def _create_step_reset() -> None:
    waiting = sa.text("state = 'asked'")
    op.create_table(
        "step_reset",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", _word("state", "asked", "confirmed", "refused", "lapsed"), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("asked_by <> person_id", name=op.f("ck_step_reset_not_own")),
        sa.CheckConstraint("decided_by <> person_id", name=op.f("ck_step_reset_not_decided_by_own")),
        sa.CheckConstraint("state <> 'confirmed' or decided_by <> asked_by", name=op.f("ck_step_reset_two_people")),
        sa.CheckConstraint(
            "(state in ('confirmed', 'refused')) = (decided_by is not null)", name=op.f("ck_step_reset_decided")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_step_reset_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_step_reset_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_reset_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_step_reset_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_reset")),
    )
    for key in ("person_id", "service_id"):
        op.create_index(op.f(f"ix_step_reset_{key}"), "step_reset", [key], unique=False)
    op.create_index(
        "uq_step_reset_waiting",
        "step_reset",
        ["person_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("signed_in_device", schema=None) as batch_op:
        batch_op.drop_column("second_step_at")
