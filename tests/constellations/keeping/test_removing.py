"""The clock walks over every kind of record: until its day it stays, on its day it goes, and held it stays."""

import datetime as dt
import uuid
from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.activity.models import Activity, AuditEntry
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.core import clock
from constellations.core.clock import ALWAYS
from constellations.core.database import session
from constellations.core.ids import new_id
from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.jobs.actions import run_job
from constellations.keeping import actions
from constellations.keeping.declaration import Kept, schedule
from constellations.keeping.jobs import REMOVE_OLD_RECORDS
from constellations.keeping.queries import amount_kept, cut_at, number_too_old
from constellations.keeping.rules import kept_since
from constellations.keys.models import OldKey
from constellations.keys.rules import KeyKind
from constellations.models import Person
from constellations.permissions import Role
from constellations.rights.models import SubjectHold
from messaging.safeguarding.models import ConcernChild
from sleepovers.emergencies.models import Ladder
from tests import factories
from tests.constellations.keeping.aged import DAY, LONG_CLOSED, create_worrying_note, make_aged
from tests.registers import rows
from tests.samples import World

SYSTEM = Viewer.system()
ONE_DAY = dt.timedelta(days=1)
LONG_AFTER = dt.date(2150, 1, 1)
MUCH_LATER = dt.date(2160, 1, 1)

LAST_DAYS = {
    "event_answers": dt.date(2026, 12, 19),
    "event_registers": dt.date(2026, 12, 19),
    # How a month was goes as soon as twelve months lie behind, the running one among them.
    "pulse": dt.date(2026, 10, 31),
    "pairs": dt.date(2026, 11, 1),
    # The placement ended a month before the home left.
    "leavings": dt.date(2026, 10, 20),
    "snoozes": dt.date(2026, 12, 6),
    "signs": dt.date(2026, 11, 30),
    "activity": dt.date(2026, 11, 30),
    "receipts": dt.date(2026, 11, 2),
    "job_runs": DAY,
    # Lifted three weeks before.
    "subject_holds": dt.date(2026, 11, 1),
    "concerns": LONG_CLOSED.date(),
    "handovers": dt.date(2026, 11, 2),
    "children": dt.date(2026, 10, 20),
    "asks": dt.date(2026, 11, 27),
    "availability": dt.date(2026, 11, 27),
    "uplifts": dt.date(2026, 10, 31),
    "support_log": dt.date(2026, 12, 1),
    "returns": DAY,
}
"""The last day that the oldest sample of a kind is of; of the others it is the day of all tests."""

GOES_LATER = {"stays": dt.date(2036, 11, 23)}
"""What stays longer than its own time: nights are kept until ten years after the home left."""

ABOUT_NOBODY = {"job_runs", "lifted_holds", "subject_holds"}
"""Kinds of which a hold of a person keeps nothing, or not all."""


@pytest.fixture
def world(app: Flask) -> World:
    """The samples, each at its end."""
    return make_aged()


def goes_on(kept: Kept, world: World) -> dt.date:
    """The first day on which something of its last day is older than it is kept."""
    amount, last = amount_kept(SYSTEM, world.service.id, kept), LAST_DAYS.get(kept.kind, DAY)
    day = last
    while amount is None or kept_since(kept.unit, amount, day) <= last:
        day += ONE_DAY
    return max(day, GOES_LATER.get(kept.kind, day))


def too_old(kept: Kept, world: World, today: dt.date) -> int:
    """How much of a kind is too old on a day."""
    amount = amount_kept(SYSTEM, world.service.id, kept)
    return number_too_old(kept, cut_at(kept, world.service.id, amount, today))


def hold(world: World) -> None:
    """Hold everybody and every child of the service."""
    given = {"service_id": world.service.id, "reason": "A court asks.", "given_by": world.people[Role.MANAGER].id}
    people, children = rows(Person.id, Person.service_id), rows(Child.id, Child.service_id)
    held = [SubjectHold(person_id=key, **given) for key, service in people if service == world.service.id]
    held += [SubjectHold(child_id=key, **given) for key, service in children if service == world.service.id]
    with factories.together():
        factories.stored(*held)


def stored(kinds: Iterable[Kept]) -> dict[str, int]:
    """How many rows the tables of some kinds have, where they have any."""
    models = {model.__tablename__: model for kept in kinds for model in kept.tables}
    counted = {
        name: session().scalar(covering(SYSTEM, select(func.count()).select_from(model)))
        for name, model in models.items()
    }
    return {name: number for name, number in counted.items() if number}


def test_each_kind_stays_until_its_day_and_goes_on_it(world: World) -> None:
    found, expected = {}, {}
    for name, kept in schedule().kept.items():
        day = goes_on(kept, world)
        found[name] = (too_old(kept, world, day - ONE_DAY), too_old(kept, world, day) > 0)
        expected[name] = (0, True)
    assert found == expected


def test_what_is_held_stays_however_old_it_is(world: World) -> None:
    hold(world)
    goes = {name for name, kept in schedule().kept.items() if too_old(kept, world, LONG_AFTER)}
    assert goes <= ABOUT_NOBODY
    before = stored(schedule().kept.values())
    actions.remove_old_records(SYSTEM, world.service.id, LONG_AFTER, LONG_AFTER)
    after = stored(schedule().kept.values())
    assert {name for name in before if after.get(name) != before[name]} <= {"job_run", "legal_hold", "subject_hold"}


def test_what_others_did_about_somebody_held_stays_and_the_exemption_that_names_a_held_child(world: World) -> None:
    """Also of a child who never lived with the home that left, and was never placed at all."""
    child, carer = factories.create_child(world.service, initials="HE"), world.people[Role.SATELLITE_CARER]
    about = {child.id, carer.id, new_id()}
    factories.stored(*(Activity(service_id=world.service.id, action="sampled", subject_id=key) for key in about))
    factories.stored(ExemptionChild(exemption_id=world.exemption.id, child_id=child.id))
    given_by = world.people[Role.MANAGER].id
    given = {"service_id": world.service.id, "reason": "A court asks.", "given_by": given_by}
    held = [SubjectHold(id=new_id(), **of, **given) for of in ({"child_id": child.id}, {"person_id": carer.id})]
    factories.stored(*held)
    kinds = [schedule().kept[name] for name in ("activity", "carers_record")]
    actions.remove_kinds(SYSTEM, kinds, world.service.id, LONG_AFTER, LONG_AFTER)
    left = {key for key, action in rows(Activity.subject_id, Activity.action) if action == "sampled"}
    assert (left, rows(Exemption.id)) == ({child.id, carer.id}, [(world.exemption.id,)])
    for one in held:
        factories.changed(one, lifted_at=clock.now(), lifted_by=given_by)
    actions.remove_kinds(SYSTEM, kinds, world.service.id, LONG_AFTER, LONG_AFTER)
    assert [row for row in rows(Activity.action) if row == ("sampled",)] == rows(Exemption.id) == []


@pytest.mark.parametrize("role", [Role.HUB_CARER, Role.SATELLITE_CARER])
def test_a_hold_of_one_carer_keeps_who_lived_with_them_and_what_was_asked_for_their_home(
    world: World, role: Role
) -> None:
    """The child that left lived with the hub, and the emergency was that of the satellite."""
    children, asks = schedule().kept["children"], schedule().kept["asks"]
    assert [too_old(kept, world, LONG_AFTER) > 0 for kept in (children, asks)] == [True, True]
    held, given_by = world.people[role], world.people[Role.MANAGER].id
    given = {"service_id": world.service.id, "reason": "A court asks.", "given_by": given_by}
    factories.stored(SubjectHold(person_id=held.id, **given))
    stays = {child for child, home in rows(Placement.child_id, Placement.home_id) if home == held.home_id}
    assert stays
    actions.remove_kinds(SYSTEM, [children, asks], world.service.id, LONG_AFTER, LONG_AFTER)
    assert stays <= {child for (child,) in rows(Child.id)}
    assert rows(Ladder.family_id) == [(world.satellite.id,)]


def test_in_time_everything_goes_and_the_ledger_and_the_audit_trail_say_how_much(world: World) -> None:
    [run] = [run for run in run_job(REMOVE_OLD_RECORDS, LONG_AFTER) if run.service_id == world.service.id]
    assert run.outcome.value == "done", run.words
    gone = {name for name, kept in schedule().kept.items() if f"{kept.words}: " in run.words}
    # What a message said before goes with the message.
    assert gone == set(schedule().kept) - {"talk_earlier"}
    trail = rows(AuditEntry.subject, AuditEntry.action, AuditEntry.fields)
    assert {subject for subject, action, _fields in trail if action == "removed_old_records"} == gone
    # Children go the night after the last stay that named them, and their names from moves and series too.
    later = actions.remove_old_records(SYSTEM, world.service.id, MUCH_LATER, MUCH_LATER)
    assert later.found > 0
    assert actions.remove_old_records(SYSTEM, world.service.id, MUCH_LATER, MUCH_LATER).found == 0
    left = stored(schedule().kept.values())
    # The last good run of a job, and the stub of a message about which somebody once worried.
    assert left.keys() <= {"job_run", "message", "placement", "child", "child_status"}, left
    # Of children those alone who still live with a home.
    live = {child for child, ends_on in rows(Placement.child_id, Placement.ends_on) if ends_on is None}
    assert {child for (child,) in rows(Child.id)} == live


def test_a_child_that_never_lived_with_a_home_goes_too_with_its_former_reference(world: World) -> None:
    """Seven years after it was stored, or its arrangement began; whatever day that is said to be."""
    old, late = (factories.create_child(world.service, initials=initials) for initials in ("OL", "LA"))
    arranged = ChildStatusFrom(child_id=late.id, starts_on=ALWAYS)
    factories.changed(arranged, starts_on=dt.date(2027, 6, 1))
    of = {"kind": KeyKind.CHILD, "service_id": world.service.id}
    for child in (old, late):
        factories.stored(OldKey(key=f"K-{child.initials}", subject_id=child.id, present=child.key, **of))
    children, first, second = schedule().kept["children"], old.id, late.id
    left: list[tuple[set[uuid.UUID], set[str]]] = []
    for day in (dt.date(2033, 11, 22), dt.date(2033, 11, 23), dt.date(2034, 6, 1), dt.date(2034, 6, 2)):
        actions.remove_kinds(SYSTEM, [children], world.service.id, day, day)
        known = {key for (key,) in rows(Child.id)}
        keys = {key for key, subject in rows(OldKey.key, OldKey.subject_id) if subject in (first, second)}
        left.append(({first, second} & known, keys))
    both, one = ({first, second}, {"K-OL", "K-LA"}), ({second}, {"K-LA"})
    assert left == [both, one, one, (set(), set())]


def test_a_child_stays_as_long_as_a_concern_about_a_note_names_it_and_keeps_no_other_from_going(world: World) -> None:
    named, other = (factories.create_child(world.service, initials=initials).id for initials in ("NA", "OT"))
    factories.stored(ConcernChild(concern_id=create_worrying_note(world).id, child_id=named))
    left: list[set[uuid.UUID]] = []
    for kind in ("children", "concerns", "children"):
        actions.remove_kinds(SYSTEM, [schedule().kept[kind]], world.service.id, LONG_AFTER, LONG_AFTER)
        left.append({key for (key,) in rows(Child.id)} & {named, other})
    assert left == [{named}, {named}, set()]


def test_nothing_of_another_service_goes(world: World) -> None:
    elsewhere = factories.create_service()
    before = stored(schedule().kept.values())
    assert actions.remove_old_records(SYSTEM, elsewhere.id, LONG_AFTER, LONG_AFTER).found == 0
    assert actions.remove_old_records(SYSTEM, None, LONG_AFTER, LONG_AFTER).found == 0, "of no service there is nothing"
    assert stored(schedule().kept.values()) == before


def test_what_stumbles_keeps_no_other_kind_from_going_and_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = actions._remove

    def stumble(kept: Kept, cut: object) -> int:
        if kept.kind == "contacts":
            raise RuntimeError("no disk")
        return remove(kept, cut)  # type: ignore[arg-type]  # as it was handed over

    monkeypatch.setattr(actions, "_remove", stumble)
    [run] = [run for run in run_job(REMOVE_OLD_RECORDS, LONG_AFTER) if run.service_id == world.service.id]
    assert (run.outcome.value, stored([schedule().kept["contacts"]])) == ("failed", {"contact": 1})
    assert stored([schedule().kept["returns"]]) == {}
    monkeypatch.undo()
    assert actions.remove_old_records(SYSTEM, world.service.id, LONG_AFTER, LONG_AFTER).found > 0
    assert stored([schedule().kept["contacts"]]) == {}
