"""A statement as a PDF: written from text alone, so that nothing is fetched from anywhere."""

from collections.abc import Mapping
from pathlib import Path

from flask_babel import gettext
from fpdf import FPDF, XPos, YPos
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from sleepovers.payments.exporting.layout import printable
from sleepovers.payments.statement.layout import Sheet

FONT, OTHER_LETTERS = "Atkinson", "AtkinsonExt"
INK, QUIET, LINE = (28, 39, 51), (84, 96, 110), (217, 207, 192)
NIGHT_COLUMNS = (24, 24, 100, 26)
HEADING_WITH_SOMETHING = 32
"""No heading stands alone at the foot of a page: so many millimetres are left for it and what follows."""


class Paper(FPDF):
    """A4 with the seal of what was approved, and the page, at the foot of each page."""

    def __init__(self, sha256: str) -> None:
        super().__init__(format="A4")
        self.sha256 = sha256

    def footer(self) -> None:
        """The foot of a page."""
        self.set_y(-18)
        self.set_font(FONT, size=8)
        self.set_text_color(*QUIET)
        self.multi_cell(
            0, 4, gettext("Seal (SHA-256): %(seal)s", seal=self.sha256), new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.cell(0, 4, gettext("Page %(number)s", number=self.page_no()))


def statement_pdf(sheet: Sheet, fonts: Mapping[str, Path]) -> bytes:
    """The PDF of a statement; the same statement makes the same bytes. `fonts` has `normal`, `bold` and `other`."""
    paper = Paper(sheet.sha256)
    paper.add_font(FONT, "", fonts["normal"])
    paper.add_font(FONT, "B", fonts["bold"])
    paper.add_font(OTHER_LETTERS, "", fonts["other"])
    paper.set_fallback_fonts([OTHER_LETTERS], exact_match=False)
    paper.set_creation_date(sheet.approved_at)
    paper.set_lang("en-GB")
    paper.set_title(f"{sheet.title}: {sheet.line}")
    paper.set_margins(18, 18)
    paper.set_auto_page_break(True, margin=24)
    paper.add_page()
    _heading(paper, sheet)
    _pairs(paper, sheet.facts)
    _section(paper, gettext("The rule"))
    for words in sheet.rule:
        _paragraph(paper, words)
    _section(paper, gettext("Each night"))
    _nights(paper, sheet)
    if sheet.payments:
        _section(paper, gettext("Payments"))
        _pairs(paper, sheet.payments)
    if sheet.notes:
        _section(paper, gettext("What was said and put right"))
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


def _section(paper: Paper, words: str) -> None:
    if paper.will_page_break(HEADING_WITH_SOMETHING):
        paper.add_page()
    paper.ln(4)
    paper.set_font(FONT, "B", 13)
    paper.multi_cell(0, 8, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


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
