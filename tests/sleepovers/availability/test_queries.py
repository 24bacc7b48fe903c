"""What is read of homes' nights: openness, the beds that are open, tonight's room, and stays agreed while away."""

import datetime as dt
from collections.abc import Sequence

import pytest
import time_machine

from constellations.access import Viewer, visible
from constellations.core.database import database, transaction
from constellations.core.errors import NotFound
from constellations.models import Home, HomeTerms, Person
from constellations.permissions import Role
from constellations.rules import HomeRole, HomeStatus
from sleepovers.availability.actions import say_away, say_free_tonight, set_pattern
from sleepovers.availability.beds.queries import HomeBeds, beds_open, open_beds
from sleepovers.availability.queries import availability_page, openness_of, room_tonight
from sleepovers.availability.rules import NotTheirHome, Openness, SpanWord, Standing, nights_from
from sleepovers.rules import StayState
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.households import Households, day, sees

SYSTEM = Viewer.system
TODAY = day("2026-11-22")
NIGHTS = nights_from(TODAY, 5)
EVERY_NIGHT = "1111111"


def of_home(found: Sequence[HomeBeds], home: Home) -> HomeBeds:
    return next(one for one in found if one.home_id == home.id)


def read(homes: Households, home: Home, person: Person | None = None) -> list[tuple[Standing, int, int]]:
    """What is read of a home's five nights: how it stands, the beds that are free, and those on asking."""
    found = beds_open(sees(person or homes.okafors), homes.constellation.id, NIGHTS)
    return [(one.standing, one.free, one.on_asking) for one in of_home(found, home).nights]


def test_openness_is_read_of_several_homes_at_once_also_by_jobs(homes: Households) -> None:
    set_pattern(sees(homes.anita), homes.patel.id, frozenset({0}), EVERY_NIGHT)
    say_away(sees(homes.okafors), homes.okafor.id, day("2026-11-23"), day("2026-11-24"))
    for viewer in (SYSTEM(), sees(homes.moira), sees(homes.liaison)):
        found = openness_of(viewer, [homes.patel.id, homes.okafor.id], NIGHTS[:3])
        assert [found[homes.patel.id, night] for night in NIGHTS[:3]] == [
            Openness.OPEN,
            Openness.NOT_USUAL,
            Openness.OPEN,
        ]
        assert [found[homes.okafor.id, night] for night in NIGHTS[:3]] == [Openness.OPEN, Openness.AWAY, Openness.OPEN]


def test_openness_of_no_nights_or_no_homes_is_nothing(homes: Households) -> None:
    assert openness_of(SYSTEM(), [homes.hub.id], []) == {}
    assert openness_of(SYSTEM(), [], NIGHTS) == {}


@pytest.mark.parametrize("count", [1, 5])
def test_openness_takes_two_queries(homes: Households, count: int) -> None:
    for number in range(count):
        home = factories.create_home(homes.service)
        say_away(SYSTEM(), home.id, TODAY + dt.timedelta(days=number), TODAY + dt.timedelta(days=number + 1))
    home_ids = [homes.hub.id, homes.patel.id]
    with count_queries(database().engine) as sent:
        openness_of(SYSTEM(), home_ids, NIGHTS)
    assert len(sent) == 2


def test_free_beds_are_those_that_nobody_has(homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-24")
    factories.create_stay(homes.ak, homes.hub, "2026-11-23", "2026-11-25", StayState.AGREED, bed=2)
    gone = factories.create_child(homes.service, homes.okafor)
    factories.create_stay(gone, homes.hub, "2026-11-23", "2026-11-25", StayState.CANCELLED)
    for person in (homes.moira, homes.anita, homes.liaison, homes.manager):
        assert read(homes, homes.hub, person) == [
            (Standing.FREE, 1, 0),
            (Standing.FULL, 0, 0),
            (Standing.FREE, 1, 0),
            (Standing.FREE, 2, 0),
            (Standing.FREE, 2, 0),
        ]


def test_away_has_no_bed_and_a_night_that_is_not_usual_counts_apart(
    homes: Households, clock: time_machine.Traveller
) -> None:
    set_pattern(sees(homes.anita), homes.patel.id, frozenset({6, 0}), EVERY_NIGHT)
    say_away(sees(homes.anita), homes.patel.id, day("2026-11-24"), day("2026-11-26"))
    assert read(homes, homes.patel) == [
        (Standing.ASKS_FIRST, 0, 2),
        (Standing.ASKS_FIRST, 0, 2),
        (Standing.AWAY, 0, 0),
        (Standing.AWAY, 0, 0),
        (Standing.FREE, 2, 0),
    ]
    clock.shift(dt.timedelta(minutes=1))
    say_free_tonight(sees(homes.anita), homes.patel.id)
    assert read(homes, homes.patel)[0] == (Standing.FREE, 2, 0)


def test_the_terms_of_each_night_say_how_many_beds_there_are(homes: Households) -> None:
    home = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(home, homes.constellation)
    assert read(homes, home) == [(Standing.CLOSED, 0, 0)] * 5
    later = factories.create_home(homes.service, "Kemp", beds=1)
    with transaction() as here:
        first = here.scalars(visible(SYSTEM(), HomeTerms).where(HomeTerms.home_id == later.id)).one()
        first.ends_on = day("2026-11-24")
        here.add(
            HomeTerms(
                home_id=later.id,
                starts_on=day("2026-11-24"),
                beds=3,
                approved_children=3,
                status=HomeStatus.RESPITE_ONLY,
            )
        )
    factories.join(later, homes.constellation)
    assert read(homes, later) == [(Standing.FREE, 1, 0)] * 2 + [(Standing.RESPITE_ONLY, 3, 0)] * 3


def test_homes_stand_hub_first_then_by_name_and_only_on_nights_as_members(homes: Households) -> None:
    leaver = factories.create_home(homes.service, "Ash")
    factories.join(leaver, homes.constellation, ends_on=day("2026-11-24"))
    gone = factories.create_home(homes.service, "Gone")
    factories.join(gone, homes.constellation, ends_on=TODAY)
    found = beds_open(sees(homes.manager), homes.constellation.id, NIGHTS)
    assert [(one.name, one.role) for one in found] == [
        ("Moira", HomeRole.HUB),
        ("Ash", HomeRole.SATELLITE),
        ("Okafor", HomeRole.SATELLITE),
        ("Patel", HomeRole.SATELLITE),
    ]
    assert [one.standing for one in of_home(found, leaver).nights] == [Standing.FREE] * 2 + [Standing.OUTSIDE] * 3
    assert of_home(found, leaver).status is HomeStatus.ACTIVE


def test_the_page_sums_the_free_beds_of_each_night(homes: Households) -> None:
    homes.stay("2026-11-22", "2026-11-23")
    factories.join(factories.create_home(homes.service, "Kemp", status=HomeStatus.RESPITE_ONLY), homes.constellation)
    set_pattern(sees(homes.okafors), homes.okafor.id, frozenset({6}), EVERY_NIGHT)
    shown = open_beds(sees(homes.moira), homes.constellation.id, TODAY)
    assert [night.free for night in shown.nights[:2]] == [3, 6]
    assert [home.name for home, _ in shown.nights[0].homes[Standing.ASKS_FIRST]] == ["Okafor"]
    assert (len(shown.nights), shown.earlier, shown.later) == (14, None, day("2026-12-06"))
    christmas = open_beds(sees(homes.moira), homes.constellation.id, day("2026-12-20"))
    holidays = [column.holiday for column in christmas.columns if column.holiday]
    assert (holidays[0], holidays[-1]) == ("Christmas Day", "New Year's Day")


def test_another_constellation_is_not_there(homes: Households) -> None:
    for stranger in (
        factories.create_person(Role.MANAGER, factories.create_service()),
        factories.create_person(Role.SATELLITE_CARER, home=factories.create_home(homes.service)),
    ):
        with pytest.raises(NotFound):
            open_beds(sees(stranger), homes.constellation.id, TODAY)
        assert beds_open(sees(stranger), homes.constellation.id, NIGHTS) == []


def test_the_page_takes_the_same_number_of_queries_however_much_there_is(homes: Households) -> None:
    def queries() -> int:
        viewer, constellation_id = sees(homes.moira), homes.constellation.id
        with count_queries(database().engine) as sent:
            open_beds(viewer, constellation_id, TODAY)
        return len(sent)

    before = queries()
    for number in range(4):
        home = factories.create_home(homes.service)
        factories.join(home, homes.constellation)
        say_away(SYSTEM(), home.id, TODAY + dt.timedelta(days=number), TODAY + dt.timedelta(days=9))
        set_pattern(SYSTEM(), home.id, frozenset({number}), EVERY_NIGHT)
        child = factories.create_child(homes.service, homes.patel)
        factories.create_stay(child, home, "2026-11-22", "2026-11-25", StayState.AGREED, bed=1)
    assert queries() == before == 7


def test_tonights_room_is_offered_where_a_bed_is_free_and_the_home_takes_visitors(homes: Households) -> None:
    assert room_tonight(sees(homes.anita), homes.patel.id).may_be_offered
    homes.stay("2026-11-22", "2026-11-23")
    factories.create_stay(homes.ak, homes.hub, "2026-11-22", "2026-11-23", StayState.AGREED, bed=2)
    assert not room_tonight(sees(homes.moira), homes.hub.id).may_be_offered
    for status, may in ((HomeStatus.RESPITE_ONLY, True), (HomeStatus.ON_HOLD, False), (HomeStatus.LEFT, False)):
        home = factories.create_home(homes.service, status=status)
        assert room_tonight(SYSTEM(), home.id).may_be_offered is may


def test_tonights_room_says_what_was_said_last(homes: Households, clock: time_machine.Traveller) -> None:
    anita = sees(homes.anita)
    say_away(anita, homes.patel.id, TODAY, day("2026-11-24"))
    assert room_tonight(anita, homes.patel.id).word is SpanWord.AWAY
    clock.shift(dt.timedelta(minutes=1))
    say_free_tonight(anita, homes.patel.id)
    assert room_tonight(anita, homes.patel.id).is_offered
    clock.move_to("2026-11-23T09:00Z")
    assert not room_tonight(sees(homes.anita), homes.patel.id).is_offered


def test_stays_agreed_for_nights_away_are_named_so_that_nobody_forgets_them(homes: Households) -> None:
    stay = homes.stay("2026-11-27", "2026-11-30", homes.ak, homes.patel)
    homes.stay("2026-12-11", "2026-12-12", homes.ak, homes.patel)
    say_away(sees(homes.anita), homes.patel.id, day("2026-11-28"), day("2026-12-04"))
    for person in (homes.anita, homes.liaison):
        page = availability_page(sees(person), homes.patel.id)
        assert [(one.stay_id, one.label, one.nights) for one in page.stays] == [
            (stay.id, "AK", (day("2026-11-28"), day("2026-11-29")))
        ]
        assert [(one.who, one.nights[0], len(one.nights)) for one in page.spans] == [
            ("Anita Patel", day("2026-11-28"), 6)
        ]


def test_the_page_of_a_home_is_for_who_may_speak_for_it(homes: Households) -> None:
    assert availability_page(sees(homes.manager), homes.patel.id).is_own is False
    assert availability_page(sees(homes.anita), homes.patel.id).is_own is True
    with pytest.raises(NotTheirHome):
        availability_page(sees(homes.moira), homes.patel.id)
    with pytest.raises(NotFound):
        availability_page(sees(factories.create_person(Role.MANAGER, factories.create_service())), homes.patel.id)
