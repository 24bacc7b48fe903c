"""The demo service has a constellation in which everybody is tied to others, and families that stand apart."""

import pytest

from constellations.access import Viewer, visible
from constellations.accounts.queries import person_at
from constellations.activity.models import Activity
from constellations.core import clock
from constellations.core.database import session
from constellations.events.attendance.actions import CAME
from constellations.models import Constellation
from constellations.queries import viewer_for
from sleepovers.demo.families import address
from sleepovers.picture.page import PicturePage
from sleepovers.picture.queries import picture_page
from sleepovers.picture.rules import Period, Standing

SYSTEM = Viewer.system()


def picture_of(name: str) -> PicturePage:
    """A constellation as its liaison worker sees it."""
    ruth = person_at(address("Ruth Adeyemi"))
    assert ruth is not None
    found = session().scalars(visible(SYSTEM, Constellation).where(Constellation.name == name)).one()
    return picture_page(viewer_for(ruth), found.id, Period.SIXTY_DAYS)


@pytest.mark.usefixtures("demo_app")
def test_in_one_constellation_everybody_is_tied_and_in_another_some_stand_apart() -> None:
    thriving = picture_of("Northern Lights")
    assert {light.standing for light in thriving.lights} == {None, Standing.TIED}
    other = {light.home: light.standing for light in picture_of("Plough").lights}
    assert other["Farrow"] is Standing.NO_TIE
    assert Standing.ONLY_HUB in other.values()


@pytest.mark.usefixtures("demo_app")
def test_who_came_months_ago_did_so_then_and_not_today() -> None:
    rows = session().scalars(visible(SYSTEM, Activity).where(Activity.action == CAME)).all()
    assert min(row.at for row in rows).date() < clock.today().replace(day=1)
