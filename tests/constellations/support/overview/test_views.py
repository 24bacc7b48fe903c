"""The pages of support, as carers and staff use them."""

import csv
import datetime as dt

import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.core.database import transaction
from constellations.support.due_dates.rules import DueKind
from constellations.support.health_check.actions import begin_check
from tests.client import client_of
from tests.constellations.events.families import Families
from tests.constellations.support.factories import create_check_in, create_date, create_pair
from tests.factories import changed


def test_a_carer_says_with_one_press_how_the_month_is_and_shares_it_with_another(
    app: Flask, families: Families
) -> None:
    create_pair(families.moira, families.grace)
    grace, moira = client_of(app, families.grace), client_of(app, families.moira)
    assert "How is fostering for you this month? Only you see it" in grace.get("/").text
    said = grace.post("/support/month", data={"said": "tiring"}, follow_redirects=True).text
    for words in ("You said: tiring.", "Now: only you.", "Share it with your buddy or mentor", "no word"):
        assert words in said
    assert "How is fostering for you this month?" not in grace.get("/").text
    assert "Nothing is shared with you" in moira.get(f"/people/{families.grace.id}/pulse").text
    shared = grace.post("/support/month/share", data={"shared_with": "pair"}, follow_redirects=True).text
    assert "Now: your buddy or mentor." in shared
    assert "tiring" in moira.get(f"/people/{families.grace.id}/pulse").text
    gone = grace.post("/support/month/2026-11/take-back", follow_redirects=True).text
    assert "It is taken back. Nothing of it is left." in gone
    assert "tiring</strong>" not in moira.get(f"/people/{families.grace.id}/pulse").text
    assert grace.post("/support/month", data={"said": "5"}).status_code == 422
    assert grace.post("/support/month/share", data={"shared_with": "pair"}).status_code == 422


def test_a_buddy_writes_a_check_in_down_from_the_home_page(app: Flask, families: Families) -> None:
    pair = create_pair(families.moira, families.grace)
    moira, grace = client_of(app, families.moira), client_of(app, families.grace)
    assert "Have you and Grace Okafor talked?" in moira.get("/").text
    page = moira.get(f"/pairs/{pair.id}").text
    for words in ("Moira Kelly and Grace Okafor", "Know whom to ask.", "30 minutes", "Nothing is written down yet."):
        assert words in page
    done = moira.post(f"/pairs/{pair.id}", data={"minutes": "30", "met_on": "2026-11-22"}, follow_redirects=True).text
    assert "It is written down. Thank you." in done
    assert "Sunday 22 November 2026" in done
    assert "Have you and Grace" not in moira.get("/").text
    refused = moira.post(f"/pairs/{pair.id}", data={"minutes": "30", "met_on": "2026-11-23"})
    assert (refused.status_code, "Choose a day up to today" in refused.text) == (422, True)
    assert "We talked" not in grace.get(f"/pairs/{pair.id}").text
    assert "your buddy" in grace.get("/support").text
    assert "you are the buddy" in moira.get("/support").text


def test_staff_make_a_pair_change_it_and_take_the_hours_away(app: Flask, families: Families) -> None:
    liaison, finance = client_of(app, families.liaison), client_of(app, families.finance)
    assert "No pairs yet" in liaison.get("/support/pairs").text
    sent = {"helper_id": families.moira.id, "carer_id": families.grace.id, "kind": "mentor", "day": "2026-10-01"}
    assert liaison.post("/support/pairs/new", data={**sent, "carer_id": families.moira.id}).status_code == 422
    assert (
        "They are a pair, and both are told."
        in liaison.post("/support/pairs/new", data={**sent, "goals": "Sleep again."}, follow_redirects=True).text
    )
    listed = liaison.get("/support/pairs").text
    pair_id = listed.split('href="/pairs/')[1].split('"')[0]
    assert "no check-in for 52 days" in listed
    assert "1 pair has not talked for a month." in liaison.get("/").text
    client_of(app, families.moira).post(f"/pairs/{pair_id}", data={"minutes": "90", "met_on": "2026-10-30"})
    assert "1 pair talked in October 2026." in finance.get("/").text
    table = finance.get("/support/pairs/hours.csv").text
    (row,) = csv.DictReader(table.splitlines())
    assert (row["month"], row["helper"], row["minutes"], row["hours"]) == ("2026-10", "Moira Kelly", "90", "1.50")
    page = liaison.get(f"/pairs/{pair_id}").text
    action = page.split('action="/check-ins/')[1].split('"')[0]
    assert "It is taken back, and counts no more." in liaison.post(f"/check-ins/{action}", follow_redirects=True).text
    changed_to = {"goals": "Rest.", "last": "2026-11-21", "version": "1"}
    assert "Rest." in liaison.post(f"/pairs/{pair_id}/change", data=changed_to, follow_redirects=True).text
    assert "until Saturday 21 November 2026" in liaison.get("/support/pairs").text


def test_staff_keep_the_dates_of_homes_and_carers_see_nothing_of_them(app: Flask, families: Families) -> None:
    create_date(families.patel, "2026-09-01")
    liaison = client_of(app, families.liaison)
    assert "1 date of a home is overdue." in liaison.get("/").text
    page = liaison.get("/support/dates").text
    assert page.index("Overdue") < page.index("Patel") < page.index("No date yet")
    sent = {"kind": "supervision", "done_on": "2026-11-20", "next_on": ""}
    done = liaison.post(f"/homes/{families.patel.id}/dates", data=sent, follow_redirects=True).text
    assert "next on Friday 1 January 2027" in done
    assert "nothing is overdue" in liaison.get("/support/dates").text
    assert liaison.post(f"/homes/{families.patel.id}/dates", data={"kind": "visit"}).status_code == 422
    rows = list(csv.DictReader(liaison.get("/support/dates.csv").text.splitlines()))
    assert [row["state"] for row in rows if row["kind"] == DueKind.SUPERVISION and row["home"] == "Patel"] == ["later"]
    action = done.split('action="/home-dates/')[1].split('"')[0]
    assert "The date is taken out." in liaison.post(f"/home-dates/{action}", follow_redirects=True).text
    carer = client_of(app, families.anita)
    assert carer.get(f"/homes/{families.patel.id}/dates").status_code == 403
    assert "upervision" not in carer.get("/support").text


def test_long_service_is_a_list_for_the_conference(app: Flask, families: Families) -> None:
    changed(families.patel, approved_on=families.anita.created_at.date().replace(year=2016))
    liaison = client_of(app, families.liaison)
    page = liaison.get("/support/milestones").text
    assert "10 years" in page
    assert "Of 2 homes nobody has written down since when they foster" in page
    (row,) = csv.DictReader(liaison.get("/support/milestones.csv").text.splitlines())
    assert (row["home"], row["years"], row["day"]) == ("Patel", "10", "2026-11-22")
    assert "Nobody has a milestone in 2025" in liaison.get("/support/milestones?year=2025").text
    assert "1 this month" in liaison.get("/support").text
    assert "10 years on Sunday 22 November 2026" in client_of(app, families.anita).get("/support").text


def test_a_carer_adds_a_course_of_the_first_year_and_staff_correct_its_hours(app: Flask, families: Families) -> None:
    changed(families.okafor, approved_on=families.anita.created_at.date())
    manager, grace, liaison = (client_of(app, one) for one in (families.manager, families.grace, families.liaison))
    assert "No courses yet" in grace.get("/support/first-year").text
    added = manager.post("/support/first-year/courses", data={"name": "First aid", "hours": "3"}, follow_redirects=True)
    assert "3 hours" in added.text
    assert manager.post("/support/first-year/courses", data={"name": "Safer caring", "hours": "x"}).status_code == 422
    course_id = added.text.split("/support/first-year/courses/")[1].split("/")[0]
    sent = {"course": "Red Cross", "learned_on": "2026-11-22", "hours": "2:30", "step": course_id}
    assert "It stands in your log" in grace.post("/learning/new", data=sent, follow_redirects=True).text
    assert grace.post("/learning/new", data={**sent, "hours": "200"}).status_code == 422
    assert "1 of 1 courses taken" in grace.get("/support/first-year").text
    assert "Grace Okafor" in liaison.get("/support/first-year").text
    log = liaison.get(f"/people/{families.grace.id}/learning").text
    entry_id = log.split("/learning/")[1].split("/")[0]
    path = f"/learning/{entry_id}/hours"
    assert 'value="2:30"' in liaison.get(path).text
    done = liaison.post(path, data={"hours": "3", "seen": "150"}, follow_redirects=True).text
    assert "The hours are corrected, and verified." in done
    assert grace.post(f"/learning/{entry_id}/take-out").status_code == 409
    out = manager.post(f"/support/first-year/courses/{course_id}/take-out", follow_redirects=True).text
    assert "The course is taken out." in out


def test_the_health_check_is_answered_and_shown_without_names(
    app: Flask, families: Families, clock: time_machine.Traveller
) -> None:
    grace, manager = client_of(app, families.grace), client_of(app, families.manager)
    assert "It is not open now" in grace.get("/support/health-check").text
    assert grace.post("/support/health-check", data={}).status_code == 422
    assert "No health check is over yet" in manager.get("/support/health-check/results").text
    kept = manager.post("/support/health-check/sentences", data={"questions": "I sleep well."}, follow_redirects=True)
    assert "The next health check asks that." in kept.text
    with transaction():
        begin_check(Viewer.system(), families.service.id, dt.date(2026, 11, 22))
    assert "The health check of carers is open." in grace.get("/").text
    page = grace.get("/support/health-check").text
    assert "I sleep well." in page
    assert "There is a problem" in grace.post("/support/health-check", data={}).text
    done = grace.post("/support/health-check", data={"sentence_1": "rather_not"}, follow_redirects=True).text
    assert "You have answered. Thank you." in done
    assert grace.post("/support/health-check", data={"sentence_1": "yes"}).status_code == 409
    clock.move_to("2026-12-21T09:00Z")
    manager = client_of(app, families.manager)
    assert "Fewer than five carers answered, so nothing is shown." in manager.get("/support/health-check/results").text


def test_a_pair_that_is_in_touch_asks_for_nothing(app: Flask, families: Families) -> None:
    create_check_in(create_pair(families.moira, families.grace))
    client = client_of(app, families.liaison)
    assert "in touch" in client.get("/support/pairs").text
    assert "Support of carers" not in client.get("/").text
