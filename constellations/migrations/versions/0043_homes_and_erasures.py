"""Every home in which somebody fosters or did, from when until when; and erasures that are done in part.

Since when somebody has been in a home was not kept, nor until when in the one before: it ends on the day of this step.
"""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0043_homes_and_erasures"
down_revision = "0042_former_home"
branch_labels = None
depends_on = None

ALWAYS = "1900-01-01"
STATES_BEFORE = ("asked", "review", "ready", "gone", "waiting", "agreed", "done", "withdrawn")
STATES = ("asked", "review", "ready", "gone", "waiting", "agreed", "partly", "done", "withdrawn")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_person_home()
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.alter_column("state", existing_type=_word("state", *STATES_BEFORE), type_=_word("state", *STATES))
        batch_op.add_column(sa.Column("needles", sa.Text(), nullable=True))


def _create_person_home() -> None:
    op.create_table(
        "person_home",
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_person_home_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_person_home_home_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_home_person_id")),
        sa.PrimaryKeyConstraint("person_id", "home_id", "starts_on", name=op.f("pk_person_home")),
    )
    op.create_index("ix_person_home_home", "person_home", ["home_id"], unique=False)
    for column, ends_on, which in (
        ("home_id", "NULL", "home_id IS NOT NULL"),
        (
            "former_home_id",
            "CURRENT_DATE",
            "former_home_id <> home_id OR (home_id IS NULL AND former_home_id IS NOT NULL)",
        ),
    ):
        op.execute(
            "INSERT INTO person_home (person_id, home_id, starts_on, ends_on) "  # noqa: S608  # words of our own alone
            f"SELECT id, {column}, '{ALWAYS}', {ends_on} FROM person WHERE {which}"
        )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_person_former_home_id"), type_="foreignkey")
        batch_op.drop_column("former_home_id")


def downgrade() -> None:
    # What was still looked for is looked for no more: as it was before, it is done.
    op.execute("UPDATE data_request SET state = 'done' WHERE state = 'partly'")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_column("needles")
        batch_op.alter_column("state", existing_type=_word("state", *STATES), type_=_word("state", *STATES_BEFORE))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("former_home_id", Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_person_former_home_id"), "home", ["former_home_id"], ["id"])
    op.execute(
        "UPDATE person SET former_home_id = (SELECT p.home_id FROM person_home p WHERE p.person_id = person.id "
        "AND p.ends_on IS NOT NULL ORDER BY p.ends_on DESC, p.home_id LIMIT 1)"
    )
    op.drop_table("person_home")
