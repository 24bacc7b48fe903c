"""Tonight's board: who can host, with beds, exceptions, holds and the limit of three, in a fixed number of queries."""

import datetime as dt

import pytest
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Placement
from constellations.core.database import database, transaction
from constellations.core.errors import NotFound
from constellations.permissions import Role
from constellations.rules import ChildStatus, HomeStatus
from sleepovers.availability.actions import say_away, set_pattern
from sleepovers.availability.rules import Standing
from sleepovers.models import Stay, StayNight
from sleepovers.rules import NightState, StayKind, StayState
from sleepovers.tonight.queries import Board, board, who_looks_at
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.emergencies.sending import cover
from tests.sleepovers.households import Households, day, sees

TONIGHT = day("2026-11-22")
SUNDAYS = frozenset({6})


def read(homes: Households, by: str = "anita") -> dict[str, tuple[Standing, int]]:
    """What stands on the board, in order."""
    found = board(sees(getattr(homes, by)), homes.constellation.id)
    return {line.home.name: (line.room.standing, line.room.places) for line in found.lines}


def test_a_home_can_take_as_many_as_it_has_beds_and_the_limit_leaves(homes: Households) -> None:
    for initials in ("KA", "KB"):
        factories.create_child(homes.service, homes.okafor, initials)
    assert read(homes) == {"Moira": (Standing.FREE, 2), "Patel": (Standing.FREE, 2), "Okafor": (Standing.FREE, 0)}


def test_who_visits_takes_a_bed_and_leaves_room_at_home(homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    for initials in ("KA", "KB"):
        factories.create_child(homes.service, homes.patel, initials)
    assert read(homes) == {"Moira": (Standing.FREE, 1), "Okafor": (Standing.FREE, 2), "Patel": (Standing.FREE, 1)}


def test_pattern_exceptions_holds_and_full_beds_count(homes: Households) -> None:
    set_pattern(sees(homes.okafors), homes.okafor.id, SUNDAYS, "1111111")
    say_away(sees(homes.anita), homes.patel.id, TONIGHT, TONIGHT + dt.timedelta(days=1))
    factories.join(factories.create_home(homes.service, "Held", status=HomeStatus.ON_HOLD), homes.constellation)
    factories.join(factories.create_home(homes.service, "Bedless", beds=0), homes.constellation)
    assert read(homes) == {
        "Moira": (Standing.FREE, 2),
        "Okafor": (Standing.ASKS_FIRST, 2),
        "Bedless": (Standing.FULL, 0),
        "Patel": (Standing.AWAY, 2),
        "Held": (Standing.CLOSED, 2),
    }


def test_children_who_are_family_or_grown_up_use_up_no_limit(homes: Households) -> None:
    for number in range(3):
        factories.create_child(homes.service, homes.okafor, f"K{number}", status=ChildStatus.STAYING_PUT)
    assert read(homes)["Okafor"] == (Standing.FREE, 2)


def test_the_board_says_who_covers_and_names_no_child_but_to_who_is_told(homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")

    def labels(found: Board) -> list[str | None]:
        return [bed.label for line in found.lines for bed in line.home.beds if bed.lit]

    assert labels(board(sees(homes.okafors), homes.constellation.id)) == [None]
    cover(homes)
    found = board(sees(homes.okafors), homes.constellation.id)
    assert labels(found) == ["JB"], "who covers reads what the hub reads tonight"
    assert found.cover
    assert (found.cover.home, found.hubs) == ("Okafor", ("Moira",))


def test_others_boards_are_not_there(homes: Households) -> None:
    elsewhere = factories.create_constellation(homes.service)
    with pytest.raises(NotFound):
        board(sees(homes.anita), elsewhere.id)


def test_carers_and_liaison_workers_hear_that_it_changed(homes: Households) -> None:
    outside = factories.create_person(Role.LIAISON, homes.service)
    found = who_looks_at(homes.constellation.id, sees(homes.anita))
    assert found == {one.id for one in (homes.moira, homes.tom, homes.anita, homes.okafors, homes.liaison)}
    assert outside.id not in found


def test_twenty_homes_and_two_years_of_stays_take_no_query_more(homes: Households) -> None:
    def queries(by: str) -> int:
        viewer = sees(getattr(homes, by))
        with count_queries(database().engine) as sent:
            board(viewer, homes.constellation.id)
        return len(sent)

    people = ("anita", "moira", "liaison", "manager")
    few = [queries(by) for by in people]
    make_many(homes)
    assert len(board(sees(homes.liaison), homes.constellation.id).lines) == 20
    assert [queries(by) for by in people] == few
    assert max(few) <= 13


def make_many(homes: Households) -> None:
    """Twenty homes, each with a child that slept with Moira once a month for two years, and tonight somewhere."""
    with factories.together():
        for number in range(17):
            home = factories.create_home(homes.service, f"Home {number}")
            factories.join(home, homes.constellation)
            factories.create_child(homes.service, home, f"C{number}", key=f"many-{number}")
    with transaction() as here:
        placed = select(Placement.child_id, Placement.home_id).order_by(Placement.id)
        lives = here.execute(covering(Viewer.system(), placed)).all()
        for number, (child_id, _home_id) in enumerate(lives):
            nights = [TONIGHT - dt.timedelta(days=30 * month + number) for month in range(1, 25)]
            for night in [*nights, *([TONIGHT] if number % 3 == 0 else [])]:
                host = homes.hub.id if night != TONIGHT else lives[number - 1][1]
                stay = Stay(
                    key=f"many-{number}-{night}",
                    service_id=homes.service.id,
                    child_id=child_id,
                    host_id=host,
                    kind=StayKind.PLANNED,
                    state=StayState.HAPPENED if night != TONIGHT else StayState.AGREED,
                    arrive_on=night,
                    depart_on=night + dt.timedelta(days=1),
                )
                here.add(stay)
                here.flush()
                state = NightState.HAPPENED if night != TONIGHT else NightState.PLANNED
                here.add(StayNight(child_id=child_id, night=night, stay_id=stay.id, home_id=host, state=state))
