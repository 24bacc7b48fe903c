"""The facts behind checklists as they are stored, who reads them, and in how many queries."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import database, session
from constellations.core.errors import NotFound
from constellations.cover.models import HubCover
from constellations.events.models import Event
from constellations.events.rules import EventKind
from constellations.models import Constellation, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole, HomeStatus
from sleepovers.availability.models import AvailabilitySpan
from sleepovers.availability.rules import SpanWord
from sleepovers.fidelity.facts.queries import facts_of
from sleepovers.fidelity.panels import checklist as checklist_facet
from sleepovers.fidelity.queries import checklist_of, checklists
from sleepovers.fidelity.rules import Item, Standing
from sleepovers.rules import AnswerState, AskState, StayKind, StayState
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.households import Households, day, sees

TODAY = day("2026-11-22")


def standings(homes: Households) -> dict[Item, Standing]:
    return {line.item: line.standing for line in checklist_of(sees(homes.manager), homes.constellation.id).lines}


def gathered(constellation: Constellation, kind: EventKind, *days: str) -> None:
    for each in days:
        occurrence = factories.create_event(constellation, each)
        factories.changed(
            session().scalars(visible(Viewer.system(), Event).where(Event.id == occurrence.event_id)).one(), kind=kind
        )


def test_a_small_constellation_with_a_hub_is_told_what_it_lacks(homes: Households) -> None:
    found = standings(homes)
    assert found == {
        Item.SIZE: Standing.NOT_MET,
        Item.BEDS: Standing.MET,
        Item.GATHERING: Standing.NOT_MET,
        Item.CARERS_MEETING: Standing.NOT_MET,
        Item.BOTH_KINDS: Standing.MET,
        Item.LIAISON: Standing.MET,
        Item.OUT_OF_HOURS: Standing.NOT_MET,
        Item.CHILDREN: Standing.NOT_MET,
    }


def test_what_happened_and_what_is_planned_is_found(homes: Households) -> None:
    gathered(homes.constellation, EventKind.GATHERING, "2026-10-17", "2026-11-21", "2026-12-19")
    gathered(homes.constellation, EventKind.CARERS_MEETING, "2026-10-20", "2026-11-03")
    factories.changed(homes.service, out_of_hours_phone="0300 555 0100")
    ask = factories.create_ask(
        (homes.jb,), (homes.hub,), "2026-11-06", "2026-11-08", AskState.AGREED, AnswerState.AGREED
    )
    factories.changed(ask, wish="To bring the dog")
    found = standings(homes)
    assert (found[Item.GATHERING], found[Item.CARERS_MEETING]) == (Standing.MET, Standing.AMBER)
    assert (found[Item.OUT_OF_HOURS], found[Item.CHILDREN]) == (Standing.MET, Standing.MET)


def test_one_ask_for_two_siblings_counts_once_and_a_recorded_stay_as_offered(homes: Households) -> None:
    other = factories.create_child(homes.service, homes.patel, "MB")
    factories.create_ask(
        (homes.jb, other), (homes.hub,), "2026-11-06", "2026-11-08", AskState.DECLINED, AnswerState.DECLINED
    )
    factories.create_stay(homes.ak, homes.hub, "2026-11-13", "2026-11-14", kind=StayKind.EMERGENCY)
    factories.create_stay(homes.ak, homes.hub, "2026-11-15", "2026-11-16", StayState.CANCELLED, StayKind.EMERGENCY)
    line = next(
        one for one in checklist_of(sees(homes.liaison), homes.constellation.id).lines if one.item is Item.BOTH_KINDS
    )
    assert ((line.of, line.now), line.emergency) == ((1, 0), (1, 1))
    assert line.standing is Standing.NOT_MET


def test_a_hub_that_is_away_needs_somebody_who_covers(homes: Households) -> None:
    factories.changed(homes.service, out_of_hours_phone="0300 555 0100")
    first, end = day("2026-12-01"), day("2026-12-08")
    factories.stored(AvailabilitySpan(home_id=homes.hub.id, starts_on=first, ends_on=end, word=SpanWord.AWAY))
    assert standings(homes)[Item.OUT_OF_HOURS] is Standing.AMBER
    factories.stored(
        HubCover(constellation_id=homes.constellation.id, home_id=homes.okafor.id, starts_on=first, ends_on=end)
    )
    assert standings(homes)[Item.OUT_OF_HOURS] is Standing.MET


def test_the_hub_and_staff_read_it_and_a_satellite_does_not(homes: Households) -> None:
    of = homes.constellation.id
    lines = checklist_of(sees(homes.moira), of).lines
    assert lines == checklist_of(sees(homes.liaison), of).lines == checklist_of(sees(homes.manager), of).lines
    for other in (homes.anita, factories.create_person(Role.MANAGER, factories.create_service())):
        with pytest.raises(NotFound):
            checklist_of(sees(other), of)
    assert checklists(sees(homes.anita)) == []


def filled(service: Service) -> Constellation:
    constellation = factories.create_constellation(service)
    for number in range(3):
        home = factories.create_home(service, status=HomeStatus.ACTIVE)
        factories.join(home, constellation, HomeRole.SATELLITE if number else HomeRole.HUB)
        child = factories.create_child(service, home)
        factories.create_ask((child,), (home,), "2026-11-06", "2026-11-08")
    factories.create_event(constellation, "2026-11-21")
    return constellation


def test_many_checklists_take_as_many_queries_as_one(homes: Households) -> None:
    manager = sees(homes.manager)

    def queries() -> int:
        session().rollback()
        with count_queries(database().engine) as sent:
            assert checklists(manager)
        return len(sent)

    before = queries()
    with factories.together():
        for _ in range(4):
            filled(homes.service)
    assert (before, queries()) == (14, 14)
    assert len(checklists(manager)) == 5


def test_of_a_closed_constellation_nothing_is_asked(homes: Households, clock: time_machine.Traveller) -> None:
    factories.create_constellation(homes.service, "Still Here")
    factories.changed(homes.constellation, closed_on=dt.date(2026, 11, 23))
    closing, manager = homes.constellation.id, homes.manager
    assert closing in {one.constellation.id for one in checklists(sees(manager))}
    assert checklist_facet(sees(manager), closing) is not None
    clock.move_to("2026-11-23T09:00Z")
    found = checklists(sees(manager))
    assert "Still Here" in {one.constellation.name for one in found}
    assert closing not in {one.constellation.id for one in found}
    assert checklist_facet(sees(manager), closing) is None


def test_of_no_constellation_there_is_no_checklist(app: Flask) -> None:
    assert checklists(viewer_for(factories.create_person(Role.MANAGER, factories.create_service()))) == []
    assert facts_of([], dt.date(2026, 11, 22)) == {}
