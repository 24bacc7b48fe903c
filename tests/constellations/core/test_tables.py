"""Tables as CSV in which no text is worked out."""

import csv
import datetime as dt
import io

import pytest

from constellations.core.tables import as_csv, csv_lines, inert


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_kept_as_text(text: str) -> None:
    assert inert(text) == f"'{text}"
    _, row = csv.reader(io.StringIO(as_csv(["a"], [[text]]), newline=""))
    assert row == [f"'{text}"]


def test_other_text_stays_as_it_is() -> None:
    assert [inert(text) for text in ("", "Patel", "1-2", "'=1")] == ["", "Patel", "1-2", "'=1"]


def test_values_are_written_plainly() -> None:
    row = [None, True, False, dt.date(2026, 11, 27), -5, 'a,"b"']
    text = as_csv(["none", "yes", "no", "day", "number", "text"], [row])
    assert text == 'none,yes,no,day,number,text\r\n,yes,no,2026-11-27,-5,"a,""b"""\r\n'


def test_line_by_line_a_table_is_the_same() -> None:
    rows = [["=1+1", True, None], ["a,b\nc", 7, "ü"]]
    lines = list(csv_lines(["what", "so", "left"], rows))
    assert "".join(lines) == as_csv(["what", "so", "left"], rows)
    assert len(lines) == 3
