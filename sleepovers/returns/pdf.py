"""A return as a PDF: written from text alone, so that nothing is fetched from anywhere."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flask_babel import gettext
from fpdf import FPDF, XPos, YPos
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from sleepovers.payments.exporting.layout import printable
from sleepovers.returns.layout import Pair, Sheet, Table

FONT, OTHER_LETTERS = "Atkinson", "AtkinsonExt"
INK, QUIET, LINE = (28, 39, 51), (84, 96, 110), (217, 207, 192)
WIDTH = 174
"""Millimetres between the margins of A4."""

FIRST_COLUMN = 2.2
"""As wide as so many of the others."""

HEADING_WITH_SOMETHING = 32
"""No heading stands alone at the foot of a page: so many millimetres are left for it and what follows."""


class Paper(FPDF):
    """A4 with what it is, and the page, at the foot of each page."""

    def __init__(self, about: str) -> None:
        super().__init__(format="A4")
        self.about = about

    def footer(self) -> None:
        """The foot of a page."""
        self.set_y(-14)
        self.set_font(FONT, size=8)
        self.set_text_color(*QUIET)
        self.cell(0, 4, gettext("%(line)s, page %(number)s", line=printable(self.about), number=self.page_no()))


def return_pdf(sheet: Sheet, fonts: Mapping[str, Path]) -> bytes:
    """The PDF of a return; the same return makes the same bytes. `fonts` has `normal`, `bold` and `other`."""
    paper = Paper(sheet.line)
    paper.add_font(FONT, "", fonts["normal"])
    paper.add_font(FONT, "B", fonts["bold"])
    paper.add_font(OTHER_LETTERS, "", fonts["other"])
    paper.set_fallback_fonts([OTHER_LETTERS], exact_match=False)
    paper.set_creation_date(sheet.made_at)
    paper.set_lang("en-GB")
    paper.set_title(f"{sheet.title}: {sheet.line}")
    paper.set_margins(18, 18)
    paper.set_auto_page_break(True, margin=20)
    paper.add_page()
    _words(paper, sheet.title, 20, "B")
    _words(paper, sheet.line, 13)
    paper.ln(3)
    _pairs(paper, sheet.facts)
    for words in sheet.remarks:
        _words(paper, words)
    for table in sheet.tables:
        _table(paper, table)
    _section(paper, gettext("What only the hub knows"))
    _pairs(paper, sheet.answers)
    if sheet.story:
        _section(paper, gettext("A story of the month"))
        for part in sheet.story.splitlines():
            _words(paper, part)
    for heading, lines in ((gettext("Since then"), sheet.since), (gettext("What was said beside it"), sheet.beside)):
        _lines(paper, heading, lines)
    return bytes(paper.output())


def _section(paper: Paper, words: str) -> None:
    if paper.will_page_break(HEADING_WITH_SOMETHING):
        paper.add_page()
    paper.ln(4)
    _words(paper, words, 13, "B")


def _words(paper: Paper, words: str, size: float = 10.5, cut: str = "") -> None:
    paper.set_text_color(*INK)
    paper.set_font(FONT, cut, size)
    paper.multi_cell(0, size / 2, printable(words), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _lines(paper: Paper, heading: str, lines: Sequence[str]) -> None:
    if lines:
        _section(paper, heading)
    for words in lines:
        _words(paper, words)


def _pairs(paper: Paper, pairs: Sequence[Pair]) -> None:
    _rows(paper, (80, WIDTH - 80), pairs, ("LEFT", "LEFT"), is_headed=False)


def _table(paper: Paper, table: Table) -> None:
    _section(paper, table.caption)
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
