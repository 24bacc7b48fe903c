"""Series of asks, the child's wish, the hub's word and when it is wanted, waiting for a bed, and moving stays."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0016_planned"
down_revision = "0015_tonight"
branch_labels = None
depends_on = None

STEPS_BEFORE = (
    ("asked", "agreed", "offered_nights", "offered_home", "took_offer", "declined", "withdrawn", "unanswered")
    + ("agreement_given", "agreement_refused", "overruled", "recorded", "named", "changed", "arrived", "came_home")
    + ("cancelled",)
)
STEPS = (
    *STEPS_BEFORE,
    *("changed_nights", "hub_agreed", "hub_refused", "waits", "asked_again", "moved"),
)


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_series()
    _create_hub_words()
    _create_waiting_places()
    _create_moves()
    with op.batch_alter_table("sleepover_step", schema=None) as batch_op:
        batch_op.alter_column("taken", existing_type=_word("taken", *STEPS_BEFORE), type_=_word("taken", *STEPS))


def _create_series() -> None:
    op.create_table(
        "ask_series",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("follows_id", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_ask_series_ends_after_it_starts")),
        sa.CheckConstraint("every_weeks between 1 and 2", name=op.f("ck_ask_series_every_weeks")),
        sa.ForeignKeyConstraint(["follows_id"], ["ask_series.id"], name=op.f("fk_ask_series_follows_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_ask_series_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_series")),
    )
    with op.batch_alter_table("ask_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_series_service_id"), ["service_id"], unique=False)
    # What was asked for week after week until now had its number alone; its last day is the day after the last ask's.
    op.execute(
        sa.text(
            "INSERT INTO ask_series (id, service_id, every_weeks, starts_on, ends_on, created_at)"
            " SELECT series_id, service_id, 1, MIN(arrive_on), MAX(depart_on), MIN(created_at)"
            " FROM ask WHERE series_id IS NOT NULL GROUP BY series_id, service_id"
        )
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wish", sa.String(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_ask_series_id"), "ask_series", ["series_id"], ["id"])


def _create_hub_words() -> None:
    op.create_table(
        "asking_rules",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("short_notice_hours", sa.Integer(), nullable=True),
        sa.Column("first_stay", sa.Boolean(), nullable=False),
        sa.Column("settled_after", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("settled_after between 1 and 20", name=op.f("ck_asking_rules_settled_after")),
        sa.CheckConstraint("short_notice_hours between 1 and 336", name=op.f("ck_asking_rules_short_notice_hours")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_asking_rules_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_asking_rules")),
    )
    op.create_table(
        "hub_word",
        sa.Column("id", Id(), nullable=False),
        sa.Column("ask_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("cause", _word("cause", "short_notice", "first_stay"), nullable=False),
        sa.Column("state", _word("state", "waiting", "given", "refused"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", Id(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_hub_word_ask_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_hub_word_home_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_hub_word_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_word")),
        sa.UniqueConstraint("ask_id", "home_id", name=op.f("uq_hub_word_ask_id_home_id")),
    )
    with op.batch_alter_table("hub_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hub_word_home_id"), ["home_id"], unique=False)


def _create_waiting_places() -> None:
    op.create_table(
        "waiting_place",
        sa.Column("id", Id(), nullable=False),
        sa.Column("ask_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_waiting_place_ask_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_waiting_place_home_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_waiting_place_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_place")),
        sa.UniqueConstraint("ask_id", "home_id", name=op.f("uq_waiting_place_ask_id_home_id")),
    )
    with op.batch_alter_table("waiting_place", schema=None) as batch_op:
        batch_op.create_index("ix_waiting_place_home", ["home_id", "served_at"], unique=False)


def _create_moves() -> None:
    op.create_table(
        "stay_move",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("state", _word("state", "asked", "done", "declined", "withdrawn"), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("asked_by", Id(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", Id(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_stay_move_asked_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_stay_move_ended_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_stay_move_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_move")),
    )
    with op.batch_alter_table("stay_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_move_service_id"), ["service_id"], unique=False)
    op.create_table(
        "stay_move_leg",
        sa.Column("move_id", Id(), nullable=False),
        sa.Column("stay_id", Id(), nullable=False),
        sa.Column("from_home_id", Id(), nullable=False),
        sa.Column("to_home_id", Id(), nullable=False),
        sa.Column("next_stay_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["from_home_id"], ["home.id"], name=op.f("fk_stay_move_leg_from_home_id")),
        sa.ForeignKeyConstraint(["move_id"], ["stay_move.id"], name=op.f("fk_stay_move_leg_move_id")),
        sa.ForeignKeyConstraint(["next_stay_id"], ["stay.id"], name=op.f("fk_stay_move_leg_next_stay_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_stay_move_leg_stay_id")),
        sa.ForeignKeyConstraint(["to_home_id"], ["home.id"], name=op.f("fk_stay_move_leg_to_home_id")),
        sa.PrimaryKeyConstraint("move_id", "stay_id", name=op.f("pk_stay_move_leg")),
    )
    with op.batch_alter_table("stay_move_leg", schema=None) as batch_op:
        batch_op.create_index("ix_stay_move_leg_stay", ["stay_id"], unique=False)
        for column in ("next_stay_id", "to_home_id"):
            batch_op.create_index(batch_op.f(f"ix_stay_move_leg_{column}"), [column], unique=False)
    op.create_table(
        "stay_move_word",
        sa.Column("move_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_stay_move_word_home_id")),
        sa.ForeignKeyConstraint(["move_id"], ["stay_move.id"], name=op.f("fk_stay_move_word_move_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stay_move_word_person_id")),
        sa.PrimaryKeyConstraint("move_id", "home_id", name=op.f("pk_stay_move_word")),
    )


def downgrade() -> None:
    new = ", ".join(f"'{step}'" for step in STEPS if step not in STEPS_BEFORE)
    op.execute(sa.text(f"DELETE FROM sleepover_step WHERE taken IN ({new})"))  # noqa: S608  # words of ours
    with op.batch_alter_table("sleepover_step", schema=None) as batch_op:
        batch_op.alter_column("taken", existing_type=_word("taken", *STEPS), type_=_word("taken", *STEPS_BEFORE))
    for table in ("stay_move_word", "stay_move_leg", "stay_move", "waiting_place", "hub_word", "asking_rules"):
        op.drop_table(table)
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ask_series_id"), type_="foreignkey")
        batch_op.drop_column("wish")
    op.drop_table("ask_series")
