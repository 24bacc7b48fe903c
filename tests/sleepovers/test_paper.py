"""A paper is made of words alone: nothing in it is fetched, run or led to, and a very long one is done in the end."""

import datetime as dt
import re
import zlib
from pathlib import Path

import pytest
from flask import Flask

from constellations.core.assets import built_path
from sleepovers.payments.statement.layout import Sheet
from sleepovers.payments.statement.pdf import statement_pdf
from sleepovers.returns.views import FONTS

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
LEADS = (
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.png",
    "<img src=http://127.0.0.1:9/x.png>",
    "[here](http://127.0.0.1:9/)",
    "<a href=javascript:app.alert(1)>x</a>",
    "endstream endobj 9 0 obj << /S /JavaScript /JS (app.alert(1)) >>",
    ") Tj ET (",
    "%PDF-1.7 %%EOF",
    "**bold** __line__ --x--",
)
TITLE = re.compile(rb"/Title \((?:\\.|[^\\)])*\)|<pdf:[^>]*>.*?</pdf:|<dc:title>.*?</dc:title>", re.DOTALL)
ACTIVE = (
    b"/URI",
    b"/JS",
    b"/JavaScript",
    b"/Launch",
    b"/GoToR",
    b"/EmbeddedFile",
    b"/AA",
    b"/OpenAction /",
    b"/Subtype /Image",
)


def fonts() -> dict[str, Path]:
    """The files of Roost's letters."""
    return {name: built_path(f"atkinson-hyperlegible-next-{cut}-normal.woff") for name, cut in FONTS.items()}


def sheet(words: str, nights: int = 1) -> Sheet:
    """A statement that says these words wherever it can."""
    return Sheet(
        title=words,
        line=words,
        facts=[(words, words)],
        rule=[words],
        nights=[(words, words, words, words)] * nights,
        payments=[(words, words)],
        notes=[words],
        sha256=words,
        approved_at=AT,
    )


def plain(drawn: bytes) -> bytes:
    """The file with what is packed in it unpacked."""
    parts = [drawn]
    for piece in drawn.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompress(piece.split(b"\nendstream")[0]))
        except zlib.error:
            continue
    return b"\n".join(parts)


@pytest.mark.page_alone
@pytest.mark.parametrize("words", LEADS)
def test_no_words_of_a_paper_lead_or_do_anything(app: Flask, words: str) -> None:
    with app.test_request_context():
        drawn = statement_pdf(sheet(words), fonts())
    assert drawn.startswith(b"%PDF-")
    # What is written on the page is packed, and its title is a string: these words elsewhere would be the file's own.
    own = TITLE.sub(b"", drawn)
    assert [each for each in ACTIVE if each in own] == []
    assert own.count(b"%%EOF") == 1
    assert len(plain(drawn)) > len(drawn)


@pytest.mark.proof
@pytest.mark.page_alone
def test_a_table_of_ten_thousand_rows_is_done_in_the_end(app: Flask) -> None:
    with app.test_request_context():
        drawn = statement_pdf(sheet("Patel", nights=10_000), fonts())
    assert drawn.count(b"/Type /Page\n") > 100
