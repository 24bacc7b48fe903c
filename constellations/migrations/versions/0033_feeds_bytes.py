"""Entries of feeds as bytes, without Roost's own address; why a date is called off; how long answers are kept."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

KINDS = ("answers", "registers", "diet")

revision = "0033_feeds_bytes"
down_revision = "0032_fidelity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_texts_bytes()
    _add_called_off_why()
    _create_event_retention()


def _make_texts_bytes() -> None:
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.alter_column(
            "text",
            existing_type=sa.String(),
            type_=sa.LargeBinary(),
            existing_nullable=False,
            postgresql_using="convert_to(text, 'UTF8')",
        )
    # SQLite changes what a column is to hold, and leaves what it holds.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE feed_entry SET text = CAST(text AS BLOB)")
    _let_all_be_written_anew()


def _let_all_be_written_anew() -> None:
    op.execute("DELETE FROM feed_debt")
    op.execute("INSERT INTO feed_debt (service_id, since) SELECT id, CURRENT_TIMESTAMP FROM service")


def _add_called_off_why() -> None:
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called_off_why", sa.String(), nullable=False, server_default=""))
        batch_op.create_check_constraint(
            op.f("ck_occurrence_called_off_why"), "called_off_why = '' or cancelled_at is not null"
        )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.alter_column("called_off_why", server_default=None)


def _create_event_retention() -> None:
    op.create_table(
        "event_retention",
        sa.Column("service_id", Id(), nullable=False),
        *(sa.Column(kind, sa.Integer(), nullable=True) for kind in KINDS),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(f"{kind} between 1 and 600", name=op.f(f"ck_event_retention_{kind}")) for kind in KINDS),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_event_retention_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_event_retention")),
    )


def downgrade() -> None:
    op.drop_table("event_retention")
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_occurrence_called_off_why"), type_="check")
        batch_op.drop_column("called_off_why")
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.alter_column(
            "text",
            existing_type=sa.LargeBinary(),
            type_=sa.String(),
            existing_nullable=False,
            postgresql_using="convert_from(text, 'UTF8')",
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE feed_entry SET text = CAST(text AS TEXT)")
    _let_all_be_written_anew()
