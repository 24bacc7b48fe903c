"""Requests about personal data, and legal holds of people and children."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

STATES = ("asked", "review", "ready", "gone", "waiting", "agreed", "done", "withdrawn")
ABOUT_SOMEBODY = "(person_id is null) <> (child_id is null)"

revision = "0036_rights"
down_revision = "0035_passkeys"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_data_request()
    _create_subject_hold()


def _create_data_request() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "copy", "erasure"), nullable=False),
        sa.Column("state", _word("state", *STATES), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("child_id", Id(), nullable=True),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("also", sa.String(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", Id(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(ABOUT_SOMEBODY, name=op.f("ck_data_request_about_somebody")),
        sa.CheckConstraint("progress between 0 and 100", name=op.f("ck_data_request_progress")),
        sa.CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name=op.f("ck_data_request_confirmed")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_data_request_service_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_request_person_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_data_request_child_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_data_request_asked_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_data_request_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index("ix_data_request_service", ["service_id", "asked_at"], unique=False)
        batch_op.create_index("ix_data_request_person", ["person_id"], unique=False)


def _create_subject_hold() -> None:
    op.create_table(
        "subject_hold",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("child_id", Id(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", Id(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", Id(), nullable=True),
        sa.CheckConstraint(ABOUT_SOMEBODY, name=op.f("ck_subject_hold_about_somebody")),
        sa.CheckConstraint("(lifted_at is null) = (lifted_by is null)", name=op.f("ck_subject_hold_lifted")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_subject_hold_service_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subject_hold_person_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_subject_hold_child_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_subject_hold_given_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_subject_hold_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_hold")),
    )
    with op.batch_alter_table("subject_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_hold_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_subject_hold_person", ["person_id", "lifted_at"], unique=False)
        batch_op.create_index("ix_subject_hold_child", ["child_id", "lifted_at"], unique=False)


def downgrade() -> None:
    for table in ("subject_hold", "data_request"):
        op.drop_table(table)
