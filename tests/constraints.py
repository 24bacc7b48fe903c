"""Which constraint of a database refused a row."""

from sqlalchemy.exc import IntegrityError

from constellations.core.database import Base


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused a row; empty where the database does not say."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    message = str(error.orig)
    _, found, columns = message.partition("UNIQUE constraint failed: ")
    if not found:
        return message.partition("CHECK constraint failed: ")[2]
    table, names = columns.split(".")[0], [name.split(".")[1] for name in columns.split(", ")]
    for constraint in Base.metadata.tables[table].constraints | Base.metadata.tables[table].indexes:
        if [column.name for column in getattr(constraint, "columns", ())] == names:
            return str(constraint.name)
    return ""
