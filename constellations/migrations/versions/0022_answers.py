"""What families say to events, who came, and what carers learned."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0022_answers"
down_revision = "0021_planning"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_home_diet()
    _create_event_answer()
    _create_event_register()
    _create_learning_entry()
    _create_event_attendance()
    _create_event_guest()
    _create_event_attended()


def _create_home_diet() -> None:
    op.create_table(
        "home_diet",
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_by", Id(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_home_diet_home_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_home_diet_said_by")),
        sa.PrimaryKeyConstraint("home_id", name=op.f("pk_home_diet")),
    )


def _create_event_answer() -> None:
    op.create_table(
        "event_answer",
        sa.Column("id", Id(), nullable=False),
        sa.Column("occurrence_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("said", _word("said", "going", "maybe", "no"), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("more_adults", sa.Integer(), nullable=False),
        sa.Column("more_children", sa.Integer(), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("for_time", sa.Time(), nullable=True),
        sa.Column("answered_by", Id(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("waits_since is null or said = 'going'", name=op.f("ck_event_answer_waits")),
        sa.CheckConstraint("adults >= more_adults and more_adults >= 0", name=op.f("ck_event_answer_adults")),
        sa.CheckConstraint("children >= more_children and more_children >= 0", name=op.f("ck_event_answer_children")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_event_answer_answered_by")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_event_answer_home_id")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_event_answer_occurrence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_answer")),
        sa.UniqueConstraint("occurrence_id", "home_id", name=op.f("uq_event_answer_occurrence_id_home_id")),
    )
    with op.batch_alter_table("event_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_answer_home_id"), ["home_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_answer_waits_since"), ["waits_since"], unique=False)


def _create_event_register() -> None:
    op.create_table(
        "event_register",
        sa.Column("occurrence_id", Id(), nullable=False),
        sa.Column("kept_by", Id(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thanks", sa.String(), nullable=False),
        sa.Column("thanked_by", Id(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_event_register_kept_by")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_event_register_occurrence_id")),
        sa.ForeignKeyConstraint(["thanked_by"], ["person.id"], name=op.f("fk_event_register_thanked_by")),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_event_register")),
    )


def _create_learning_entry() -> None:
    op.create_table(
        "learning_entry",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("occurrence_id", Id(), nullable=True),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", Id(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_learning_entry_minutes")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_learning_entry_occurrence_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_learning_entry_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_learning_entry_service_id")),
        sa.ForeignKeyConstraint(["verified_by"], ["person.id"], name=op.f("fk_learning_entry_verified_by")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_learning_entry_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_entry")),
        sa.UniqueConstraint("person_id", "occurrence_id", name=op.f("uq_learning_entry_person_id_occurrence_id")),
    )
    with op.batch_alter_table("learning_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_entry_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index("ix_learning_entry_waiting", ["service_id", "verified_at"], unique=False)


def _create_event_attendance() -> None:
    op.create_table(
        "event_attendance",
        sa.Column("id", Id(), nullable=False),
        sa.Column("occurrence_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("more_adults", sa.Integer(), nullable=False),
        sa.Column("more_children", sa.Integer(), nullable=False),
        sa.CheckConstraint("adults + children > 0", name=op.f("ck_event_attendance_somebody")),
        sa.CheckConstraint("adults >= more_adults and more_adults >= 0", name=op.f("ck_event_attendance_adults")),
        sa.CheckConstraint(
            "children >= more_children and more_children >= 0", name=op.f("ck_event_attendance_children")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_event_attendance_home_id")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["event_register.occurrence_id"], name=op.f("fk_event_attendance_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_attendance")),
        sa.UniqueConstraint("occurrence_id", "home_id", name=op.f("uq_event_attendance_occurrence_id_home_id")),
    )
    with op.batch_alter_table("event_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_attendance_home_id"), ["home_id"], unique=False)


def _create_event_guest() -> None:
    op.create_table(
        "event_guest",
        sa.Column("id", Id(), nullable=False),
        sa.Column("answer_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("child_id", Id(), nullable=True),
        sa.CheckConstraint("(person_id is null) != (child_id is null)", name=op.f("ck_event_guest_one")),
        sa.ForeignKeyConstraint(["answer_id"], ["event_answer.id"], name=op.f("fk_event_guest_answer_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_event_guest_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_guest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_guest")),
        sa.UniqueConstraint("answer_id", "child_id", name=op.f("uq_event_guest_answer_id_child_id")),
        sa.UniqueConstraint("answer_id", "person_id", name=op.f("uq_event_guest_answer_id_person_id")),
    )
    with op.batch_alter_table("event_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_guest_child_id"), ["child_id"], unique=False)


def _create_event_attended() -> None:
    op.create_table(
        "event_attended",
        sa.Column("id", Id(), nullable=False),
        sa.Column("attendance_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("child_id", Id(), nullable=True),
        sa.CheckConstraint("(person_id is null) != (child_id is null)", name=op.f("ck_event_attended_one")),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["event_attendance.id"], name=op.f("fk_event_attended_attendance_id")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_event_attended_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_attended_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_attended")),
        sa.UniqueConstraint("attendance_id", "child_id", name=op.f("uq_event_attended_attendance_id_child_id")),
        sa.UniqueConstraint("attendance_id", "person_id", name=op.f("uq_event_attended_attendance_id_person_id")),
    )
    with op.batch_alter_table("event_attended", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_attended_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_attended_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    for table in (
        "learning_entry",
        "event_attended",
        "event_attendance",
        "event_register",
        "event_guest",
        "event_answer",
        "home_diet",
    ):
        op.drop_table(table)
