"""The audit trail stays as it was written: the database refuses to change or remove a link, and to set a head back."""

from alembic import op

from constellations.core.append_only import BACKWARDS, NEVER, freeing_statements, keeping_statements

revision = "0040_append_only"
down_revision = "0038_administration"
branch_labels = None
depends_on = None

KEPT = {"audit_entry": NEVER, "audit_head": BACKWARDS}


def upgrade() -> None:
    for table, changes_refused in KEPT.items():
        for statement in keeping_statements(table, op.get_bind().dialect.name, changes_refused):
            op.execute(statement)


def downgrade() -> None:
    for table in KEPT:
        for statement in freeing_statements(table, op.get_bind().dialect.name):
            op.execute(statement)
