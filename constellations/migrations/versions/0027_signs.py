"""When what is in the activity log was, who did it, and the roll-up of signs of life by month."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0027_signs"
down_revision = "0026_days"
branch_labels = None
depends_on = None

# The London date of an instant: summer time is from the last Sunday of March to that of October, both at 01:00 UTC.
IN_LONDON = {
    "postgresql": "(at at time zone 'Europe/London')::date",
    "sqlite": """date(at, case
        when at >= date(strftime('%Y', at) || '-04-01', 'weekday 0', '-7 days') || ' 01:00'
         and at < date(strftime('%Y', at) || '-11-01', 'weekday 0', '-7 days') || ' 01:00'
        then '+1 hour' else '+0 hour' end)""",
}

OWN = "exists (select 1 from person where person.id = activity.person_id and person.home_id = activity.home_id)"


def upgrade() -> None:
    _say_when_and_who()
    _create_sign_month()
    _create_sign_mark()


def _say_when_and_who() -> None:
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("happened_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_own", sa.Boolean(), nullable=True))
    day = IN_LONDON[op.get_bind().dialect.name]
    op.execute(f"update activity set happened_on = {day}, is_own = {OWN}")  # noqa: S608  # words of our own alone
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.alter_column("happened_on", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("is_own", existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_index(batch_op.f("ix_activity_home_id"))
        batch_op.create_index("ix_activity_home_day", ["home_id", "happened_on"], unique=False)


def _create_sign_month() -> None:
    words = ("came", "answered", "hosted", "asked", "wrote", "helped", "called")
    sign = sa.Enum(*words, name="sign", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "sign_month",
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("sign", sign, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("is_torn", sa.Boolean(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_action", sa.String(), nullable=True),
        sa.Column("last_subject_id", Id(), nullable=True),
        sa.Column("last_id", Id(), nullable=True),
        sa.CheckConstraint("(count = 0) = (last_on is null)", name=op.f("ck_sign_month_last")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_sign_month_count")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_sign_month_home_id")),
        sa.PrimaryKeyConstraint("home_id", "sign", "month", name=op.f("pk_sign_month")),
    )


def _create_sign_mark() -> None:
    op.create_table(
        "sign_mark",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("read_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_sign_mark_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_sign_mark")),
    )


def downgrade() -> None:
    for table in ("sign_mark", "sign_month"):
        op.drop_table(table)
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_home_day")
        batch_op.create_index(batch_op.f("ix_activity_home_id"), ["home_id"], unique=False)
        batch_op.drop_column("is_own")
        batch_op.drop_column("happened_on")
