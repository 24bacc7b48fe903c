"""A month whose children are not all known by name stays open."""

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.children.models import Child
from constellations.core.database import transaction
from constellations.models import Home
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month
from sleepovers.claims.queries import closed_months
from sleepovers.claims.rules import ChildrenUnnamed
from sleepovers.models import Stay
from sleepovers.rules import NightState, StayState
from sleepovers.stays.recording.queries import unnamed_in
from tests.client import client_of
from tests.factories import create_child, create_stay
from tests.sleepovers.claims.months import NOVEMBER, OCTOBER, Around, create_around
from tests.sleepovers.households import nights_of_stay

EVERYTHING = Viewer.system()


@pytest.fixture
def around(app: Flask) -> Around:
    """A constellation."""
    return create_around()


def unnamed(around: Around, home: Home, arrive: str, depart: str, state: StayState = StayState.HAPPENED) -> Stay:
    """A stay of a child still to be named."""
    child = create_child(around.service, None, "?")
    with transaction() as current:
        current.get_one(Child, child.id).is_unnamed = True
    return create_stay(child, home, arrive, depart, state)


def test_a_month_is_not_closed_while_a_child_is_still_to_be_named(around: Around) -> None:
    unnamed(around, around.hub, "2026-10-31", "2026-11-01")
    with pytest.raises(ChildrenUnnamed, match="1 stay in October 2026 has a child still to be named. Say who it is"):
        close_month(viewer_for(around.liaison), around.service.id, OCTOBER)
    unnamed(around, around.satellite, "2026-10-02", "2026-10-03")
    with pytest.raises(ChildrenUnnamed, match="2 stays in October 2026 have a child still to be named. Say who they"):
        close_month(viewer_for(around.manager), around.service.id, OCTOBER)
    assert closed_months(EVERYTHING, around.service.id) == set()


def test_nights_of_other_months_and_services_and_nights_not_stayed_ask_nothing(around: Around) -> None:
    unnamed(around, around.hub, "2026-11-01", "2026-11-02")
    elsewhere = create_around()
    unnamed(elsewhere, elsewhere.hub, "2026-10-02", "2026-10-03")
    stay = unnamed(around, around.hub, "2026-10-09", "2026-10-10")
    assert [unnamed_in(EVERYTHING, around.service.id, month) for month in (OCTOBER, NOVEMBER)] == [1, 1]
    with transaction() as current:
        for row in nights_of_stay(stay):
            current.merge(row).state = NightState.NOT_STAYED
    assert unnamed_in(EVERYTHING, around.service.id, OCTOBER) == 0
    close_month(viewer_for(around.manager), around.service.id, OCTOBER)
    assert closed_months(EVERYTHING, around.service.id) == {OCTOBER}


def test_the_page_of_the_month_lists_them_and_says_why_it_stays_open(app: Flask, around: Around) -> None:
    stay = unnamed(around, around.hub, "2026-10-30", "2026-11-02")
    link = f'href="/stays/{stay.id}"'
    for person, is_told in ((around.liaison, True), (around.manager, True), (around.carer, False)):
        text = client_of(app, person).get("/uplifts/2026-10").text
        assert (link in text, "Of 1 stay nobody has said yet who the child is:" in text) == (is_told, is_told)
    answer = client_of(app, around.manager).post("/uplifts/2026-10/close")
    assert (answer.status_code, "1 stay in October 2026 has a child still to be named." in answer.text) == (422, True)
    assert link not in client_of(app, around.manager).get("/uplifts/2026-09").text
