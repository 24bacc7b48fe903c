"""Who came is written down, put right, taken back, thanked; of a training it goes to the learning logs."""

import datetime as dt
import uuid

import pytest
import time_machine

from constellations.access import Viewer
from constellations.activity.models import Activity, AuditEntry
from constellations.activity.queries import first_broken_link
from constellations.core import clock as wall
from constellations.core.errors import Forbidden, NotFound
from constellations.engagement.signs.queries import last_signs
from constellations.engagement.signs.rules import Sign
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming, NotTheHost, TooManyOthers
from constellations.events.attendance.actions import Register, keep_register, take_back_register, thank
from constellations.events.attendance.models import Attendance, Attended, EventRegister
from constellations.events.attendance.queries import register_page, who_came
from constellations.events.attendance.rules import (
    DidNotTakePlace,
    FamilyCame,
    NobodyOf,
    NobodyToThank,
    NoRegister,
    NotBegun,
    RegisterOvertaken,
)
from constellations.events.models import Occurrence
from constellations.events.rules import EventKind
from constellations.models import Home
from constellations.notices.models import Notice
from constellations.support.learning.models import LearningEntry
from tests.constellations.engagement.signs.telling import roll_up
from tests.constellations.events.families import Families, say, sees
from tests.factories import changed
from tests.registers import rows


@pytest.fixture
def at(families: Families, clock: time_machine.Traveller) -> uuid.UUID:
    """A gathering that has just begun; the Patels said they come, the Okafors maybe."""
    return _begun(families, clock, EventKind.GATHERING)


def _begun(families: Families, clock: time_machine.Traveller, kind: EventKind) -> uuid.UUID:
    at = families.event(kind=kind)
    answer_event(sees(families.anita), at, Reply(Coming.GOING, [families.anita.id, families.jb.id], 0, 1))
    say(families.grace, at, Coming.MAYBE)
    clock.move_to("2026-12-19T14:00Z")
    return at


def family(home: Home, *guests: uuid.UUID, others: tuple[int, int] = (0, 0)) -> FamilyCame:
    """A family as it came."""
    return FamilyCame(home.id, frozenset(guests), *others)


def keep(viewer: Viewer, at: uuid.UUID, *families: FamilyCame, version: int = 0, add: Home | None = None) -> None:
    """Save the register."""
    keep_register(viewer, at, Register(families, version, add.id if add else None))


def came() -> dict[str, tuple[int, int]]:
    """Adults and children who came, by family."""
    homes: dict[uuid.UUID, str] = dict(rows(Home.id, Home.name))
    found = rows(Attendance.home_id, Attendance.adults, Attendance.children)
    return {homes[home_id]: (adults, children) for home_id, adults, children in found}


def named() -> set[uuid.UUID]:
    """Everybody whom the register names."""
    return {person_id or child_id for person_id, child_id in rows(Attended.person_id, Attended.child_id)}


def participation() -> list[tuple[str, uuid.UUID, uuid.UUID | None]]:
    """What the activity log says of who came."""
    found = rows(Activity.id, Activity.action, Activity.home_id, Activity.person_id)
    return [row[1:] for row in sorted(found, key=lambda row: row[0].int >> 80) if "come" in row[1] or "came" in row[1]]


def test_the_register_begins_with_what_families_said(families: Families, at: uuid.UUID) -> None:
    page = register_page(sees(families.moira), at)
    assert [(row.home, row.came, row.more_adults, row.more_children) for row in page.rows] == [
        ("Okafor", False, 0, 0),
        ("Patel", True, 0, 1),
    ]
    patel = page.rows[1]
    assert patel.ticked == {families.anita.id, families.jb.id}
    assert [one.label for one in (*patel.everybody.adults, *patel.everybody.children)] == [
        *("Anita Patel", "Raj Patel", "JB", "AK", "TW")
    ]
    assert (list(page.others.values()), page.is_kept) == (["Moira"], False)


def test_who_came_is_written_down_and_put_right(families: Families, at: uuid.UUID) -> None:
    patel = family(families.patel, families.anita.id, families.raj.id, families.jb.id, others=(1, 0))
    keep(sees(families.moira), at, patel, add=families.hub)
    assert came() == {"Patel": (3, 1), "Moira": (1, 0)}
    assert named() == {families.anita.id, families.raj.id, families.jb.id, families.moira.id}
    keep(sees(families.liaison), at, family(families.patel, families.ak.id), version=1)
    assert (came(), named()) == ({"Patel": (0, 1)}, {families.ak.id})
    assert [row.came for row in register_page(sees(families.moira), at).rows] == [False, True]
    assert sorted(row[:2] for row in participation()) == sorted(
        [
            ("came_to_event", families.patel.id),
            ("came_along_to_event", families.patel.id),
            ("came_to_event", families.hub.id),
            ("did_not_come_to_event", families.hub.id),
        ]
    )
    carers = {families.anita.id, families.raj.id, families.moira.id}
    assert {row[2] for row in participation()} == {*carers, None}
    assert ("kept_register", at) in rows(AuditEntry.action, AuditEntry.subject_id)
    assert first_broken_link(Viewer.system(), families.service.id) is None


def test_that_a_family_came_counts_once_and_on_the_day_of_the_event(
    families: Families, at: uuid.UUID, clock: time_machine.Traveller
) -> None:
    clock.move_to("2027-01-04T09:00Z")
    keep(sees(families.moira), at, family(families.patel, families.anita.id, families.raj.id))
    keep(sees(families.moira), at, version=1)
    said = {"came_to_event", "did_not_come_to_event"}
    found = [row for row in rows(Activity.action, Activity.happened_on, Activity.is_own) if row[0] in said]
    assert sorted(found) == [(action, dt.date(2026, 12, 19), True) for action in sorted(said)]


def test_a_family_of_which_only_children_came_took_part(families: Families, at: uuid.UUID) -> None:
    keep(sees(families.moira), at, family(families.patel, families.jb.id))
    assert participation() == [("came_to_event", families.patel.id, None)]


def test_everybody_reads_which_families_came_and_how_many(families: Families, at: uuid.UUID) -> None:
    assert who_came(sees(families.grace), at).is_kept is False
    keep(sees(families.moira), at, family(families.patel, families.jb.id, others=(1, 0)))
    shown = who_came(sees(families.grace), at)
    assert [(one.home, one.adults, one.children) for one in shown.families] == [("Patel", 1, 1)]
    assert (shown.adults, shown.children, shown.thanks) == (1, 1, "")


def test_only_hosts_and_staff_keep_it_and_only_from_the_beginning_on(
    families: Families, clock: time_machine.Traveller
) -> None:
    at, off = families.event(), families.event()
    with pytest.raises(NotBegun):
        keep(sees(families.moira), at)
    clock.move_to("2026-12-19T14:00Z")
    with pytest.raises(NotTheHost):
        keep(sees(families.anita), at)
    with pytest.raises(Forbidden):
        keep(sees(families.finance), at)
    with pytest.raises(NotFound):
        keep(sees(families.sue), at)
    changed(Occurrence(id=off), cancelled_at=wall.now())
    with pytest.raises(DidNotTakePlace):
        keep(sees(families.moira), off)
    assert rows(EventRegister.version) == []


def test_of_two_who_keep_one_register_the_second_looks_again(families: Families, at: uuid.UUID) -> None:
    keep(sees(families.moira), at, family(families.patel, families.jb.id))
    with pytest.raises(RegisterOvertaken):
        keep(sees(families.liaison), at)
    assert came() == {"Patel": (0, 1)}


def test_nobody_of_a_family_and_a_crowd_are_refused(families: Families, at: uuid.UUID) -> None:
    with pytest.raises(NobodyOf, match="Patel"):
        keep(sees(families.moira), at, family(families.patel))
    with pytest.raises(TooManyOthers):
        keep(sees(families.moira), at, family(families.patel, others=(0, 99)))
    strangers = family(families.hill, families.zz.id)
    keep(sees(families.moira), at, strangers, family(families.patel, families.sd.id, families.jb.id))
    assert (came(), named()) == ({"Patel": (0, 1)}, {families.jb.id}), "neither strangers nor others' children"


def test_the_register_is_taken_back_as_a_whole(families: Families, at: uuid.UUID) -> None:
    with pytest.raises(NoRegister):
        take_back_register(sees(families.moira), at)
    keep(sees(families.moira), at, family(families.patel, families.anita.id))
    take_back_register(sees(families.moira), at)
    assert (came(), named(), rows(EventRegister.version)) == ({}, set(), [])
    assert participation()[-1] == ("did_not_come_to_event", families.patel.id, None)
    assert register_page(sees(families.moira), at).rows[1].came, "as the answers lead one to expect"


def test_those_who_came_are_thanked_once(families: Families, at: uuid.UUID) -> None:
    with pytest.raises(NobodyToThank):
        thank(sees(families.moira), at, "Lovely.")
    keep(sees(families.moira), at, family(families.patel, families.anita.id), add=families.hub)
    thank(sees(families.moira), at, "Lovly.")
    thank(sees(families.moira), at, " Lovely. ")
    assert who_came(sees(families.grace), at).thanks == "Lovely."
    heard = [row[1:] for row in rows(Notice.id, Notice.person_id, Notice.words, Notice.path)]
    words = "Thank you for coming: Saturday together. There is a note."
    assert sorted(heard, key=str) == sorted(
        ((one.id, words, f"/events/{at}") for one in (families.anita, families.raj)), key=str
    )


def learned() -> set[tuple[uuid.UUID, str, int, bool]]:
    """Who learned what, how long, and whether it is verified."""
    columns = (LearningEntry.person_id, LearningEntry.course, LearningEntry.minutes, LearningEntry.verified_by)
    return {(person_id, course, minutes, by is not None) for person_id, course, minutes, by in rows(*columns)}


def test_a_training_stands_in_the_learning_logs_of_the_carers_who_came(
    families: Families, clock: time_machine.Traveller
) -> None:
    at = _begun(families, clock, EventKind.TRAINING)
    patel = family(families.patel, families.anita.id, families.raj.id, families.jb.id)
    keep(sees(families.moira), at, patel)
    course = ("Saturday together", 180)
    assert learned() == {(one.id, *course, False) for one in (families.anita, families.raj)}
    keep(sees(families.liaison), at, family(families.patel, families.anita.id), version=1)
    assert learned() == {(families.anita.id, *course, True)}, "what staff write down is verified"
    take_back_register(sees(families.moira), at)
    assert learned() == set()


def test_a_gathering_teaches_nobody(families: Families, at: uuid.UUID) -> None:
    keep(sees(families.liaison), at, family(families.patel, families.anita.id))
    assert learned() == set()


def test_children_whom_one_may_not_read_of_stay_named_when_the_register_is_put_right(
    families: Families, clock: time_machine.Traveller
) -> None:
    at = families.event(both=True)
    say(families.sue, at)
    clock.move_to("2026-12-19T14:00Z")
    keep(sees(families.manager), at, family(families.hill, families.sue.id, families.zz.id))
    hill = register_page(sees(families.liaison), at).rows[0]
    assert (set(hill.ticked), hill.more_children) == ({families.sue.id}, 1)
    keep(sees(families.liaison), at, family(families.hill, families.sue.id, others=(0, 1)), version=1)
    assert (came(), named()) == ({"Hill": (1, 1)}, {families.sue.id, families.zz.id})
    keep(sees(families.liaison), at, family(families.hill, families.sue.id), version=2)
    assert (came(), named()) == ({"Hill": (1, 0)}, {families.sue.id})


def helped(home: Home) -> list[dt.date]:
    """The days on which a home last did something for others."""
    signs = last_signs(Viewer.system(), [home.id])[home.id]
    return [one.on for one in signs if one.sign is Sign.HELPED]


def test_keeping_the_list_is_a_sign_once_and_goes_with_the_list(
    families: Families, at: uuid.UUID, clock: time_machine.Traveller
) -> None:
    keep(sees(families.moira), at, family(families.patel, families.anita.id))
    assert helped(families.hub) == [dt.date(2026, 12, 19)]
    clock.move_to("2026-12-21T10:00Z")
    keep(sees(families.moira), at, family(families.patel, families.raj.id), version=1)
    assert helped(families.hub) == [dt.date(2026, 12, 19)]
    clock.move_to("2026-12-22T10:00Z")
    roll_up(families.hub)
    take_back_register(sees(families.manager), at)
    assert helped(families.hub) == []
    keep(sees(families.moira), at, family(families.patel, families.anita.id))
    assert helped(families.hub) == [dt.date(2026, 12, 22)]
    take_back_register(sees(families.moira), at)
    assert helped(families.hub) == []


def test_a_list_that_staff_began_is_no_sign_of_the_hub_that_puts_it_right(families: Families, at: uuid.UUID) -> None:
    keep(sees(families.manager), at, family(families.patel, families.anita.id))
    keep(sees(families.moira), at, family(families.patel, families.raj.id), version=1)
    assert helped(families.hub) == []
    take_back_register(sees(families.moira), at)
    keep(sees(families.moira), at, family(families.patel, families.raj.id))
    assert helped(families.hub) == [dt.date(2026, 12, 19)]
