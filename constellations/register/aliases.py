"""Old references in the files of a register: they are read as what they find now, before anything else is looked at."""

from collections.abc import Sequence

from sqlalchemy import Table, and_, delete, exists, insert, select, true, update
from sqlalchemy.sql.elements import KeyedColumnElement

from constellations.keys.models import OldKey
from constellations.keys.rules import COLUMNS, KeyKind, left_out_words
from constellations.models import Service
from constellations.register.columns import folded
from constellations.register.problems import WARNINGS
from constellations.register.sheet import Condition, Import, Sheet
from constellations.register.statements import any_row, execute, rows_of


def read_old_keys(run: Import, sheets: Sequence[Sheet]) -> None:
    """Write the present reference in the place of each old one, in all waiting rows; done again, it changes nothing."""
    if not any_row(OldKey.__table__, _within_reach(run)):
        return
    for sheet in sheets:
        for column in sheet.columns:
            kind = COLUMNS.get(column.name)
            if kind is not None and column.several:
                _renew(run, sheet.spreads[column.name], column.name, kind)
            elif kind is not None and column.name in sheet.key:
                _renew_keys(run, sheet, column.name, kind)
            elif kind is not None:
                _renew(run, sheet.table, column.name, kind)


def _within_reach(run: Import) -> Condition:
    """Those of the service that is loaded alone: another one's would give away what it calls something."""
    if run.only_service is None:
        return true()
    return OldKey.service_id.in_(select(Service.id).where(Service.key == run.only_service))


def _means(run: Import, cell: KeyedColumnElement[str], kind: KeyKind) -> Condition:
    return and_(OldKey.kind == kind, OldKey.key == cell, _within_reach(run))


def _renew(run: Import, table: Table, column: str, kind: KeyKind) -> None:
    cell = table.c[column]
    means = _means(run, cell, kind)
    present = select(OldKey.present).where(means).correlate(table).scalar_subquery()
    execute(update(table).values({column: present}).where(exists().where(means).correlate(table)))


def _renew_keys(run: Import, sheet: Sheet, column: str, kind: KeyKind) -> None:
    """The same where the reference is what the row is known by: what stands in the file twice by that, stands once."""
    table, cell = sheet.table, sheet.table.c[column]
    whole = [table.c[name] for name in sheet.key]
    found = select(table.c.row, OldKey.present, *whole).join(OldKey, _means(run, cell, kind)).order_by(table.c.row)
    for row, present, *cells in rows_of(found):
        now = [present if name == column else value for name, value in zip(sheet.key, cells, strict=True)]
        same = "\x1f".join(folded(str(value)) for value in now)
        if any_row(table, table.c.folded == same, table.c.row != row):
            execute(delete(table).where(table.c.row == row))
            words = left_out_words(str(cells[sheet.key.index(column)]), present)
            execute(insert(WARNINGS).values(file=sheet.file, row=row, words=words, lasting=True))
        else:
            execute(update(table).where(table.c.row == row).values({column: present, "folded": same}))
