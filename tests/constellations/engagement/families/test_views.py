"""The page of a family, and what of it the family sees."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from constellations.access import visible
from constellations.core import clock as wall
from constellations.core.database import database, session
from constellations.events.answers.rules import Coming
from constellations.events.attendance.actions import Register, keep_register
from constellations.models import LiaisonAssignment, Membership
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.engagement.signs.telling import roll_up, tell
from tests.constellations.events.attendance.test_actions import family
from tests.constellations.events.families import Families, say, sees
from tests.factories import changed, create_person, join, stored
from tests.queries import count_queries


def what_is_counted(page: TestResponse) -> str:
    """The part of a page that says what is counted of a family."""
    assert page.status_code == 200
    return page.text.split('<section class="stack" id="signs"')[1].split("</section>")[0]


def test_a_family_sees_exactly_what_its_liaison_worker_sees(
    app: Flask, families: Families, clock: time_machine.Traveller
) -> None:
    tell(families.patel, "talked", dt.date(2026, 10, 3))
    tell(families.patel, "hosted_night", dt.date(2026, 11, 20), is_own=False)
    clock.shift(dt.timedelta(hours=1))
    roll_up(families.patel)
    tell(families.patel, "answered_event")
    staff = what_is_counted(client_of(app, families.liaison).get(f"/families/{families.patel.id}"))
    theirs = what_is_counted(client_of(app, families.raj).get("/counted"))
    assert theirs == staff
    assert staff == what_is_counted(client_of(app, families.manager).get(f"/families/{families.patel.id}"))
    for words in ("Last sign of life: today", "answered (Sun 22 Nov)", "Sat 3 Oct", "Fri 20 Nov", "Nights given"):
        assert words in staff


def test_what_is_read_and_what_is_written_stands_nowhere(app: Flask, families: Families) -> None:
    page = client_of(app, families.anita).get("/counted").text
    for words in ("What you read, and when you sign in", "no word of it", "Lee Quinn, who looks after", "no points"):
        assert words in page


def test_a_family_is_told_of_the_lines_of_its_hub_and_of_its_ties(app: Flask, families: Families) -> None:
    tell(families.patel, "was_helped", dt.date(2026, 11, 20), is_own=False)
    page = client_of(app, families.anita).get("/counted").text
    for words in (
        "spoke with the hub (Fri 20 Nov)",
        "your hub wrote down",
        "buddy or mentor",
        "the day on which it spoke",
    ):
        assert words in page
    assert "on how many days you and another family both wrote" in page
    assert f'href="/constellations/{families.ours.id}/picture"' in page


def test_the_ways_to_the_ties_in_two_constellations_say_which_is_which(app: Flask, families: Families) -> None:
    join(families.patel, families.theirs)
    page = client_of(app, families.anita).get("/counted").text
    for one in (families.ours, families.theirs):
        assert f'href="/constellations/{one.id}/picture">See your own ties in {one.name}</a>' in page
    assert families.ours.name != families.theirs.name


def test_a_family_finds_it_from_its_home_page_and_its_own_page(app: Flask, families: Families) -> None:
    carer = client_of(app, families.anita)
    assert 'href="/counted"' in carer.get("/").text
    assert 'href="/counted"' in carer.get("/me").text
    assert 'href="/counted"' not in client_of(app, families.liaison).get("/me").text


def test_staff_find_it_from_the_constellation_the_home_and_the_person(app: Flask, families: Families) -> None:
    staff, path = client_of(app, families.manager), f'href="/families/{families.patel.id}"'
    for page in (f"/constellations/{families.ours.id}", f"/homes/{families.patel.id}", f"/people/{families.anita.id}"):
        assert path in staff.get(page).text
        assert path not in client_of(app, families.anita).get(page).text


def test_a_liaison_worker_opens_the_own_families_alone_and_cover_has_its_dates(
    app: Flask, families: Families, clock: time_machine.Traveller
) -> None:
    path = f"/families/{families.hill.id}"
    assert client_of(app, families.liaison).get(path).status_code == 404
    week = dt.date(2026, 11, 23), dt.date(2026, 11, 30)
    cover = LiaisonAssignment(
        person_id=families.liaison.id, constellation_id=families.theirs.id, starts_on=week[0], ends_on=week[1]
    )
    cover.is_cover = True
    stored(cover)
    assert client_of(app, families.liaison).get(path).status_code == 404
    clock.move_to("2026-11-23T09:00Z")
    assert client_of(app, families.liaison).get(path).status_code == 200
    clock.move_to("2026-11-30T09:00Z")
    assert client_of(app, families.liaison).get(path).status_code == 404


@pytest.mark.parametrize("who", ["anita", "moira", "finance"])
def test_no_carer_and_nobody_from_finance_opens_the_page_of_a_family(app: Flask, families: Families, who: str) -> None:
    client = client_of(app, getattr(families, who))
    assert client.get(f"/families/{families.patel.id}").status_code == 403
    assert client.get(f"/families/{families.patel.id}/signs.csv").status_code == 403


def test_staff_have_nothing_counted_about_them(app: Flask, families: Families) -> None:
    assert client_of(app, families.liaison).get("/counted").status_code == 403


def test_a_family_without_a_sign_and_a_time_before_roost_are_said_plainly(app: Flask, families: Families) -> None:
    page = client_of(app, families.liaison).get(f"/families/{families.okafor.id}").text
    for words in ("No sign of life yet.", "Nothing is counted here yet.", "not yet", "before Roost", "none yet"):
        assert words in page
    tell(families.patel)
    page = client_of(app, families.liaison).get(f"/families/{families.okafor.id}").text
    assert "Roost has counted here since Sunday 22 November 2026." in page


def test_a_family_in_two_constellations_is_counted_once_and_the_page_says_so(app: Flask, families: Families) -> None:
    join(families.patel, families.theirs)
    both = create_person(Role.LIAISON, families.service, constellations=(families.ours, families.theirs))
    page = client_of(app, both).get(f"/families/{families.patel.id}").text
    assert "This family is in 2 constellations." in page


def test_a_family_that_left_keeps_what_was_counted_and_the_page_says_so(app: Flask, families: Families) -> None:
    tell(families.patel, "talked", dt.date(2026, 10, 3))
    asked = visible(sees(families.manager), Membership).where(Membership.home_id == families.patel.id)
    changed(session().scalars(asked).one(), ends_on=dt.date(2026, 11, 1))
    page = client_of(app, families.liaison).get(f"/families/{families.patel.id}").text
    for words in ("In no constellation since Sunday 1 November 2026.", "in no constellation now", "Sat 3 Oct"):
        assert words in page


def test_a_family_that_went_on_elsewhere_is_read_of_by_its_liaison_worker_of_today_alone(
    app: Flask, families: Families
) -> None:
    tell(families.patel, "talked", dt.date(2026, 10, 3))
    ada = families.moves_next_door(families.patel, dt.date(2026, 6, 1))
    path = f"/families/{families.patel.id}"
    before, now = client_of(app, families.liaison), client_of(app, ada)
    for page in (path, f"{path}/signs.csv"):
        assert before.get(page).status_code == 404
        assert now.get(page).status_code == 200
    assert path not in before.get(f"/homes/{families.patel.id}").text
    assert path not in before.get(f"/constellations/{families.ours.id}").text
    assert path in now.get(f"/homes/{families.patel.id}").text
    told = client_of(app, families.anita).get("/counted").text
    assert "Ada Reed, who looks after your constellation" in told
    assert "Lee Quinn" not in told


def test_a_family_that_left_is_told_who_still_reads_what_was_counted(app: Flask, families: Families) -> None:
    asked = visible(sees(families.manager), Membership).where(Membership.home_id == families.patel.id)
    changed(session().scalars(asked).one(), ends_on=dt.date(2026, 11, 1))
    told = client_of(app, families.anita).get("/counted").text
    assert "Lee Quinn, who looks after the constellation that you left" in told
    join(families.patel, families.theirs, starts_on=dt.date(2026, 11, 10), ends_on=dt.date(2026, 11, 20))
    assert "Lee Quinn" not in client_of(app, families.anita).get("/counted").text
    assert client_of(app, families.liaison).get(f"/families/{families.patel.id}").status_code == 404


def test_gatherings_are_counted_from_lists_that_were_kept(
    app: Flask, families: Families, clock: time_machine.Traveller
) -> None:
    first, _second = families.event(), families.event()
    say(families.anita, first, Coming.GOING)
    clock.move_to("2026-12-19T18:00Z")
    keep_register(sees(families.moira), first, Register([family(families.patel, families.anita.id)], 0))
    for home, figure in ((families.patel, "1 of 1"), (families.okafor, "0 of 1")):
        page = client_of(app, families.manager).get(f"/families/{home.id}").text
        assert figure in page.split('data-tile="attendance"')[1].split("</li>")[0]
    page = client_of(app, families.manager).get(f"/families/{families.patel.id}").text
    assert "Last sign of life: today</strong>, came to “Saturday together” (Sat 19 Dec)." in page


def test_the_file_has_a_row_for_each_month_and_kind(app: Flask, families: Families) -> None:
    tell(families.patel, "came_to_event")
    answer = client_of(app, families.manager).get(f"/families/{families.patel.id}/signs.csv")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(found) == 12 * 7
    assert {"home": "Patel", "month": "2026-11", "sign": "came", "count": "1", "counted": "counted"} in found
    assert {"home": "Patel", "month": "2026-10", "sign": "came", "count": "", "counted": "before_roost"} in found


def test_the_page_asks_as_often_whatever_there_is_to_tell(app: Flask, families: Families) -> None:
    client = client_of(app, families.liaison)
    client.get(f"/families/{families.patel.id}")
    asked = []
    for _ in range(2):
        with count_queries(database().engine) as sent:
            assert client.get(f"/families/{families.patel.id}").status_code == 200
        asked.append(len(sent))
        for action in ("came_to_event", "talked", "hosted_night", "asked_for_sleepover"):
            tell(families.patel, action, wall.today() - dt.timedelta(days=40))
    # One more: what the events are called.
    assert asked[1] <= asked[0] + 1
