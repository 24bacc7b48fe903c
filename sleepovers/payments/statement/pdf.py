"""A statement as a PDF."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from flask_babel import gettext
from fpdf import XPos, YPos
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from sleepovers.paper import FONT, INK, LINE, Paper
from sleepovers.payments.exporting.layout import printable
from sleepovers.payments.statement.layout import Sheet

NIGHT_COLUMNS = (24, 24, 100, 26)


def statement_pdf(sheet: Sheet, fonts: Mapping[str, Path]) -> bytes:
    """The PDF of a statement; the same statement makes the same bytes. `fonts` has `normal`, `bold` and `other`."""
    title = f"{sheet.title}: {sheet.line}"
    paper = Paper(fonts, title, sheet.approved_at, partial(_foot, sheet.sha256))
    _heading(paper, sheet)
    _pairs(paper, sheet.facts)
    paper.section(gettext("The rule"))
    for words in sheet.rule:
        _paragraph(paper, words)
    paper.section(gettext("Each night"))
    _nights(paper, sheet)
    if sheet.payments:
        paper.section(gettext("Payments"))
        _pairs(paper, sheet.payments)
    if sheet.notes:
        paper.section(gettext("What was said and put right"))
        for words in sheet.notes:
            _paragraph(paper, words)
    return bytes(paper.output())


def _heading(paper: Paper, sheet: Sheet) -> None:
    paper.set_text_color(*INK)
    paper.set_font(FONT, "B", 20)
    paper.multi_cell(0, 9, printable(sheet.title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_font(FONT, "", 13)
    paper.multi_cell(0, 7, printable(sheet.line), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(4)


def _foot(sha256: str, number: int) -> Sequence[str]:
    """The seal of what was approved, and the page."""
    return gettext("Seal (SHA-256): %(seal)s", seal=sha256), gettext("Page %(number)s", number=number)


def _paragraph(paper: Paper, words: str) -> None:
    paper.set_font(FONT, "", 10.5)
    paper.multi_cell(0, 5.5, printable(words), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _pairs(paper: Paper, pairs: list[tuple[str, str]]) -> None:
    paper.set_font(FONT, "", 10.5)
    paper.set_draw_color(*LINE)
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=(60, 114),
        first_row_as_headings=False,
        line_height=6.5,
        text_align="LEFT",
    ) as table:
        for word, said in pairs:
            row = table.row()
            row.cell(printable(word), style=FontFace(emphasis="BOLD"))
            row.cell(printable(said))


def _nights(paper: Paper, sheet: Sheet) -> None:
    paper.set_font(FONT, "", 10)
    heads = (gettext("Night"), gettext("Stay"), gettext("In the count"), gettext("Brings"))
    with paper.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        col_widths=NIGHT_COLUMNS,
        headings_style=FontFace(emphasis="BOLD"),
        line_height=6,
        text_align=("LEFT", "LEFT", "LEFT", "RIGHT"),
    ) as table:
        for cells in (heads, *sheet.nights):
            row = table.row()
            for cell in cells:
                row.cell(printable(cell))
