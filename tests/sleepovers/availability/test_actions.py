"""Saying when a home has room, and taking it back: state, logs, and who may."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound, RuleBroken
from constellations.corrections import ChangedMeanwhile
from constellations.models import Home, Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.availability import rules
from sleepovers.availability.actions import say_away, say_free_tonight, set_pattern, take_back_span
from sleepovers.availability.models import AvailabilitySpan
from sleepovers.availability.queries import availability_page, closed_weekdays, openness_of
from sleepovers.availability.rules import Openness, SpanWord
from tests import factories
from tests.sleepovers.households import Households, acts, audited, day, sees

TODAY = day("2026-11-22")
EVERY_NIGHT = "1111111"
WEEKDAYS = frozenset({0, 1, 2, 3})


def spans(home: Home) -> list[AvailabilitySpan]:
    """What is stored of a home's exceptions, in the order in which they were said."""
    session().rollback()
    rows = select(AvailabilitySpan).where(AvailabilitySpan.home_id == home.id).order_by(AvailabilitySpan.created_at)
    return list(session().scalars(covering(Viewer.system(), rows.execution_options(populate_existing=True))))


def lasting(home: Home) -> list[tuple[str, str, SpanWord]]:
    return [(str(one.starts_on), str(one.ends_on), one.word) for one in spans(home)]


def openness_tonight(home: Home) -> Openness:
    session().rollback()
    return openness_of(Viewer.system(), [home.id], [TODAY])[home.id, TODAY]


def test_a_carer_says_what_the_week_looks_like(homes: Households) -> None:
    anita = sees(homes.anita)
    set_pattern(anita, homes.patel.id, WEEKDAYS, EVERY_NIGHT)
    assert closed_weekdays(anita, homes.patel.id) == WEEKDAYS
    set_pattern(anita, homes.patel.id, frozenset({3, 6}), "0000111")
    assert closed_weekdays(anita, homes.patel.id) == {3, 6}
    assert closed_weekdays(anita, homes.okafor.id) == frozenset()
    assert acts(homes.patel.id) == ["set_pattern", "set_pattern"]
    assert audited(homes.patel.id) == [("set_pattern", "weekday")] * 2


def test_the_same_pattern_again_is_nothing_new_from_whatever_page(homes: Households) -> None:
    set_pattern(sees(homes.anita), homes.patel.id, WEEKDAYS, EVERY_NIGHT)
    set_pattern(sees(homes.anita), homes.patel.id, WEEKDAYS, EVERY_NIGHT)
    assert acts(homes.patel.id) == ["set_pattern"]


def test_a_pattern_that_somebody_else_changed_is_said_with_both(homes: Households) -> None:
    set_pattern(sees(homes.liaison), homes.patel.id, WEEKDAYS, EVERY_NIGHT)
    with pytest.raises(ChangedMeanwhile, match="It says now: Friday, Saturday and Sunday. You wanted: no night"):
        set_pattern(sees(homes.anita), homes.patel.id, frozenset(range(7)), EVERY_NIGHT)
    with pytest.raises(ChangedMeanwhile):
        set_pattern(sees(homes.anita), homes.patel.id, frozenset(), "")
    assert closed_weekdays(sees(homes.anita), homes.patel.id) == WEEKDAYS


def test_a_time_away_is_written_down_with_who_said_it(homes: Households) -> None:
    say_away(sees(homes.anita), homes.patel.id, day("2026-11-27"), day("2026-12-04"))
    assert lasting(homes.patel) == [("2026-11-27", "2026-12-04", SpanWord.AWAY)]
    found = spans(homes.patel)[0]
    assert found.person_id == homes.anita.id
    assert acts(found.id) == ["say_away"]
    assert audited(found.id) == [("say_away", "starts_on;ends_on;word")]


def test_a_time_away_that_is_known_is_not_said_twice(homes: Households, clock: time_machine.Traveller) -> None:
    for first, until in (("2026-11-27", "2026-12-04"), ("2026-11-28", "2026-12-01"), ("2026-12-01", "2026-12-06")):
        say_away(sees(homes.anita), homes.patel.id, day(first), day(until))
        clock.shift(dt.timedelta(seconds=1))
    assert [until for _, until, _ in lasting(homes.patel)] == ["2026-12-04", "2026-12-06"]


def test_a_slip_of_the_finger_stores_nothing(homes: Households) -> None:
    for first, until in (("2026-11-28", "2026-11-27"), ("2026-11-01", "2026-11-22"), ("2029-01-01", "2029-01-02")):
        with pytest.raises(RuleBroken):
            say_away(sees(homes.anita), homes.patel.id, day(first), day(until))
    assert spans(homes.patel) == []


def test_until_six_a_home_can_say_that_it_is_away_in_the_night_that_runs(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = homes.stay("2026-11-27", "2026-11-28", homes.ak, homes.patel)
    clock.move_to("2026-11-28T01:30Z")
    say_away(sees(homes.anita), homes.patel.id, day("2026-11-27"), day("2026-11-28"))
    assert lasting(homes.patel) == [("2026-11-27", "2026-11-28", SpanWord.AWAY)]
    assert [one.stay_id for one in availability_page(sees(homes.anita), homes.patel.id).stays] == [stay.id]
    clock.move_to("2026-11-28T06:00Z")
    with pytest.raises(rules.AwayIsOver):
        say_away(sees(homes.okafors), homes.okafor.id, day("2026-11-27"), day("2026-11-28"))


def test_room_tonight_is_said_with_one_press_and_once(homes: Households) -> None:
    set_pattern(sees(homes.tom), homes.hub.id, frozenset(range(7)), EVERY_NIGHT)
    assert openness_tonight(homes.hub) is Openness.NOT_USUAL
    say_free_tonight(sees(homes.moira), homes.hub.id)
    say_free_tonight(sees(homes.tom), homes.hub.id)
    assert lasting(homes.hub) == [("2026-11-22", "2026-11-23", SpanWord.FREE)]
    assert openness_tonight(homes.hub) is Openness.FREE
    assert acts(spans(homes.hub)[0].id) == ["say_free_tonight"]


def test_of_away_and_room_the_later_word_counts_and_taking_it_back_leaves_the_earlier(
    homes: Households, clock: time_machine.Traveller
) -> None:
    anita = sees(homes.anita)
    say_away(anita, homes.patel.id, TODAY, day("2026-11-25"))
    clock.shift(dt.timedelta(minutes=1))
    say_free_tonight(anita, homes.patel.id)
    assert openness_tonight(homes.patel) is Openness.FREE
    assert take_back_span(anita, spans(homes.patel)[1].id) == homes.patel.id
    assert openness_tonight(homes.patel) is Openness.AWAY
    clock.shift(dt.timedelta(minutes=1))
    say_free_tonight(anita, homes.patel.id)
    clock.shift(dt.timedelta(minutes=1))
    say_away(anita, homes.patel.id, TODAY, day("2026-11-23"))
    assert openness_tonight(homes.patel) is Openness.AWAY


@pytest.mark.parametrize(
    ("first", "until", "left"),
    [
        ("2026-11-27", "2026-12-04", []),
        ("2026-11-22", "2026-12-04", []),
        ("2026-11-20", "2026-12-04", [("2026-11-20", "2026-11-22", SpanWord.AWAY)]),
    ],
)
def test_what_is_taken_back_ends_today_and_what_had_not_begun_is_gone(
    homes: Households, clock: time_machine.Traveller, first: str, until: str, left: list[tuple[str, str, SpanWord]]
) -> None:
    say_away(sees(homes.anita), homes.patel.id, day(first), day(until))
    span_id = spans(homes.patel)[0].id
    clock.shift(dt.timedelta(minutes=1))
    take_back_span(sees(homes.anita), span_id)
    assert lasting(homes.patel) == left
    assert acts(span_id) == ["say_away", "take_back_span"]
    assert audited(span_id)[-1] == ("take_back_span", "starts_on;ends_on;word")
    with pytest.raises(rules.AlreadyOver if left else NotFound):
        take_back_span(sees(homes.anita), span_id)


def strangers(homes: Households) -> list[Person]:
    """People of another constellation, and of another service."""
    next_door, home = factories.create_constellation(homes.service), factories.create_home(homes.service)
    factories.join(home, next_door, HomeRole.HUB)
    return [
        factories.create_person(Role.HUB_CARER, home=home),
        factories.create_person(Role.LIAISON, homes.service, constellations=(next_door,)),
        factories.create_person(Role.MANAGER, factories.create_service()),
    ]


def test_who_may_not_speak_for_a_home(homes: Households) -> None:
    say_away(sees(homes.anita), homes.patel.id, day("2026-11-27"), day("2026-12-04"))
    span_id = spans(homes.patel)[0].id
    refused: list[tuple[Person, type[Exception]]] = [
        (homes.moira, rules.NotTheirHome),
        (homes.okafors, rules.NotTheirHome),
        (homes.finance, Forbidden),
        *((stranger, NotFound) for stranger in strangers(homes)),
    ]
    for person, error in refused:
        viewer = sees(person)
        with pytest.raises(error):
            set_pattern(viewer, homes.patel.id, WEEKDAYS, EVERY_NIGHT)
        with pytest.raises(error):
            say_away(viewer, homes.patel.id, TODAY, day("2026-11-23"))
        with pytest.raises(error):
            say_free_tonight(viewer, homes.patel.id)
        with pytest.raises(error):
            take_back_span(viewer, span_id)
    assert lasting(homes.patel) == [("2026-11-27", "2026-12-04", SpanWord.AWAY)]
    assert closed_weekdays(Viewer.system(), homes.patel.id) == frozenset()


def test_the_liaison_worker_and_managers_speak_for_a_home(homes: Households) -> None:
    for person in (homes.liaison, homes.manager):
        say_free_tonight(sees(person), homes.okafor.id)
        take_back_span(sees(person), spans(homes.okafor)[0].id)
    set_pattern(sees(homes.manager), homes.okafor.id, WEEKDAYS, EVERY_NIGHT)
    say_away(sees(homes.liaison), homes.okafor.id, TODAY, day("2026-11-23"))
    assert [one.person_id for one in spans(homes.okafor)] == [homes.liaison.id]
