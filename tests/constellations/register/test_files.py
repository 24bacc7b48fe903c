"""How files are read: CSV as RFC 4180 has it, workbooks as people save them, and neither trusted with its size."""

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook

from constellations.access import Viewer
from constellations.core.errors import RuleBroken
from constellations.models import Home
from constellations.register.actions import Outcome, load_register
from constellations.register.problems import SHOWN
from sleepovers.models import Stay
from tests.registers import RIGHT, Register, expected, rows, told

HEADER = "service,region\n"


def load(path: Path) -> Outcome:
    """Load a folder or workbook, for all services."""
    return load_register(Viewer.system(), path)


def folder_with(tmp_path: Path, content: bytes, file: str = "services") -> Path:
    """A folder with one file of these bytes."""
    (tmp_path / f"{file}.csv").write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfservice,region\r\nNorth,The Region\r\n",
        b"region,service\nThe Region,North\n",
        b" service , region \n  North  ,\tThe Region\n\n,\n",
        b'service,region\n"North","The Region"\n',
        b"service\nNorth\n",
        b"service,region\nNorth,The Region",
    ],
    ids=["byte-order mark", "other order", "spaces and blank rows", "quotes", "no region", "no last line end"],
)
def test_a_file_may_look_like_this(app: Flask, tmp_path: Path, content: bytes) -> None:
    outcome = load(folder_with(tmp_path, content))
    assert outcome.problems == ()
    assert outcome.counts[0].added == 1


def test_a_text_on_several_lines_becomes_one(app: Flask, tmp_path: Path) -> None:
    register = Register(tmp_path).set("homes", 0, area="Leeds, \r\nthe north\n\nside")
    assert register.load().stored
    assert ("Leeds, the north side",) in rows(Home.area)
    assert not register.load().is_news


@pytest.mark.parametrize(
    ("content", "problem", "words"),
    [
        (b"", (1, "service", ""), "the column service"),
        (b"service,town\nNorth,Leeds\n", (1, "town", "town"), "one of the columns service, region"),
        (b"Service\nNorth\n", (1, "Service", "Service"), "one of the columns"),
        (b"service,service\nNorth,South\n", (1, "service", "service"), "once"),
        (b"region\nThe Region\n", (1, "service", ""), "the column service"),
        (b"service,region\nNorth\n", (2, "", "1"), "2 cells"),
        (b"service,region\nNorth,a,b\n", (2, "", "3"), "2 cells"),
        (b"service\nN\xe9w\n", (2, "", ""), "UTF-8"),
        (b'service\n"North\n', (2, "", ""), "RFC 4180"),
        (b'service\n"a\nb"\n', (2, "service", "a b"), "letters"),
        (b"service\na\x00b\n", (2, "service", "a b"), "letters"),
        (b"service\n" + b"x" * 101 + b"\n", (2, "service", "x" * 100), "100 letters"),
    ],
)
def test_a_file_may_not_look_like_this(
    app: Flask, tmp_path: Path, content: bytes, problem: tuple[int, str, str], words: str
) -> None:
    outcome = load(folder_with(tmp_path, content))
    assert ("services", *problem) in told(outcome)
    assert words in expected(outcome)


def test_the_first_200_problems_are_told_and_then_their_number(app: Flask, tmp_path: Path) -> None:
    rows_of_nobody = "".join(f"H{n},Nowhere,21,3,active\n" for n in range(300))
    content = "home,service,beds,approved_children,status\n" + rows_of_nobody
    outcome = load(folder_with(tmp_path, content.encode(), "homes"))
    assert (outcome.problem_count, len(outcome.problems)) == (300, SHOWN)


def write_workbook(path: Path) -> Path:
    """The right register as a workbook, with dates, months and numbers as a spreadsheet holds them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for file, kept in RIGHT.items():
        sheet = book.create_sheet(file)
        sheet.append(list(kept[0]))
        for row in kept:
            sheet.append([typed(cell) for cell in row.values()])
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                if isinstance(cell.value, dt.datetime):
                    cell.number_format = "dd/mm/yyyy hh:mm" if cell.value.hour else "dd/mm/yyyy"
    book.save(path)
    return path


def typed(cell: str) -> object:
    """What a spreadsheet makes of what is typed."""
    if cell.isdigit():
        return int(cell)
    try:
        return dt.datetime.fromisoformat(cell) if len(cell) >= 10 else cell
    except ValueError:
        return cell


def test_a_workbook_says_the_same_as_a_folder(app: Flask, tmp_path: Path) -> None:
    outcome = load(write_workbook(tmp_path / "register.xlsx"))
    assert outcome.problems == ()
    assert outcome.stored
    assert (dt.date(2026, 10, 3), dt.time(17, 0)) in rows(Stay.arrive_on, Stay.arrive_at)
    assert not Register(tmp_path).load().is_news


def test_what_is_no_register_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(b"PK\x03\x04 and then nothing")
    other = tmp_path / "other.txt"
    other.write_text("hello")
    for path in (nothing, torn, other, tmp_path / "not there"):
        with pytest.raises(RuleBroken):
            load(path)


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE worksheet [<!ENTITY a0 "ha">{LAUGHS}<!ENTITY a "&a9;">]>'
ELSEWHERE = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [BOMB, ELSEWHERE])
def test_words_that_stand_for_others_are_refused_in_a_workbook(app: Flask, tmp_path: Path, declared: str) -> None:
    right, bent = write_workbook(tmp_path / "right.xlsx"), tmp_path / "bent.xlsx"
    with zipfile.ZipFile(right) as packed, zipfile.ZipFile(bent, "w") as made:
        for name in packed.namelist():
            part = packed.read(name).decode()
            if name.startswith("xl/worksheets/"):
                assert "<t>" in part
                part = declared + part.partition("?>")[2 * part.startswith("<?xml")].replace("<t>", "<t>&a;", 1)
            made.writestr(name, part)
    with pytest.raises(RuleBroken):
        load(bent)


def test_a_bomb_is_not_unpacked(app: Flask, tmp_path: Path) -> None:
    bomb = write_workbook(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet99.xml", b"0" * 50_000_000)
    with pytest.raises(RuleBroken, match="too large"):
        load(bomb)
    crowd = tmp_path / "crowd.xlsx"
    shutil.copy(write_workbook(tmp_path / "plain.xlsx"), crowd)
    with zipfile.ZipFile(crowd, "a") as packed:
        for n in range(600):
            packed.writestr(f"xl/{n}.xml", b"")
    with pytest.raises(RuleBroken, match="too large"):
        load(crowd)
