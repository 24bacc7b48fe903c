"""Teams, the handbook with its versions and readers, why homes left, and homes outside the constellations."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0031_library"
down_revision = "0030_support"
branch_labels = None
depends_on = None


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _create_handbook_page()
    _create_outside_homes()
    _create_support_team()
    _create_leaving()
    _create_handbook_read()
    _create_handbook_version()
    _create_leaving_version()
    _create_placement_ending()


def _create_handbook_page() -> None:
    op.create_table(
        "handbook_page",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("draft_title", sa.String(), nullable=True),
        sa.Column("draft_words", sa.Text(), nullable=True),
        sa.Column("draft_changed", sa.String(), nullable=False),
        sa.Column("draft_asks", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(draft_title is null) = (draft_words is null)", name=op.f("ck_handbook_page_draft")),
        sa.CheckConstraint("asked <= current", name=op.f("ck_handbook_page_asked")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_handbook_page_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handbook_page")),
        sa.UniqueConstraint("service_id", "number", name=op.f("uq_handbook_page_service_id_number")),
    )


def _create_outside_homes() -> None:
    op.create_table(
        "outside_homes",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("kind", _word("kind", "financial", "calendar"), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("at_start", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("at_start >= 0 and joined >= 0 and gone >= 0", name=op.f("ck_outside_homes_counts")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_outside_homes_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_homes")),
        sa.UniqueConstraint("service_id", "kind", "begins", name=op.f("uq_outside_homes_service_id_kind_begins")),
    )


def _create_support_team() -> None:
    op.create_table(
        "support_team",
        sa.Column("id", Id(), nullable=False),
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("phone is not null or email is not null", name=op.f("ck_support_team_reached")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_support_team_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_team")),
        sa.UniqueConstraint("service_id", "name", name=op.f("uq_support_team_service_id_name")),
    )


def _create_leaving() -> None:
    op.create_table(
        "leaving",
        sa.Column("id", Id(), nullable=False),
        sa.Column("home_id", Id(), nullable=False),
        sa.Column("departed_on", sa.Date(), nullable=False),
        sa.Column("scope", _word("scope", "constellation", "fostering"), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_leaving_home_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving")),
        sa.UniqueConstraint("home_id", "departed_on", name=op.f("uq_leaving_home_id_departed_on")),
    )


def _create_handbook_read() -> None:
    op.create_table(
        "handbook_read",
        sa.Column("page_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["handbook_page.id"], name=op.f("fk_handbook_read_page_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handbook_read_person_id")),
        sa.PrimaryKeyConstraint("page_id", "person_id", "number", name=op.f("pk_handbook_read")),
    )
    with op.batch_alter_table("handbook_read", schema=None) as batch_op:
        batch_op.create_index("ix_handbook_read_person", ["person_id", "page_id"], unique=False)


def _create_handbook_version() -> None:
    op.create_table(
        "handbook_version",
        sa.Column("page_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("published_by", Id(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["handbook_page.id"], name=op.f("fk_handbook_version_page_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_handbook_version_published_by")),
        sa.PrimaryKeyConstraint("page_id", "number", name=op.f("pk_handbook_version")),
    )


def _create_leaving_version() -> None:
    op.create_table(
        "leaving_version",
        sa.Column("leaving_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", _word("scope", "constellation", "fostering"), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("written_by", Id(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["leaving_id"], ["leaving.id"], name=op.f("fk_leaving_version_leaving_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_leaving_version_written_by")),
        sa.PrimaryKeyConstraint("leaving_id", "number", name=op.f("pk_leaving_version")),
    )


def _create_placement_ending() -> None:
    op.create_table(
        "placement_ending",
        sa.Column("placement_id", Id(), nullable=False),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("said_by", Id(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_ending_placement_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_placement_ending_said_by")),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_placement_ending")),
    )


def downgrade() -> None:
    for table in (
        "placement_ending",
        "leaving_version",
        "leaving",
        "handbook_read",
        "handbook_version",
        "outside_homes",
        "handbook_page",
        "support_team",
    ):
        op.drop_table(table)
