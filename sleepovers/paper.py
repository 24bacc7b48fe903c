"""What every PDF looks like: A4 in Roost's letters and colours, written from text alone, so that nothing is fetched."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fpdf import FPDF, XPos, YPos

from sleepovers.payments.exporting.layout import printable

FONT, OTHER_LETTERS = "Atkinson", "AtkinsonExt"
INK, QUIET, LINE = (28, 39, 51), (84, 96, 110), (217, 207, 192)
WIDTH = 174
"""Millimetres between the margins of A4."""

HEADING_WITH_SOMETHING = 32
"""No heading stands alone at the foot of a page: so many millimetres are left for it and what follows."""

Foot = Callable[[int], Sequence[str]]
"""The lines at the foot of a page, by its number."""


class Paper(FPDF):
    """A4 with lines at the foot of each page; the same words make the same bytes.

    `fonts` has `normal`, `bold` and `other`; `made_at` is said to be when the file was made, so that it stays as it is.
    """

    def __init__(self, fonts: Mapping[str, Path], title: str, made_at: dt.datetime, foot: Foot) -> None:
        super().__init__(format="A4")
        self._foot = foot
        self.add_font(FONT, "", fonts["normal"])
        self.add_font(FONT, "B", fonts["bold"])
        self.add_font(OTHER_LETTERS, "", fonts["other"])
        self.set_fallback_fonts([OTHER_LETTERS], exact_match=False)
        self.set_creation_date(made_at)
        self.set_lang("en-GB")
        self.set_title(title)
        self.set_margins(18, 18)
        self.set_auto_page_break(True, margin=16 + 4 * len(foot(1)))
        self.add_page()

    def footer(self) -> None:
        """The foot of a page."""
        lines = self._foot(self.page_no())
        self.set_y(-10 - 4 * len(lines))
        self.set_font(FONT, size=8)
        self.set_text_color(*QUIET)
        for line in lines:
            self.multi_cell(0, 4, printable(line), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def section(self, words: str) -> None:
        """A heading, on the page of what follows it."""
        if self.will_page_break(HEADING_WITH_SOMETHING):
            self.add_page()
        self.ln(4)
        self.set_text_color(*INK)
        self.set_font(FONT, "B", 13)
        self.multi_cell(0, 8, printable(words), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
