"""What an import says of memberships of a constellation that somebody has closed."""

import datetime as dt

from constellations.access import Viewer
from constellations.going.closing.actions import close_constellation
from constellations.models import Constellation
from tests.registers import Register, everything, expected, key_of, rows, told


def test_a_file_that_knows_nothing_of_it_opens_no_constellation_again(register: Register) -> None:
    robin, closes = key_of(Constellation, "Robin"), dt.date(2026, 12, 31)
    close_constellation(Viewer.system(), robin, closes, 1)
    before = everything()
    outcome = register.load()
    assert [row for row in told(outcome) if row[0] == "memberships"] == [
        ("memberships", number, "left_on", "") for number in range(2, 6)
    ]
    assert "no day after 2026-12-31, when the constellation closes" in expected(outcome)
    assert everything() == before
    for number in range(4):
        register.set("memberships", number, left_on=str(closes))
    assert (register.load().problem_count, set(rows(Constellation.closed_on))) == (0, {(None,), (closes,)})
