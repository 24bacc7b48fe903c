"""Asks have children of their own, answers say more, stays have a course: agreements, calling off, a timeline."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None

ANSWERS_BEFORE = ("waiting", "agreed", "declined")
ANSWERS = (*ANSWERS_BEFORE, "other_nights", "other_home", "not_needed")
STEPS = (
    "asked",
    "agreed",
    "offered_nights",
    "offered_home",
    "took_offer",
    "declined",
    "withdrawn",
    "unanswered",
    "agreement_given",
    "agreement_refused",
    "overruled",
    "recorded",
    "named",
    "changed",
    "arrived",
    "came_home",
    "cancelled",
)


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_unnamed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.alter_column("is_unnamed", server_default=None)
    _upgrade_asks()
    _upgrade_answers()
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.add_column(sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("came_home_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_stay_ask_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_stay_ask_id_child_id"), ["ask_id", "child_id"])
    _create_agreement()
    _create_cancellation()
    _create_step()


def _upgrade_asks() -> None:
    op.create_table(
        "ask_child",
        sa.Column("ask_id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_child_ask_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_ask_child_child_id")),
        sa.PrimaryKeyConstraint("ask_id", "child_id", name=op.f("pk_ask_child")),
    )
    with op.batch_alter_table("ask_child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_child_child_id"), ["child_id"], unique=False)
    op.execute(sa.text("INSERT INTO ask_child (ask_id, child_id) SELECT id, child_id FROM ask"))
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.add_column(sa.Column("together", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("series_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("asked_by", Id(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_ask_child_id"))
        batch_op.drop_constraint(batch_op.f("fk_ask_child_id"), type_="foreignkey")
        batch_op.drop_column("child_id")
        batch_op.create_foreign_key(batch_op.f("fk_ask_asked_by"), "person", ["asked_by"], ["id"])
        batch_op.create_index(batch_op.f("ix_ask_series_id"), ["series_id"], unique=False)
        batch_op.create_index("ix_ask_state_arrive", ["state", "arrive_on"], unique=False)
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.alter_column("together", server_default=None)


def _upgrade_answers() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.alter_column("state", existing_type=_word("state", *ANSWERS_BEFORE), type_=_word("state", *ANSWERS))
        batch_op.add_column(sa.Column("other_arrive_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("other_depart_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("suggested_by", Id(), nullable=True))
        batch_op.add_column(sa.Column("answered_by", Id(), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_answer_suggested_by"), "home", ["suggested_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_answer_answered_by"), "person", ["answered_by"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_answer_other_nights_in_order"), "other_depart_on > other_arrive_on"
        )


def _create_agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", Id(), nullable=False),
        sa.Column("child_id", Id(), nullable=False),
        sa.Column("ask_id", Id(), nullable=True),
        sa.Column("stay_id", Id(), nullable=True),
        sa.Column("owner_id", Id(), nullable=True),
        sa.Column("state", _word("state", "waiting", "given", "refused"), nullable=False),
        sa.Column("is_afterwards", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", Id(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ask_id is not null or stay_id is not null", name=op.f("ck_agreement_of_an_ask_or_a_stay")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_agreement_ask_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_agreement_child_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_agreement_owner_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_agreement_settled_by")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_agreement_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("ask_id", "child_id", name=op.f("uq_agreement_ask_id_child_id")),
        sa.UniqueConstraint("stay_id", name=op.f("uq_agreement_stay_id")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_child_id"), ["child_id"], unique=False)
        batch_op.create_index("ix_agreement_owner_state", ["owner_id", "state"], unique=False)


def _create_cancellation() -> None:
    op.create_table(
        "cancellation",
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("by_host", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.CheckConstraint("notice_hours >= 0", name=op.f("ck_cancellation_notice_hours")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cancellation_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_cancellation_stay_id")),
        sa.PrimaryKeyConstraint("stay_id", name=op.f("pk_cancellation")),
    )


def _create_step() -> None:
    op.create_table(
        "sleepover_step",
        sa.Column("id", Id(), nullable=False),
        sa.Column("ask_id", Id(), nullable=True),
        sa.Column("stay_id", Id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("taken", _word("taken", *STEPS), nullable=False),
        sa.Column("home_id", Id(), nullable=True),
        sa.Column("for_somebody", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "ask_id is not null or stay_id is not null", name=op.f("ck_sleepover_step_of_an_ask_or_a_stay")
        ),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_sleepover_step_ask_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_sleepover_step_home_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sleepover_step_person_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_sleepover_step_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sleepover_step")),
    )
    with op.batch_alter_table("sleepover_step", schema=None) as batch_op:
        batch_op.create_index("ix_sleepover_step_ask", ["ask_id", "at"], unique=False)
        batch_op.create_index("ix_sleepover_step_stay", ["stay_id", "at"], unique=False)


def downgrade() -> None:
    for table in ("sleepover_step", "cancellation", "agreement"):
        op.drop_table(table)
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_stay_ask_id_child_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_stay_ask_id"), ["ask_id"])
        batch_op.drop_column("came_home_at")
        batch_op.drop_column("arrived_at")
    _downgrade_answers()
    _downgrade_asks()
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_column("is_unnamed")


def _downgrade_answers() -> None:
    later = ", ".join(f"'{state}'" for state in ANSWERS if state not in ANSWERS_BEFORE)
    op.execute(sa.text(f"UPDATE answer SET state = 'declined' WHERE state IN ({later})"))  # noqa: S608  # our own words
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_answer_other_nights_in_order"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_answer_answered_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_answer_suggested_by"), type_="foreignkey")
        for column in ("answered_at", "answered_by", "suggested_by", "other_depart_on", "other_arrive_on"):
            batch_op.drop_column(column)
        batch_op.alter_column("state", existing_type=_word("state", *ANSWERS), type_=_word("state", *ANSWERS_BEFORE))


def _downgrade_asks() -> None:
    """An ask of several children cannot be told in the tables of before: it keeps one of them."""
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index("ix_ask_state_arrive")
        batch_op.drop_index(batch_op.f("ix_ask_series_id"))
        batch_op.drop_constraint(batch_op.f("fk_ask_asked_by"), type_="foreignkey")
        batch_op.add_column(sa.Column("child_id", Id(), nullable=True))
    op.execute(
        sa.text("UPDATE ask SET child_id = (SELECT child_id FROM ask_child WHERE ask_id = ask.id ORDER BY 1 LIMIT 1)")
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.alter_column("child_id", existing_type=Id(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_ask_child_id"), "child", ["child_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_ask_child_id"), ["child_id"], unique=False)
        for column in ("ended_at", "reason", "note", "asked_by", "series_id", "together"):
            batch_op.drop_column(column)
    op.drop_table("ask_child")
