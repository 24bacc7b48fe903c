"""Which columns of the register hold a reference, and what is said of a row that stands twice by it."""

from constellations.keys.rules import COLUMNS, KeyKind, left_out_words


def test_a_host_is_a_home() -> None:
    assert COLUMNS["host"] is COLUMNS["home"] is KeyKind.HOME
    assert set(COLUMNS.values()) == set(KeyKind)


def test_a_row_that_is_left_out_says_why() -> None:
    assert left_out_words("C12", "C10").startswith("C12 is kept as C10 by now")
