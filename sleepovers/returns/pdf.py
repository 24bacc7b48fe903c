"""A return as a PDF."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from flask_babel import gettext
from fpdf import XPos, YPos
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from sleepovers.paper import FONT, INK, LINE, WIDTH, Paper
from sleepovers.payments.exporting.layout import printable
from sleepovers.returns.layout import Pair, Sheet, Table

FIRST_COLUMN = 2.2
"""As wide as so many of the others."""


def return_pdf(sheet: Sheet, fonts: Mapping[str, Path]) -> bytes:
    """The PDF of a return; the same return makes the same bytes. `fonts` has `normal`, `bold` and `other`."""
    title = f"{sheet.title}: {sheet.line}"
    paper = Paper(fonts, title, sheet.made_at, partial(_foot, sheet.line))
    _words(paper, sheet.title, 20, "B")
    _words(paper, sheet.line, 13)
    paper.ln(3)
    _pairs(paper, sheet.facts)
    for words in sheet.remarks:
        _words(paper, words)
    for table in sheet.tables:
        _table(paper, table)
    paper.section(gettext("What only the hub knows"))
    _pairs(paper, sheet.answers)
    if sheet.story:
        paper.section(gettext("A story of the month"))
        for part in sheet.story.splitlines():
            _words(paper, part)
    for heading, lines in ((gettext("Since then"), sheet.since), (gettext("What was said beside it"), sheet.beside)):
        _lines(paper, heading, lines)
    return bytes(paper.output())


def _foot(about: str, number: int) -> Sequence[str]:
    return (gettext("%(line)s, page %(number)s", line=about, number=number),)


def _words(paper: Paper, words: str, size: float = 10.5, cut: str = "") -> None:
    paper.set_text_color(*INK)
    paper.set_font(FONT, cut, size)
    paper.multi_cell(0, size / 2, printable(words), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _lines(paper: Paper, heading: str, lines: Sequence[str]) -> None:
    if lines:
        paper.section(heading)
    for words in lines:
        _words(paper, words)


def _pairs(paper: Paper, pairs: Sequence[Pair]) -> None:
    _rows(paper, (80, WIDTH - 80), pairs, ("LEFT", "LEFT"), is_headed=False)


def _table(paper: Paper, table: Table) -> None:
    paper.section(table.caption)
    heads = tuple(word for word, _figure in table.columns)
    each = WIDTH / (len(heads) - 1 + FIRST_COLUMN)
    widths = (each * FIRST_COLUMN, *(each for _ in heads[1:]))
    sides = tuple("RIGHT" if figure else "LEFT" for _word, figure in table.columns)
    _rows(paper, widths, (heads, *table.rows), sides, is_headed=True)


def _rows(
    paper: Paper, widths: tuple[float, ...], rows: Sequence[Sequence[str]], sides: tuple[str, ...], *, is_headed: bool
) -> None:
    paper.set_font(FONT, "", 9.5)
    paper.set_draw_color(*LINE)
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=widths,
        first_row_as_headings=is_headed,
        headings_style=FontFace(emphasis="BOLD"),
        line_height=5.5,
        text_align=sides,
    ) as table:
        for cells in rows:
            row = table.row()
            for n, cell in enumerate(cells):
                row.cell(printable(cell), style=None if n or is_headed else FontFace(emphasis="BOLD"))
