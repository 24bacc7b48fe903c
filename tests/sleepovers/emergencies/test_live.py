"""What open boards hear of an emergency and of tonight's beds; people next door hear nothing."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import find
from constellations.homes.actions import change_terms, join_constellation
from constellations.homes.rules import Terms
from constellations.models import Home, Person
from constellations.permissions import Role
from constellations.rules import HomeRole, HomeStatus
from sleepovers.availability.actions import say_away, say_free_tonight
from sleepovers.emergencies.actions import say_i_can, say_we_cannot
from sleepovers.stays.course.actions import call_off_stay
from tests import factories
from tests.live_line import line_of
from tests.sleepovers.asks.asking import make_trusted_households, stays_from
from tests.sleepovers.emergencies.sending import cover, send
from tests.sleepovers.households import Households, sees

QUIET = 0.2


@pytest.fixture
def homes(app: Flask) -> Households:
    """The households."""
    return make_trusted_households()


@pytest.fixture
def neighbour(homes: Households) -> Person:
    """A carer of another constellation of the service."""
    home, next_door = factories.create_home(homes.service), factories.create_constellation(homes.service)
    factories.join(home, next_door)
    return factories.create_person(Role.SATELLITE_CARER, home=home)


def test_who_asks_and_the_liaison_worker_hear_each_answer_at_once(
    app: Flask, port: int, homes: Households, neighbour: Person
) -> None:
    ask_id = send(homes)
    with (
        line_of(app, port, homes.anita) as anita,
        line_of(app, port, homes.liaison) as liaison,
        line_of(app, port, homes.tom) as tom,
        line_of(app, port, neighbour) as outsider,
    ):
        say_we_cannot(sees(homes.moira), ask_id)
        for line in (anita, liaison, tom):
            assert line.wait_for("emergency_changed") == {"subject": str(ask_id)}
        say_i_can(sees(homes.moira), ask_id)
        for line in (anita, liaison, tom):
            assert line.wait_for("emergency_changed") == {"subject": str(ask_id)}
        assert outsider.hears_nothing(QUIET)


def test_tonights_board_hears_of_a_hold_of_beds_of_who_joins_and_of_cover(
    app: Flask, port: int, homes: Households, neighbour: Person
) -> None:
    manager, today, subject = sees(homes.manager), sees(homes.manager).today, {"subject": str(homes.constellation.id)}
    held = Terms(beds=2, approved_children=3, status=HomeStatus.ON_HOLD, review_on=today + dt.timedelta(days=7))
    new = factories.create_home(homes.service, "New")
    with line_of(app, port, homes.anita) as anita, line_of(app, port, neighbour) as outsider:
        later = today + dt.timedelta(days=3)
        change_terms(manager, homes.hub.id, held, later, find(manager, Home, homes.hub.id).version)
        assert anita.hears_nothing(QUIET), "it is about another day"
        for terms in (held, Terms(beds=1, approved_children=3, status=HomeStatus.ACTIVE)):
            change_terms(manager, homes.hub.id, terms, today, find(manager, Home, homes.hub.id).version)
            assert anita.wait_for("tonight_changed") == subject
        join_constellation(manager, new.id, homes.constellation.id, HomeRole.SATELLITE, today)
        assert anita.wait_for("tonight_changed") == subject
        cover(homes)
        assert anita.wait_for("tonight_changed") == subject
        gone = Terms(beds=1, approved_children=3, status=HomeStatus.LEFT)
        change_terms(manager, homes.okafor.id, gone, today, find(manager, Home, homes.okafor.id).version)
        assert anita.wait_for("tonight_changed") == subject, "where it belonged it is missed"
        assert outsider.hears_nothing(QUIET)


def test_tonights_board_hears_what_changes_tonight_and_nothing_of_other_nights(
    app: Flask, port: int, homes: Households, neighbour: Person
) -> None:
    (stay,) = (stays_from(ask) for ask in [send(homes)] if say_i_can(sees(homes.moira), ask))
    today, subject = sees(homes.moira).today, {"subject": str(homes.constellation.id)}
    with line_of(app, port, homes.okafors) as okafors, line_of(app, port, neighbour) as outsider:
        say_free_tonight(sees(homes.anita), homes.patel.id)
        assert okafors.wait_for("tonight_changed") == subject
        call_off_stay(sees(homes.anita), stay[0].id, stay[0].version, "All is well again.")
        assert okafors.wait_for("tonight_changed") == subject
        ahead = today + dt.timedelta(days=5)
        say_away(sees(homes.anita), homes.patel.id, ahead, ahead + dt.timedelta(days=1))
        assert outsider.hears_nothing(QUIET)
        assert okafors.hears_nothing(QUIET)
