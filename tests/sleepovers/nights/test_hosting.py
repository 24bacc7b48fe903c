"""Each night that is said to have happened is a sign of life of the home where the child slept, on that date."""

from constellations.access import Viewer
from constellations.engagement.signs.queries import last_signs
from constellations.engagement.signs.rules import Sign
from sleepovers.nights.actions import confirm_nights, mark_absent, take_back_confirmation
from sleepovers.stays.actions import say_nobody_came
from tests import factories
from tests.sleepovers.households import Households, day, hosting, sees, stored_stay


def test_confirmed_nights_are_hosted_on_their_dates_whoever_says_so(homes: Households) -> None:
    stay = homes.stay("2026-11-19", "2026-11-21")
    confirm_nights(sees(homes.liaison), stay.id, stay.version)
    assert hosting(stay.id) == [
        ("hosted_night", homes.hub.id, day("2026-11-19")),
        ("hosted_night", homes.hub.id, day("2026-11-20")),
    ]
    (last,) = last_signs(Viewer.system(), [homes.hub.id])[homes.hub.id]
    assert (last.sign, last.on, last.subject_id) == (Sign.HOSTED, day("2026-11-20"), stay.id)


def test_what_is_taken_back_was_not_hosted(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    confirm_nights(sees(homes.moira), stay.id, stay.version)
    take_back_confirmation(sees(homes.moira), stay.id, stored_stay(stay).version)
    assert [row[0] for row in hosting(stay.id)] == ["did_not_host_night", "hosted_night"]
    assert last_signs(Viewer.system(), [homes.hub.id])[homes.hub.id] == ()


def test_a_child_who_was_away_was_not_hosted(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    confirm_nights(sees(homes.moira), stay.id, stay.version)
    mark_absent(sees(homes.moira), stay.id, stored_stay(stay).version, day("2026-11-20"), "in hospital")
    assert [row[0] for row in hosting(stay.id)] == ["did_not_host_night", "hosted_night"]


def test_a_planned_night_that_nobody_came_for_was_never_hosted(homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-21")
    say_nobody_came(sees(homes.moira), stay.id, stay.version, "ill")
    assert hosting(stay.id) == []


def test_what_the_register_loaded_is_no_sign_and_none_that_is_taken_back(homes: Households) -> None:
    stay = factories.create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-02")
    mark_absent(sees(homes.moira), stay.id, stay.version, day("2026-11-01"), "away after all")
    assert hosting(stay.id) == []
