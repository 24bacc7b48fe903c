"""Announcing, answering, reminding and taking back: what is stored, who reads it, and who is told."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core.database import database, transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.core.ids import new_id
from constellations.corrections import ChangedMeanwhile
from constellations.models import Membership, Person
from constellations.permissions import Role
from messaging.announcements import rules
from messaging.announcements.actions import (
    Drafted,
    announce,
    change_announcement,
    remind,
    say_got_it,
    withdraw_announcement,
)
from messaging.announcements.models import Announcement, GotIt
from messaging.announcements.queries import announcements_of, audiences, unanswered_count
from messaging.announcements.rules import Tally
from messaging.rules import NothingWritten
from tests import factories
from tests.messaging.announcements.announcing import got_it, shown, titles, told, waiting, write
from tests.messaging.factories import create_announcement
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.at_once import at_once
from tests.sleepovers.households import Households, acts, audited, sees

AROUND = {"Moira Hale", "Tom Hale", "Anita Patel", "Chi Okafor"}


@pytest.fixture
def outsider(homes: Households) -> Person:
    """A carer of another constellation of the service."""
    next_door = factories.create_home(homes.service, "Next door")
    factories.join(next_door, factories.create_constellation(homes.service, "Valley"))
    return factories.create_person(Role.SATELLITE_CARER, home=next_door, name="Nell Outside")


def test_a_constellation_reads_it_and_is_told_and_nobody_else(homes: Households, outsider: Person) -> None:
    announced = write(homes.liaison, homes.constellation)
    assert set(told()) == AROUND
    assert set(told()["Moira Hale"]) == {"Dee Marsh has written an announcement."}
    for person in (homes.moira, homes.tom, homes.anita, homes.okafors):
        assert waiting(person) == ["Training"]
    for person in (outsider, homes.finance):
        assert (titles(person), waiting(person)) == ([], [])
        with pytest.raises(NotFound):
            shown(person, announced)
    assert (titles(homes.liaison), waiting(homes.liaison)) == (["Training"], [])
    assert (titles(homes.manager), waiting(homes.manager)) == (["Training"], []), "they look on, and are not asked"
    assert shown(homes.anita, announced).constellation == "Harbour"


def test_a_whole_service_reads_what_its_manager_writes(homes: Households, outsider: Person) -> None:
    announced = write(homes.manager, None)
    assert set(told()) == AROUND | {outsider.name, homes.finance.name, "Dee Marsh"}
    assert shown(homes.manager, announced).tally == Tally(0, 7)
    stranger = factories.create_person(Role.FINANCE, factories.create_service())
    assert titles(stranger) == []


def test_to_whom_one_may_write(homes: Households, outsider: Person) -> None:
    def offered(person: Person) -> list[str]:
        return list(audiences(sees(person)).values())

    assert offered(homes.moira) == offered(homes.liaison) == ["Harbour"]
    assert offered(homes.manager) == ["Everybody in the service", "Harbour", "Valley"]
    assert offered(homes.anita) == offered(homes.finance) == []
    former_hub = factories.create_person(Role.HUB_CARER, home=homes.patel)
    assert offered(former_hub) == [], "a hub carer writes to the constellation whose hub they are"
    for person, constellation, refused in (
        (homes.finance, homes.constellation, Forbidden),
        (homes.anita, homes.constellation, NotFound),
        (homes.moira, None, NotFound),
        (homes.liaison, None, NotFound),
        (former_hub, homes.constellation, NotFound),
    ):
        with pytest.raises(refused):
            write(person, constellation)
    assert rows(Announcement.id) == []


def test_who_has_said_got_it_is_known_by_name_to_who_wrote_it_and_to_staff(homes: Households) -> None:
    announced = write(homes.moira, homes.constellation)
    got_it(homes.anita, announced)
    got_it(homes.anita, announced)
    for person in (homes.moira, homes.liaison, homes.manager):
        seen = shown(person, announced)
        assert (seen.tally, seen.missing) == (Tally(1, 4), ("Chi Okafor", "Dee Marsh", "Tom Hale"))
    seen = shown(homes.anita, announced)
    assert (seen.tally, seen.missing, seen.has_answered) == (None, (), True)
    assert waiting(homes.anita) == []
    assert sorted(acts(announced)) == ["got_it", "sent_announcement", "wrote_announcement"]


def test_only_a_reader_answers(homes: Households, outsider: Person) -> None:
    announced = write(homes.moira, homes.constellation)
    for person in (homes.moira, homes.manager, outsider):
        with pytest.raises(NotFound):
            say_got_it(sees(person), announced, 2)
    with pytest.raises(rules.ReadAgain):
        say_got_it(sees(homes.anita), announced, 1)
    assert rows(GotIt.person_id) == []


def test_many_presses_at_once_are_one_answer(app: Flask, homes: Households) -> None:
    announced = write(homes.moira, homes.constellation)
    press = partial(say_got_it, sees(homes.anita), announced, shown(homes.anita, announced).version)
    assert at_once(app, *[press] * 5) == []
    assert rows(GotIt.person_id) == [(homes.anita.id,)]


def test_who_leaves_reads_nothing_and_is_not_missed_and_who_joins_soon_is(
    homes: Households, clock: time_machine.Traveller
) -> None:
    announced = write(homes.moira, homes.constellation)
    got_it(homes.okafors, announced)
    ended = update(Membership).where(Membership.home_id == homes.patel.id).values(ends_on=Viewer.system().today)
    with transaction() as here:
        here.execute(covering(Viewer.system(), ended))
    with pytest.raises(NotFound):
        shown(homes.anita, announced)
    went_out = Viewer.system().today
    for name, days in (("Early Bird", 30), ("Late Comer", 31)):
        home = factories.create_home(homes.service, name)
        factories.join(home, homes.constellation, starts_on=went_out + dt.timedelta(days=days))
        factories.create_person(Role.SATELLITE_CARER, home=home, name=name)
    clock.shift(dt.timedelta(days=40))
    assert shown(homes.moira, announced).missing == ("Dee Marsh", "Early Bird", "Tom Hale")
    assert shown(homes.moira, announced).tally == Tally(1, 4)


def test_people_who_come_much_later_are_not_missed_by_the_service(
    homes: Households, clock: time_machine.Traveller
) -> None:
    announced = write(homes.manager, None)
    clock.shift(dt.timedelta(days=29))
    soon = factories.create_person(Role.SATELLITE_CARER, home=homes.patel, name="Soon Here")
    clock.shift(dt.timedelta(days=9))
    late = factories.create_person(Role.SATELLITE_CARER, home=homes.patel, name="Late Here")
    assert (waiting(soon), waiting(late)) == (["Training"], [])
    assert "Soon Here" in shown(homes.manager, announced).missing
    assert "Late Here" not in shown(homes.manager, announced).missing


def test_the_words_change_while_nobody_has_answered(homes: Households) -> None:
    announced = write(homes.moira, homes.constellation)
    version = shown(homes.moira, announced).version
    change = partial(change_announcement, sees(homes.moira), announced, Drafted("Moved", "Friday.", None))
    change(version)
    with pytest.raises(ChangedMeanwhile):
        change(version)
    assert (shown(homes.anita, announced).title, shown(homes.anita, announced).body) == ("Moved", "Friday.")
    with pytest.raises(rules.ReadAgain):
        say_got_it(sees(homes.anita), announced, version)
    with pytest.raises(rules.NotTheAuthor):
        change_announcement(sees(homes.liaison), announced, Drafted("Mine", "Now.", None), version + 1)
    got_it(homes.anita, announced)
    with pytest.raises(rules.Answered):
        change(version + 1)
    assert ("changed_announcement", "title;body") in audited(announced)


def test_of_what_is_withdrawn_a_stub_stays_for_who_answered(homes: Households) -> None:
    announced = write(homes.moira, homes.constellation, "A slip")
    got_it(homes.anita, announced)
    with pytest.raises(rules.NotTheAuthor):
        withdraw_announcement(sees(homes.anita), announced)
    withdraw_announcement(sees(homes.liaison), announced)
    assert [titles(person) for person in (homes.anita, homes.moira, homes.liaison)] == [["Withdrawn"]] * 3
    assert (titles(homes.okafors), waiting(homes.okafors)) == ([], [])
    stub = shown(homes.okafors, announced)
    assert (stub.title, stub.body, stub.tally, stub.may_change) == ("Withdrawn", "", None, False)
    again: list[Callable[[], object]] = [
        partial(withdraw_announcement, sees(homes.moira), announced),
        partial(remind, sees(homes.moira), announced),
        partial(say_got_it, sees(homes.okafors), announced, stub.version),
        partial(change_announcement, sees(homes.moira), announced, Drafted("x", "y", None), stub.version),
    ]
    for act in again:
        with pytest.raises(rules.Withdrawn):
            act()


def test_who_does_not_see_all_takes_back_only_their_own(homes: Households) -> None:
    announced = write(homes.liaison, homes.constellation)
    for act in (
        partial(withdraw_announcement, sees(homes.moira), announced),
        partial(remind, sees(homes.moira), announced),
    ):
        with pytest.raises(rules.NotTheAuthor):
            act()
    assert titles(homes.anita) == ["Training"]


def test_those_who_have_not_answered_are_reminded_once_a_day(homes: Households, clock: time_machine.Traveller) -> None:
    announced = write(homes.moira, homes.constellation)
    got_it(homes.anita, announced)
    assert shown(homes.moira, announced).may_remind
    assert remind(sees(homes.moira), announced) == 3
    assert not shown(homes.moira, announced).may_remind
    with pytest.raises(rules.RemindedToday):
        remind(sees(homes.liaison), announced)
    assert {name: len(words) for name, words in told().items()} == {
        "Anita Patel": 1,
        "Tom Hale": 2,
        "Chi Okafor": 2,
        "Dee Marsh": 2,
    }
    clock.shift(dt.timedelta(days=1))
    for person in (homes.tom, homes.okafors):
        got_it(person, announced)
    assert remind(sees(homes.manager), announced) == 1
    got_it(homes.liaison, announced)
    clock.shift(dt.timedelta(days=1))
    with pytest.raises(rules.NobodyToRemind):
        remind(sees(homes.moira), announced)


@pytest.mark.parametrize(
    ("title", "body", "at", "refused"),
    [
        ("", "words", None, rules.NoHeading),
        ("title", " ", None, NothingWritten),
        ("title", "words", dt.datetime(2026, 11, 1, tzinfo=dt.UTC), rules.GoneBy),
    ],
)
def test_nothing_is_stored_of_what_is_refused(
    homes: Households, title: str, body: str, at: dt.datetime | None, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        announce(sees(homes.moira), Drafted(title, body, homes.constellation.id, at))
    assert rows(Announcement.id) == []


def test_the_list_takes_the_same_queries_however_long_it_is(homes: Households) -> None:
    viewer = sees(homes.liaison)
    create_announcement(homes.moira, homes.constellation)
    with count_queries(database().engine) as few:
        announcements_of(viewer, 1)
    for _each in range(30):
        create_announcement(homes.moira, homes.constellation)
    with count_queries(database().engine) as many:
        page = announcements_of(viewer, 1)
    assert (len(page.rows), page.last, unanswered_count(viewer)) == (25, 2, 31)
    assert len(many) == len(few)


def test_what_is_not_there_cannot_be_answered(homes: Households) -> None:
    with pytest.raises(NotFound):
        say_got_it(sees(homes.anita), new_id(), 1)
    assert rows(GotIt.person_id) == []
