"""Tonight's beds, the next stay, and the nights that wait, as each may read them."""

from constellations.access import Viewer, visible
from constellations.core.database import database, transaction
from constellations.models import Home, HomeTerms, Person
from constellations.rules import HomeRole, HomeStatus
from sleepovers.nights.queries import next_stay, nights_waiting, stays_at_closed_homes, tonights_beds
from sleepovers.rules import StayState
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.households import Households, day, sees

ON_HOLD = HomeStatus.ON_HOLD


def tonight(homes: Households, person: Person) -> dict[str, list[tuple[str | None, bool, str]]]:
    """Each home's windows."""
    viewer = sees(person)
    return {
        home.name: [(bed.label, bed.lit, bed.words) for bed in home.beds]
        for home in tonights_beds(viewer, [homes.constellation.id])
    }


def test_tonight_is_told_to_each_as_they_may_know_it(homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    homes.stay("2026-11-21", "2026-11-24", homes.ak, homes.patel)
    free = (None, False, "free")
    jb, ak = ("JB", True, "home Mon 23 Nov"), ("AK", True, "home Tue 24 Nov")
    for person in (homes.moira, homes.liaison, homes.manager):
        assert tonight(homes, person) == {"Moira": [jb, free], "Okafor": [free, free], "Patel": [ak, free]}
    assert tonight(homes, homes.anita) == {"Moira": [jb, free], "Okafor": [free, free], "Patel": [ak, free]}
    assert tonight(homes, homes.okafors)["Moira"] == [(None, True, "taken"), free]
    assert list(tonight(homes, homes.okafors)) == ["Moira", "Okafor", "Patel"], "the hub comes first"


def test_a_stranger_sees_no_home_of_ours_tonight(homes: Households) -> None:
    next_door = factories.create_constellation(homes.service)
    their_hub = factories.create_home(homes.service)
    factories.join(their_hub, next_door, HomeRole.HUB)
    stranger = factories.create_person(homes.moira.role, home=their_hub)
    homes.stay("2026-11-22", "2026-11-23")
    assert tonight(homes, stranger) == {}


def test_one_more_than_the_beds_is_a_window_of_its_own(homes: Households) -> None:
    none = factories.create_home(homes.service, "Nobeds", beds=0)
    factories.join(none, homes.constellation)
    stay = factories.create_stay(homes.jb, none, "2026-11-22", "2026-11-23", StayState.AGREED)
    assert stay.state is StayState.AGREED
    assert tonight(homes, homes.liaison)["Nobeds"] == [("JB", True, "home Mon 23 Nov")]


def test_the_nights_that_wait_are_those_one_may_tell(homes: Households) -> None:
    homes.stay("2026-11-19", "2026-11-24")
    homes.stay("2026-11-20", "2026-11-21", homes.ak, homes.patel)
    factories.create_stay(homes.ak, homes.hub, "2026-11-01", "2026-11-02")
    (mine,) = nights_waiting(sees(homes.moira))
    assert (mine.label, mine.home, mine.version) == ("JB", "Moira", 1)
    assert mine.nights == (day("2026-11-19"), day("2026-11-20"), day("2026-11-21"))
    assert [stay.label for stay in nights_waiting(sees(homes.anita))] == ["AK"]
    assert nights_waiting(sees(homes.okafors)) == []
    assert [stay.label for stay in nights_waiting(sees(homes.liaison))] == ["JB", "AK"]


def test_the_next_stay_is_of_ones_own_child_or_guest(homes: Households) -> None:
    assert next_stay(sees(homes.anita)) is None
    later = homes.stay("2026-12-04", "2026-12-06", homes.ak, homes.patel)
    soon = homes.stay("2026-11-27", "2026-11-29")
    found = next_stay(sees(homes.anita))
    assert found is not None
    assert (found.stay_id, found.label, found.host, found.is_host) == (soon.id, "JB", "Moira", False)
    assert (found.first, found.nights) == (day("2026-11-27"), 2)
    hosted = next_stay(sees(homes.okafors))
    assert hosted is not None
    assert (hosted.stay_id, hosted.is_host) == (later.id, False)


def test_the_number_of_queries_does_not_follow_the_number_of_homes(homes: Households) -> None:
    viewer, engine = sees(homes.liaison), database().engine
    with count_queries(engine) as few:
        tonights_beds(viewer, viewer.constellation_ids)
    for number in range(3):
        host: Home = factories.create_home(homes.service, f"H{number}")
        factories.join(host, homes.constellation)
        child = factories.create_child(homes.service, homes.patel, f"C{number}")
        factories.create_stay(child, host, "2026-11-20", "2026-11-24", StayState.AGREED, bed=1)
    with count_queries(engine) as many:
        assert sum(home.free for home in tonights_beds(viewer, viewer.constellation_ids)) == 9
    assert len(many) == len(few) == 2
    with count_queries(engine) as waiting:
        assert len(nights_waiting(viewer)) == 3
    assert len(waiting) == 1


def test_the_beds_of_a_home_on_hold_say_so_and_are_not_free(homes: Households) -> None:
    held = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(held, homes.constellation)
    homes.stay("2026-11-22", "2026-11-23", homes.ak, held)
    viewer = sees(homes.liaison)
    assert tonight(homes, homes.liaison)["Sayed"] == [("AK", True, "home Mon 23 Nov"), (None, False, "on hold")]
    free = {home.name: home.free for home in tonights_beds(viewer, [homes.constellation.id])}
    assert free == {"Moira": 2, "Okafor": 2, "Patel": 2, "Sayed": 0}


def test_stays_to_come_at_a_home_that_takes_nobody_are_found_with_the_nights_that_lie_in_that_time(
    homes: Households,
) -> None:
    closing = factories.create_home(homes.service, "Sayed", beds=1)
    factories.join(closing, homes.constellation)
    held = HomeTerms(home_id=closing.id, starts_on=day("2026-11-28"), beds=1, approved_children=3, status=ON_HOLD)
    with transaction() as current:
        present = current.scalars(visible(Viewer.system(), HomeTerms).where(HomeTerms.home_id == closing.id)).one()
        present.ends_on = held.starts_on
        current.add(held)
    stay = homes.stay("2026-11-27", "2026-11-30", homes.ak, closing)
    homes.stay("2026-11-27", "2026-11-30")
    for person in (homes.liaison, homes.manager):
        found = [(one.stay_id, one.home, one.nights) for one in stays_at_closed_homes(sees(person))]
        assert found == [(stay.id, "Sayed", (day("2026-11-28"), day("2026-11-29")))]


def test_a_night_that_is_over_at_a_home_on_hold_asks_for_no_other_home(homes: Households) -> None:
    held = factories.create_home(homes.service, "Sayed", status=ON_HOLD)
    factories.join(held, homes.constellation)
    homes.stay("2026-11-20", "2026-11-22", homes.ak, held)
    assert stays_at_closed_homes(sees(homes.liaison)) == []
    homes.stay("2026-11-22", "2026-11-23", homes.jb, held)
    assert [one.label for one in stays_at_closed_homes(sees(homes.liaison))] == ["JB"]
