"""How long a service keeps each kind of record, in one table; what was chosen for talk and events moves there."""

import sqlalchemy as sa
from alembic import op

from constellations.core.columns import Id

revision = "0037_retention"
down_revision = "0036_rights"
branch_labels = None
depends_on = None

TALK = {name: f"talk_{name}" for name in ("constellation", "about", "people", "earlier")}
USUAL = {"event_answers": "36", "event_registers": "36", "diets": "12"}
EVENTS = {"answers": "event_answers", "registers": "event_registers", "diet": "diets"}


def upgrade() -> None:
    op.create_table(
        "how_long",
        sa.Column("service_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_how_long_amount")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_how_long_service_id")),
        sa.PrimaryKeyConstraint("service_id", "kind", name=op.f("pk_how_long")),
    )
    for table, kinds in (("retention", TALK), ("event_retention", EVENTS)):
        for column, kind in kinds.items():
            op.execute(
                f"INSERT INTO how_long (service_id, kind, amount, version) "  # noqa: S608  # names of ours
                f"SELECT service_id, '{kind}', {column}, 1 FROM {table}"
            )
        op.drop_table(table)


def downgrade() -> None:
    for table, kinds in (("retention", TALK), ("event_retention", EVENTS)):
        _create(table, list(kinds))
        chosen = ", ".join(map(_chosen, kinds.values()))
        names = ", ".join(f"'{kind}'" for kind in kinds.values())
        op.execute(
            f"INSERT INTO {table} (service_id, {', '.join(kinds)}, version) "  # noqa: S608  # as above
            f"SELECT id, {chosen}, 1 FROM service WHERE id IN (SELECT service_id FROM how_long WHERE kind IN ({names}))"
        )
    op.drop_table("how_long")


def _chosen(kind: str) -> str:
    """What a service chose of a kind; where it chose nothing, what was usual then."""
    row = f"FROM how_long WHERE kind = '{kind}' AND service_id = service.id"
    usual = USUAL.get(kind, "NULL")
    return f"CASE WHEN EXISTS (SELECT 1 {row}) THEN (SELECT amount {row}) ELSE {usual} END"


def _create(table: str, columns: list[str]) -> None:
    op.create_table(
        table,
        sa.Column("service_id", Id(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in columns),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(f"{column} between 1 and 600", name=op.f(f"ck_{table}_{column}")) for column in columns),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f(f"fk_{table}_service_id")),
        sa.PrimaryKeyConstraint("service_id", name=op.f(f"pk_{table}")),
    )
