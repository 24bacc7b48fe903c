"""Runs the steps on the database that `constellations.schema` hands over: each step in a transaction of its own."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from constellations.core import columns
from constellations.core.database import Base, Database
from constellations.core.search import compared_on
from constellations.schema import migrating


def in_our_words(kind: str, item: SchemaItem | TypeEngine[object], written: AutogenContext) -> str | Literal[False]:
    """Write types as a step should keep them: those that differ between databases by name, others as what they hold."""
    if kind != "type":
        return False
    if isinstance(item, columns.Id):
        written.imports.add("from constellations.core.columns import Id")
        return "Id()"
    if isinstance(item, columns.Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, columns.MonthColumn):
        return "sa.Date()"
    if isinstance(item, columns.Words):
        return "sa.String()"
    return False


def take_the_steps(connection: Connection, is_sqlite: bool) -> None:
    """Run what was asked for; a step that is interrupted has not happened."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=is_sqlite,
        render_item=in_our_words,
        include_object=compared_on(is_sqlite),
        compare_type=True,
        transaction_per_migration=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


database: Database = context.config.attributes["database"]
with migrating(database) as opened:
    take_the_steps(opened, database.is_sqlite)
