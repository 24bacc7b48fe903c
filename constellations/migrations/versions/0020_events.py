"""Events and their dates."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0020_events"
down_revision = "0019_payment"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_event()
    _create_event_constellation()
    _create_occurrence()


def _create_event() -> None:
    op.create_table(
        "event",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column(
            "kind",
            _word("kind", "gathering", "carers_meeting", "training", "support_group", "family_time", "meeting"),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("bring", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("circle", _word("circle", "constellations", "service", "home"), nullable=False),
        sa.Column("home_id", Id(), nullable=True),
        sa.Column("host_id", Id(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "repeats",
            _word("repeats", "never", "weekly", "fortnightly", "monthly_day", "monthly_weekday"),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("follows_id", Id(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("photos", _word("photos", "none", "ask", "welcome"), nullable=False),
        sa.Column("uid", sa.String(), nullable=True),
        sa.Column("planned_by", Id(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(circle = 'home') = (home_id is not null)", name=op.f("ck_event_family")),
        sa.CheckConstraint("(repeats = 'never') = (until is null and times is null)", name=op.f("ck_event_end")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_event_capacity")),
        sa.CheckConstraint("cost_pence >= 0", name=op.f("ck_event_cost_pence")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_event_minutes")),
        sa.CheckConstraint("starts_at is not null or minutes % 1440 = 0", name=op.f("ck_event_whole_days")),
        sa.CheckConstraint("until is null or times is null", name=op.f("ck_event_one_end")),
        sa.ForeignKeyConstraint(["follows_id"], ["event.id"], name=op.f("fk_event_follows_id")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_event_home_id")),
        sa.ForeignKeyConstraint(["host_id"], ["home.id"], name=op.f("fk_event_host_id")),
        sa.ForeignKeyConstraint(["planned_by"], ["person.id"], name=op.f("fk_event_planned_by")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_event_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("service_id", "uid", name=op.f("uq_event_service_id_uid")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_home_id"), ["home_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_service_id"), ["service_id"], unique=False)


def _create_event_constellation() -> None:
    op.create_table(
        "event_constellation",
        sa.Column("event_id", Id(), nullable=False),
        sa.Column("constellation_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["constellation_id"], ["constellation.id"], name=op.f("fk_event_constellation_constellation_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_constellation_event_id")),
        sa.PrimaryKeyConstraint("event_id", "constellation_id", name=op.f("pk_event_constellation")),
    )
    with op.batch_alter_table("event_constellation", schema=None) as batch_op:
        batch_op.create_index("ix_event_constellation_theirs", ["constellation_id", "event_id"], unique=False)


def _create_occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("id", Id(), nullable=False),
        sa.Column("event_id", Id(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("bring", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_occurrence_minutes")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_occurrence_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("event_id", "planned_on", name=op.f("uq_occurrence_event_id_planned_on")),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index("ix_occurrence_day", ["starts_on", "event_id"], unique=False)


def downgrade() -> None:
    for table in ("occurrence", "event_constellation", "event"):
        op.drop_table(table)
