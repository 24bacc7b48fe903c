"""Since when a home fosters; pairs, months, dates, the health check, the first year."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0030_support"
down_revision = "0029_returns"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("home", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
    _create_health_check()
    _create_health_question()
    _create_pathway_course()
    _add_to_learning_entry()
    _create_health_tally()
    _create_health_mark()
    _create_home_date()
    _create_pulse_answer()
    _create_support_pair()
    _create_check_in()


def _create_health_check() -> None:
    op.create_table(
        "health_check",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on > opens_on", name=op.f("ck_health_check_ends_after_it_opens")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_health_check_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_check")),
        sa.UniqueConstraint("service_id", "opens_on", name=op.f("uq_health_check_service_id_opens_on")),
    )


def _create_health_question() -> None:
    op.create_table(
        "health_question",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_health_question_service_id")),
        sa.PrimaryKeyConstraint("service_id", "number", name=op.f("pk_health_question")),
    )


def _create_pathway_course() -> None:
    op.create_table(
        "pathway_course",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_pathway_course_minutes")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_pathway_course_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_course")),
    )
    with op.batch_alter_table("pathway_course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pathway_course_service_id"), ["service_id"], unique=False)


def _create_health_tally() -> None:
    op.create_table(
        "health_tally",
        sa.Column("id", Id(), nullable=False),
        sa.Column("check_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", _word("answer", "yes", "partly", "no", "rather_not"), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("given >= 0", name=op.f("ck_health_tally_given")),
        sa.ForeignKeyConstraint(["check_id"], ["health_check.id"], name=op.f("fk_health_tally_check_id")),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_health_tally_constellation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_tally")),
    )
    with op.batch_alter_table("health_tally", schema=None) as batch_op:
        batch_op.create_index("ix_health_tally_check", ["check_id", "constellation_id"], unique=False)


def _create_health_mark() -> None:
    op.create_table(
        "health_mark",
        sa.Column("check_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["health_check.id"], name=op.f("fk_health_mark_check_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_health_mark_person_id")),
        sa.PrimaryKeyConstraint("check_id", "person_id", name=op.f("pk_health_mark")),
    )


def _create_home_date() -> None:
    op.create_table(
        "home_date",
        sa.Column("id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "supervision", "review", "visit"), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered_by", Id(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_home_date_entered_by")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_home_date_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_date")),
        sa.UniqueConstraint("home_id", "kind", "is_done", "day", name=op.f("uq_home_date_home_id_kind_is_done_day")),
    )


def _create_pulse_answer() -> None:
    op.create_table(
        "pulse_answer",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("said", _word("said", "good", "fine", "mixed", "tiring", "hard"), nullable=False),
        sa.Column("shared_with", _word("shared_with", "nobody", "pair", "liaison"), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pulse_answer_person_id")),
        sa.PrimaryKeyConstraint("person_id", "month", name=op.f("pk_pulse_answer")),
    )


def _create_support_pair() -> None:
    op.create_table(
        "support_pair",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "buddy", "mentor"), nullable=False),
        sa.Column("helper_id", Id(), nullable=False),
        sa.Column("carer_id", Id(), nullable=False),
        sa.Column("goals", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_support_pair_ends_after_it_starts")),
        sa.CheckConstraint("helper_id <> carer_id", name=op.f("ck_support_pair_two_people")),
        sa.ForeignKeyConstraint(["carer_id"], ["person.id"], name=op.f("fk_support_pair_carer_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_support_pair_helper_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_support_pair_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_pair")),
    )
    with op.batch_alter_table("support_pair", schema=None) as batch_op:
        batch_op.create_index("ix_support_pair_carer", ["carer_id"], unique=False)
        batch_op.create_index("ix_support_pair_helper", ["helper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_pair_service_id"), ["service_id"], unique=False)


def _create_check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", Id(), nullable=False),
        sa.Column("pair_id", Id(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes between 1 and 720", name=op.f("ck_check_in_minutes")),
        sa.ForeignKeyConstraint(["pair_id"], ["support_pair.id"], name=op.f("fk_check_in_pair_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_check_in_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("pair_id", "met_on", name=op.f("uq_check_in_pair_id_met_on")),
    )


def _add_to_learning_entry() -> None:
    with op.batch_alter_table("learning_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pathway_course_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("corrected_by", Id(), nullable=True))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_learning_entry_pathway_course_id"), "pathway_course", ["pathway_course_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_learning_entry_corrected_by"), "person", ["corrected_by"], ["id"])


TABLES = ("health_tally", "health_mark", "health_question", "health_check", "home_date", "pulse_answer")


def downgrade() -> None:
    with op.batch_alter_table("learning_entry", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_learning_entry_corrected_by"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_learning_entry_pathway_course_id"), type_="foreignkey")
        for column in ("corrected_at", "corrected_by", "pathway_course_id"):
            batch_op.drop_column(column)
    for table in (*TABLES, "check_in", "support_pair", "pathway_course"):
        op.drop_table(table)
    with op.batch_alter_table("home", schema=None) as batch_op:
        batch_op.drop_column("approved_on")
