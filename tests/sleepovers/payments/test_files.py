"""Payment files: how they are laid out, what stands in them, and what is read back."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from constellations.core.clock import Month
from sleepovers.payments.exporting.files import as_csv, as_xlsx, file_name, seal
from sleepovers.payments.exporting.layout import (
    DEFAULT_COLUMNS,
    DEFAULT_LAYOUT,
    BadLayout,
    Column,
    Field,
    Layout,
    Payment,
    layout_read,
    layout_written,
    pounds,
    reference_of,
)
from sleepovers.payments.paying.paid_file import LARGEST_FILE, MOST_LINES, BadPaidFile, Outcome, outcomes_read

OCTOBER = Month(2026, 10)
PAYMENT = Payment("Kelly", "S-1", OCTOBER, 12_000, "UP2610-0001-001", 1)
EVERYTHING = Layout(tuple(Column(field, field.value) for field in Field), "=cc", "+code")
NASTY = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0", "a\x00b", "a\nb", "\u2028x", "\ud800")


class TestLayout:
    def test_it_is_read_as_it_is_written(self) -> None:
        assert layout_read(layout_written(DEFAULT_COLUMNS)) == DEFAULT_COLUMNS
        assert layout_read(" amount = Net \n\nreference\n") == (
            Column(Field.AMOUNT, "Net"),
            Column(Field.REFERENCE, "reference"),
        )

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("sort_code = S\namount\nreference", "There is no field called sort_code."),
            ("amount\nreference\namount", "one column only"),
            ("amount", "needs the fields amount and reference"),
            ("", "needs the fields amount and reference"),
            (f"amount = {'x' * 41}\nreference", "at most 40 letters"),
        ],
    )
    def test_what_is_wrong_is_said(self, text: str, words: str) -> None:
        with pytest.raises(BadLayout, match=words):
            layout_read(text)

    def test_no_field_is_of_a_bank(self) -> None:
        assert not [field for field in Field if any(word in field for word in ("bank", "sort", "account", "iban"))]

    @pytest.mark.parametrize(
        ("pence", "said"), [(12_000, "120.00"), (1, "0.01"), (-4050, "-40.50"), (100_000_000, "1000000.00")]
    )
    def test_pounds_have_two_decimals(self, pence: int, said: str) -> None:
        assert str(pounds(pence)) == said

    def test_references_are_short_and_in_order(self) -> None:
        assert reference_of(OCTOBER, 7, 12) == "UP2610-0007-012"

    def test_names_of_files_are_plain(self) -> None:
        assert file_name("../Borough of É", OCTOBER, 3, "csv") == "---Borough-of---2026-10-batch-0003.csv"


class TestWriting:
    def test_the_same_lines_make_the_same_bytes(self) -> None:
        assert as_csv(DEFAULT_LAYOUT, [PAYMENT]) == as_csv(DEFAULT_LAYOUT, [PAYMENT])
        assert as_xlsx(EVERYTHING, [PAYMENT]) == as_xlsx(EVERYTHING, [PAYMENT])
        assert seal(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    def test_no_part_of_a_workbook_tells_when_it_was_made(self) -> None:
        with zipfile.ZipFile(io.BytesIO(as_xlsx(DEFAULT_LAYOUT, [PAYMENT]))) as archive:
            assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2026" not in archive.read("docProps/core.xml")

    @pytest.mark.parametrize("nasty", NASTY)
    def test_what_a_spreadsheet_would_work_out_is_inert(self, nasty: str) -> None:
        layout = Layout((*EVERYTHING.columns[:-1], Column(Field.BATCH, nasty)), nasty, nasty)
        payment = Payment(nasty, nasty, OCTOBER, -100, nasty, 1)
        header, line = csv.reader(io.StringIO(as_csv(layout, [payment]).decode(), newline=""))
        assert not [cell for cell in (*header, *line) if cell != "-1.00" and cell[:1] in "=+-@\t\r"]
        sheet = load_workbook(io.BytesIO(as_xlsx(layout, [payment]))).active
        assert sheet is not None
        assert "f" not in {cell.data_type for line in sheet for cell in line}

    def test_amounts_are_numbers(self) -> None:
        sheet = load_workbook(io.BytesIO(as_xlsx(DEFAULT_LAYOUT, [PAYMENT]))).active
        assert sheet is not None
        cell = sheet["E2"]
        assert (Decimal(str(cell.value)), cell.number_format) == (Decimal(120), "0.00")


class TestPaidFile:
    def test_what_was_paid_and_what_came_back(self) -> None:
        text = (
            "Reference,Amount,Paid on,Outcome,Reason\r\n"
            "UP1,120.00,2026-11-27,,\r\n'UP2,1,2026-11-26,Paid,\r\n,,,,\r\nUP3,1,,bounced,Closed\r\n"
        )
        day = OCTOBER.first.replace(month=11)
        assert outcomes_read(b"\xef\xbb\xbf" + text.encode()) == [
            Outcome("UP1", day.replace(day=27)),
            Outcome("UP2", day.replace(day=26)),
            Outcome("UP3", None, "Closed"),
        ]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "The first line must name"),
            (b"reference\nUP1\n", "The first line must name"),
            (b"reference,paid_on\n", "There is no line in it"),
            (b"reference,paid_on\nUP1,27/11/2026\n", "line 2: the day is written as 2026-11-27"),
            (b"reference,paid_on\nUP1\n", "line 2: the day is written as"),
            (b"reference,paid_on\n,2026-11-27\n", "line 2: the reference is missing"),
            (b"reference,paid_on,outcome\nUP1,2026-11-27,lost\n", "the outcome is paid or bounced"),
            (b"reference,paid_on\nUP1,2026-11-27\nUP1,2026-11-27\n", "UP1 stands there twice"),
            (b"reference,paid_on\n" + b"UP1,x\n" * 12, "and 2 more problems"),
            (b"\xff\xfe\x00", "no CSV file in UTF-8"),
            (b"reference,paid_on\n\x00,x\n", "no CSV file in UTF-8"),
            (b"x" * (LARGEST_FILE + 1), "larger than 2 MB"),
            (b"reference,paid_on\n" + b"UP1,2026-11-27\n" * (MOST_LINES + 1), "more than 10,000 lines"),
            (b'reference,paid_on\nUP1,2026-11-27\n"' + b"x" * 140_000, "line 3 cannot be read as CSV"),
            (b'"' + b"x" * 140_000, "line 1 cannot be read as CSV"),
            (b"reference,paid_on\nUP1,2026-\r11-27\n", "line 2"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, content: bytes, words: str) -> None:
        with pytest.raises(BadPaidFile, match=words):
            outcomes_read(content)

    @settings(derandomize=True, database=None)
    @given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"reference,paid_on\n{text}".encode()))
    def test_whatever_is_in_it_it_is_read_or_refused(self, content: bytes) -> None:
        try:
            found = outcomes_read(content)
        except BadPaidFile:
            found = []
        assert all(each.reference for each in found)
