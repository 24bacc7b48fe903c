"""The table of faults: complete, one test at least for each, and printed with what was measured."""

import re

from tests.faults.figures import FAULTS, as_markdown, as_text, lacking, rows, said
from tests.processes import ROOT

KNOWN: dict[str, dict[str, object]] = {
    "08 killed PostgreSQL": {"number": 8, "of": "killed", "on": "PostgreSQL", "measured": {"works_again": 1.25}},
    "08 started anew PostgreSQL": {"number": 8, "of": "started anew", "on": "PostgreSQL", "measured": {"booked": 4}},
}

ELSEWHERE = {20, 21}
"""Tested where backups and migrations are."""


def test_all_twenty_four_faults_are_there_in_order() -> None:
    assert [fault.number for fault in FAULTS] == list(range(1, 25))


def test_each_fault_is_noted_by_a_test() -> None:
    files = [
        *(ROOT / "tests" / "faults").rglob("test_*.py"),
        *(ROOT / "tests" / "browser" / "faults").glob("test_*.py"),
    ]
    noted = {int(number) for file in files for number in re.findall(r"\bnote\(\s*(\d+)", file.read_text())}
    assert {fault.number for fault in FAULTS} - noted <= ELSEWHERE


def test_the_document_has_a_row_for_each_fault_with_its_target() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text()
    lacking = [fault.number for fault in FAULTS if f"| {fault.number} | {fault.words} | {fault.target} |" not in text]
    assert lacking == []


def test_what_was_measured_stands_beside_its_fault() -> None:
    found = rows(KNOWN)
    assert [row[3] for row in found if row[0] == "8"] == [
        "killed, PostgreSQL: works again 1.25",
        "started anew, PostgreSQL: booked 4",
    ]
    assert [row[3] for row in found if row[0] == "9"] == ["not measured in this run"]
    text, table = as_text(found), as_markdown(found)
    assert text.count("PostgreSQL is started anew, or killed") == 1
    assert "killed, PostgreSQL: works again 1.25; started anew, PostgreSQL: booked 4 |" in table
    assert len(table.splitlines()) == len(FAULTS) + 2


def test_words_and_numbers_are_said_plainly() -> None:
    assert said({"all_back": 1.0, "errors": 0, "answer": "503"}) == "all back 1.00, errors 0, answer 503"


def test_a_document_lacks_what_was_not_measured_and_values_that_it_does_not_name() -> None:
    said_all = "\n".join(f"| {fault.number} | a fault | a target | PostgreSQL: works again 1.00 |" for fault in FAULTS)
    assert lacking({}, said_all) == []
    assert lacking(KNOWN, said_all) == ["8: booked"]
    not_measured = as_markdown(rows(KNOWN))
    assert lacking(KNOWN, not_measured) == [f"{fault.number}: any figure" for fault in FAULTS if fault.number != 8]
    assert lacking({}, "") == [f"{fault.number}: any figure" for fault in FAULTS]
