"""That somebody did not ask is written down once, and taken back."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.asks.rules import NotTheirsToAsk
from sleepovers.asks.unasked.actions import say_not_asked, take_back_unasked
from sleepovers.asks.unasked.models import Unasked
from sleepovers.asks.unasked.rules import NightOutOfReach, TooLateToTakeBack
from tests.factories import create_constellation, create_home, create_person, join
from tests.sleepovers.households import Households, sees

FRIDAY = dt.date(2026, 11, 27)


def said() -> list[Unasked]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), Unasked)))


def test_it_is_a_row_of_its_own_in_both_logs(homes: Households) -> None:
    key = say_not_asked(sees(homes.anita), homes.patel.id, FRIDAY)
    (row,) = said()
    assert (row.id, row.home_id, row.night, row.said_by) == (key, homes.patel.id, FRIDAY, homes.anita.id)
    activity = session().scalars(covering(Viewer.system(), select(Activity.action))).all()
    assert list(activity) == ["did_not_ask"]
    (entry,) = session().scalars(visible(Viewer.system(), AuditEntry)).all()
    assert (entry.action, entry.subject, entry.fields) == ("did_not_ask", "unasked", "home_id;night")


def test_said_twice_it_counts_once(homes: Households) -> None:
    first = say_not_asked(sees(homes.anita), homes.patel.id, FRIDAY)
    assert say_not_asked(sees(homes.liaison), homes.patel.id, FRIDAY) == first
    say_not_asked(sees(homes.anita), homes.patel.id, FRIDAY + dt.timedelta(days=7))
    assert len(said()) == 2


def test_a_carer_speaks_for_the_own_home_alone(homes: Households) -> None:
    with pytest.raises(NotTheirsToAsk):
        say_not_asked(sees(homes.anita), homes.okafor.id, FRIDAY)
    far = create_home(homes.service)
    join(far, create_constellation(homes.service))
    for stranger in (homes.anita, homes.liaison):
        with pytest.raises(NotFound):
            say_not_asked(sees(stranger), far.id, FRIDAY)
    assert said() == []


def test_a_night_out_of_reach_is_refused(homes: Households) -> None:
    with pytest.raises(NightOutOfReach):
        say_not_asked(sees(homes.anita), homes.patel.id, dt.date(2026, 9, 1))
    assert said() == []


def test_it_is_taken_back_within_a_week_and_stays_afterwards(homes: Households, clock: time_machine.Traveller) -> None:
    key = say_not_asked(sees(homes.anita), homes.patel.id, FRIDAY)
    with pytest.raises(NotFound):
        take_back_unasked(sees(homes.okafors), key)
    take_back_unasked(sees(homes.anita), key)
    assert said() == []
    again = say_not_asked(sees(homes.anita), homes.patel.id, FRIDAY)
    clock.shift(dt.timedelta(days=8))
    with pytest.raises(TooLateToTakeBack):
        take_back_unasked(sees(homes.anita), again)
    assert len(said()) == 1


def test_another_service_takes_back_nothing(homes: Households) -> None:
    key = say_not_asked(sees(homes.anita), homes.patel.id, FRIDAY)
    stranger = create_person(Role.SATELLITE_CARER, home=create_home(homes.service))
    with pytest.raises(NotFound):
        take_back_unasked(viewer_for(stranger), key)
    assert len(said()) == 1
