"""What other people's programs make of our calendars: the same as we do, through a whole year."""

import ctypes
import ctypes.util
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.clients.year import END, FIRST, the_year
from tests.constellations.feeds.calendars import Seen, shown, text_of

HERE = Path(__file__).parent
NODE = HERE.parents[1] / ".venv" / "bin" / "node"


@pytest.fixture(scope="module")
def year() -> tuple[bytes, Seen]:
    """The calendar of the year, and what there is to see in it."""
    entries, seen = the_year()
    return text_of(*entries), seen


def read_by_thunderbird(text: bytes) -> Seen:
    """What ical.js shows."""
    node = str(NODE) if NODE.is_file() else shutil.which("node")
    assert node, "there is no Node: make test-setup"
    words = [node, "read.mjs", FIRST.isoformat(), END.isoformat()]
    done = subprocess.run(words, cwd=HERE, input=text, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return sorted((one[0], one[1], one[2], one[3]) for one in json.loads(done.stdout))


def read_by_python(text: bytes) -> Seen:
    """What recurring-ical-events shows."""
    return shown(text, FIRST, END)


@pytest.mark.parametrize("read", [read_by_thunderbird, read_by_python])
def test_a_reader_sees_what_there_is_to_see(year: tuple[bytes, Seen], read: Callable[[bytes], Seen]) -> None:
    text, expected = year
    assert read(text) == expected


def test_there_is_much_to_see(year: tuple[bytes, Seen]) -> None:
    text, expected = year
    assert len(expected) > 75
    assert {status for *_, status in expected} == {"CONFIRMED", "CANCELLED"}
    begins = {begin for begin, *_ in expected}
    assert {"2026-03-29T11:00", "2026-10-24T23:00", "2026-12-31"} <= begins, "both changes, and the end of the year"
    assert len(Calendar.from_ical(text).errors) == 0


def test_libical_finds_nothing_wrong(year: tuple[bytes, Seen]) -> None:
    name = ctypes.util.find_library("ical")
    if name is None:
        pytest.skip("libical is not installed on this machine (Debian: libical3)")
    ical = ctypes.CDLL(name)
    ical.icalparser_parse_string.restype = ctypes.c_void_p
    for function in (ical.icalrestriction_check, ical.icalcomponent_count_errors):
        function.argtypes = [ctypes.c_void_p]
    read = ical.icalparser_parse_string(year[0])
    assert read, "it could not be parsed"
    assert ical.icalrestriction_check(read) == 1
    assert ical.icalcomponent_count_errors(read) == 0


def test_sabre_finds_nothing_wrong(year: tuple[bytes, Seen], tmp_path: Path) -> None:
    validate = shutil.which("vobjectvalidate") or shutil.which("vobject")
    if validate is None:
        pytest.skip("vobjectvalidate is not installed on this machine (Debian: php-sabre-vobject and php-cli)")
    file = tmp_path / "year.ics"
    file.write_bytes(year[0])
    done = subprocess.run([validate, str(file)], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_khal_takes_it_in(year: tuple[bytes, Seen], tmp_path: Path) -> None:
    khal = shutil.which("khal")
    if khal is None:
        pytest.skip("khal is not installed on this machine")
    (tmp_path / "calendar").mkdir()
    settings = f"[calendars]\n[[a]]\npath = {tmp_path / 'calendar'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    (tmp_path / "khal.conf").write_text(settings)
    file = tmp_path / "year.ics"
    file.write_bytes(year[0])
    words = [khal, "-c", str(tmp_path / "khal.conf"), "import", "--batch", "-a", "a", str(file)]
    done = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert len(list((tmp_path / "calendar").iterdir())) == len(the_year()[0])
