"""A copy tells of somebody, and of nobody else: what becomes of names, initials, addresses and numbers."""

import datetime as dt
import uuid

import pytest

from constellations.rights.copies import rules
from constellations.rights.copies.rules import Mask, Other
from constellations.rights.rules import Subject

ANITA, MOIRA, RUTH, WILL, OTHER_WILL, DOT = (uuid.UUID(int=number) for number in range(1, 7))
JB, JB_TOO, AK, A = (uuid.UUID(int=number) for number in range(11, 15))
OWN_HOME, HARBOUR, PATEL, BARE = (uuid.UUID(int=number) for number in range(21, 25))
PEOPLE = {
    ANITA: Other("Anita Okafor", "another carer"),
    MOIRA: Other("Moira Kerr", "another carer"),
    RUTH: Other("Ruth Okafor", "a member of staff"),
    WILL: Other("Will Marsh", "another carer"),
    OTHER_WILL: Other("Will Stone", "another carer"),
    DOT: Other("Dot Patel", "another carer"),
}
CHILDREN = {JB: "JB", JB_TOO: "JB", AK: "AK", A: "A"}
HOMES = {OWN_HOME: "Lantern House", HARBOUR: "Harbour House", PATEL: "Patel", BARE: ""}


@pytest.fixture
def mask() -> Mask:
    """What Anita reads, who lives in Lantern House."""
    own = frozenset({"anita@example.org", "+447700900123"})
    return Mask(Subject(person_id=ANITA), PEOPLE, CHILDREN, HOMES, frozenset({OWN_HOME}), own)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Moira Kerr rang.", "another carer 1 rang."),
        ("moira’s two beds", "another carer 1’s two beds"),
        ("Anita Okafor and Ruth", "Anita Okafor and a member of staff 1"),
        ("Will came", "somebody came"),
        ("I will come, will you?", "I will come, will you?"),
        ("Will Marsh came", "another carer 1 came"),
        ("will  marsh’s home, Will Stone", "another carer 1’s home, another carer 2"),
        ("Moira Patel Kerr, Moira Kerr", "another carer 1 another home 1 another carer 1, another carer 1"),
        ("Dot Patel, Patel", "another carer 1, another home 1"),
        ("AK slept well", "a child 1 slept well"),
        ("ak is a country", "ak is a country"),
        ("A child, A. said", "A child, A. said"),
        ("JB cried", "a child cried"),
        ("at HARBOUR HOUSE", "at another home 1"),
        ("at Lantern House, not at the Patels", "at Lantern House, not at the Patels"),
        ("with Patel", "with another home 1"),
        ("moira@example.org or anita@example.org", "(an address) or anita@example.org"),
        ("ring 07700 900456, not 07700 900123", "ring (a number), not 07700 900123"),
        ("from 2026-10-30 to 2026-11-02, £40.00", "from 2026-10-30 to 2026-11-02, £40.00"),
        ("", ""),
    ],
)
def test_what_was_written_names_nobody_else(mask: Mask, written: str, told: str) -> None:
    assert mask.text(written) == told


def test_the_same_person_has_the_same_number_throughout(mask: Mask) -> None:
    assert mask.who(WILL) == "another carer 1"
    assert mask.text("Moira, and Kerr, and Marsh") == "another carer 2, and another carer 2, and another carer 1"
    assert mask.who(MOIRA) == "another carer 2"
    assert mask.who(RUTH) == "a member of staff 1"


def test_who_it_is_about_and_their_home_are_told(mask: Mask) -> None:
    assert mask.who(ANITA) == "this person"
    assert mask.who(OWN_HOME) == "Lantern House"
    assert mask.who(HARBOUR) == "another home 1"
    assert mask.who(JB) == "a child 1"
    assert mask.who(uuid.UUID(int=99)) is None


def test_a_home_of_ones_own_that_is_gone_is_another_one() -> None:
    mask = Mask(Subject(person_id=ANITA), PEOPLE, {}, {}, frozenset({OWN_HOME}))
    assert mask.who(OWN_HOME) == "another home"
    assert mask.text("at Lantern House") == "at Lantern House"


def test_a_child_keeps_its_initials_and_no_other_child_does() -> None:
    mask = Mask(Subject(child_id=JB), PEOPLE, CHILDREN, HOMES)
    assert mask.text("JB and AK at Moira’s") == "JB and a child 1 at another carer 1’s"
    assert mask.who(JB) == "this child"
    assert mask.who(JB_TOO) == "a child 2"


def test_what_is_kept_as_lists_and_tables_is_told_in_the_same_way(mask: Mask) -> None:
    kept = {"who": ["Moira", 3, None], "more": ("Ruth",)}
    assert mask.within(kept) == {"who": ["another carer 1", 3, None], "more": ["a member of staff 1"]}


def test_columns_are_called_as_people_say() -> None:
    assert rules.column_words("answered_by") == "answered by"
    assert rules.column_words("person_id") == "person"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (None, "files/message_attachment-2.jpg"),
        ("letter.PDF", "files/message_attachment-2.pdf"),
        ("letter", "files/message_attachment-2.jpg"),
        ("a./../etc", "files/message_attachment-2"),
    ],
)
def test_a_file_of_a_copy_has_a_name_of_ours(name: str | None, path: str) -> None:
    assert rules.file_name("message_attachment", 2, name) == path


def test_how_far_a_copy_is() -> None:
    assert [rules.hundredths(done, 8) for done in (0, 4, 8)] == [0, 50, 100]
    assert rules.hundredths(0, 0) == 100


def test_a_copy_is_called_by_its_day_alone() -> None:
    assert rules.copy_name(dt.date(2026, 11, 22)) == "what-roost-holds-2026-11-22.zip"
