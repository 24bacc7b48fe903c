"""The course of a stay on its page: what comes next, arriving and going home, calling off, and who did what."""

import datetime as dt
import re

import pytest
import time_machine
from flask import Flask

from constellations.core.database import database
from constellations.models import Home, Person
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_another_home, ask_for_sleepover
from sleepovers.asks.answering.actions import Asked, agree_to_ask, decline_ask
from sleepovers.asks.wanted import Wanted
from sleepovers.models import Stay
from sleepovers.nights.actions import confirm_nights
from sleepovers.rules import Moment, StayState
from sleepovers.stays.course.actions import call_off_stay, say_arrived
from tests import factories
from tests.client import client_of
from tests.queries import count_queries
from tests.sleepovers.households import Households, sees, states, stored_stay


def text_of(app: Flask, person: Person, stay: Stay) -> str:
    """The page of a stay, its words in one line."""
    answer = client_of(app, person).get(f"/stays/{stay.id}")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ("2026-11-22T09:00Z", "JB comes on Fri 27 Nov"),
        ("2026-11-27T09:00Z", "JB comes today"),
        ("2026-11-28T09:00Z", "Did JB sleep here?"),
    ],
)
def test_one_line_says_what_comes_next(
    app: Flask, homes: Households, clock: time_machine.Traveller, now: str, line: str
) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    clock.move_to(now)
    assert line in text_of(app, homes.moira, stay)


def test_whoever_does_not_tell_reads_whose_turn_it_is(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    assert "Moira has yet to say whether JB slept there" in text_of(app, homes.anita, stay)


@pytest.mark.parametrize("who", ["moira", "anita", "liaison"])
def test_arrived_is_one_press_for_both_homes_and_staff(app: Flask, homes: Households, who: str) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    person, path = getattr(homes, who), f"/stays/{stay.id}/arrived"
    assert f'action="{path}"' in text_of(app, person, stay)
    assert client_of(app, person).post(path).location == f"/stays/{stay.id}"
    assert stored_stay(stay).state is StayState.UNDER_WAY
    page = text_of(app, person, stay)
    assert f'action="{path}"' not in page
    assert "JB goes home on Tue 24 Nov" in page
    assert f"{person.name} said that the child has arrived" in page
    assert ("in a carer’s place" in page) is (who == "liaison")
    assert client_of(app, person).post(path).status_code == 302, "said again, it changes nothing"


def test_home_safe_is_one_press_too(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    path = f"/stays/{stay.id}/came-home"
    assert f'action="{path}"' in text_of(app, homes.anita, stay)
    assert client_of(app, homes.anita).post(path).location == f"/stays/{stay.id}"
    confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version)
    page = text_of(app, homes.anita, stay)
    assert "This sleepover is over, and JB is home safe" in page
    assert f'action="{path}"' not in page


@pytest.mark.parametrize(
    ("act", "arrive", "depart", "status", "words"),
    [
        ("arrived", "2026-11-23", "2026-11-24", 422, "begins on Mon 23 Nov"),
        ("came-home", "2026-11-21", "2026-11-23", 422, "goes on until Mon 23 Nov"),
        ("call-off", "2026-11-21", "2026-11-23", 422, "This sleepover has begun."),
    ],
)
def test_what_is_too_early_or_too_late_is_said_plainly(
    app: Flask, homes: Households, act: str, arrive: str, depart: str, status: int, words: str
) -> None:
    stay = homes.stay(arrive, depart)
    answer = client_of(app, homes.moira).post(f"/stays/{stay.id}/{act}", data={"version": "1", "reason": "ill"})
    assert (answer.status_code, words in answer.text) == (status, True)
    assert f"/stays/{stay.id}/{act}" not in text_of(app, homes.moira, stay), "nobody is offered it"


def test_a_hub_that_only_reads_along_is_offered_nothing(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24", homes.ak, homes.patel)
    page = text_of(app, homes.moira, stay)
    for act in ("arrived", "call-off"):
        assert f"/stays/{stay.id}/{act}" not in page
        refused = client_of(app, homes.moira).post(f"/stays/{stay.id}/{act}", data={"reason": "no", "version": "1"})
        assert (refused.status_code, "Only the two homes of this sleepover" in refused.text) == (403, True)


def test_calling_off_says_who_why_and_how_long_before(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    client = client_of(app, homes.moira)
    assert f'href="/stays/{stay.id}/call-off"' in client.get(f"/stays/{stay.id}").text
    form = client.get(f"/stays/{stay.id}/call-off").text
    assert "JB with Moira: Fri 27 Nov, 2 nights (home Sun)" in form
    answer = client.post(f"/stays/{stay.id}/call-off", data={"reason": " we are ill ", "version": "1"})
    assert answer.location == f"/stays/{stay.id}"
    assert (stored_stay(stay).state, states(stay)) == (StayState.CANCELLED, {})
    page = text_of(app, homes.anita, stay)
    assert "This sleepover was called off" in page
    assert "Moira Hale called it off on Sun 22 Nov, 09:00, 129 hours (5 days) before it was to begin." in page
    assert page.count("“we are ill”") == 2, "beside the notice, and in the timeline"
    assert "moved to another stay" not in page
    assert "call-off" not in page


@pytest.mark.parametrize(
    ("arrive", "words"),
    [
        ("2026-11-22T09:30", "less than an hour before"),
        ("2026-11-22T10:00", "1 hour before"),
        ("2026-11-23", "33 hours before"),
    ],
)
def test_a_short_notice_is_said_in_hours(app: Flask, homes: Households, arrive: str, words: str) -> None:
    stay = homes.stay(arrive, "2026-11-24")
    call_off_stay(sees(homes.liaison), stay.id, 1, "ill")
    page = text_of(app, homes.moira, stay)
    assert words in page
    assert "Dee Marsh called it off, in a carer’s place" in page


def test_only_the_childs_own_home_is_offered_to_ask_again(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    assert "Ask again" not in text_of(app, homes.anita, stay)
    call_off_stay(sees(homes.moira), stay.id, 1, "ill")
    again = f'href="/asks/new?child={homes.jb.id}&amp;home={homes.hub.id}"'
    for person, is_offered in ((homes.anita, True), (homes.moira, False), (homes.liaison, False)):
        assert (again in text_of(app, person, stay)) is is_offered


@pytest.mark.parametrize(
    ("reason", "words"), [("", "Say in a few words why"), ("  ", "Say in a few words why"), ("x" * 501, "at most 500")]
)
def test_a_stay_is_not_called_off_without_a_few_words(app: Flask, homes: Households, reason: str, words: str) -> None:
    stay = homes.stay("2026-11-27", "2026-11-29")
    answer = client_of(app, homes.anita).post(
        f"/stays/{stay.id}/call-off", data={"reason": reason, "version": "1", "opened_at": "then"}
    )
    assert (answer.status_code, words in answer.text) == (422, True)
    assert all(f'value="{kept}"' in answer.text for kept in ("1", "then", reason.strip()) if kept)
    assert stored_stay(stay).state is StayState.AGREED


def test_the_page_to_call_off_is_refused_once_it_has_begun_or_is_off(app: Flask, homes: Households) -> None:
    begun, off = homes.stay("2026-11-21", "2026-11-22"), homes.stay("2026-11-27", "2026-11-29")
    call_off_stay(sees(homes.moira), off.id, 1, "ill")
    client = client_of(app, homes.moira)
    for stay, status, words in ((begun, 422, "has begun"), (off, 409, "was called off already")):
        answer = client.get(f"/stays/{stay.id}/call-off")
        assert (answer.status_code, words in answer.text) == (status, True)


def test_calling_off_from_an_old_page_shows_both_and_lets_one_go_on(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    client = client_of(app, homes.anita)
    answer = client.post(f"/stays/{stay.id}/call-off", data={"reason": "ill", "version": "0"})
    assert answer.status_code == 409
    assert "Somebody else changed this stay" in answer.text
    assert "The stay is called off." in answer.text
    assert "“ill”" in answer.text
    assert f'action="/stays/{stay.id}/call-off"' in answer.text
    assert re.findall(r'name="version" value="(\d+)"', answer.text) == ["1"]
    assert client.post(f"/stays/{stay.id}/call-off", data={"reason": "ill", "version": "1"}).status_code == 302


def test_who_calls_off_what_has_begun_meanwhile_hears_so(app: Flask, homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    say_arrived(sees(homes.moira), stay.id)
    answer = client_of(app, homes.anita).post(f"/stays/{stay.id}/call-off", data={"reason": "ill", "version": "1"})
    assert (answer.status_code, "has begun" in answer.text, "ill" in answer.text) == (422, True, True)


def weekend(homes: Households, *hosts: Home) -> Wanted:
    """Friday to Sunday of a child of the Patels, about whom nobody else has to be asked."""
    child = factories.create_child(homes.service, homes.patel, "KB", authority=StayAuthority.DELEGATED)
    ends = Moment.parse("2026-11-27"), Moment.parse("2026-11-29")
    return Wanted((child.id,), tuple(home.id for home in hosts), *ends)


class TestTimeline:
    def agreed(self, homes: Households, clock: time_machine.Traveller, by: Person, reason: str | None = None) -> Stay:
        """Anita asks Moira, then the Okafors too, who cannot; then somebody agrees for Moira."""
        (ask_id,) = ask_for_sleepover(sees(homes.anita), weekend(homes, homes.hub))
        clock.shift(dt.timedelta(minutes=5))
        ask_another_home(sees(homes.anita), ask_id, 1, homes.okafor.id)
        clock.shift(dt.timedelta(minutes=5))
        decline_ask(sees(homes.okafors), Asked(ask_id, homes.okafor.id, 2), "we are full")
        clock.shift(dt.timedelta(minutes=5))
        (stay_id,) = agree_to_ask(sees(by), Asked(ask_id, homes.hub.id, 3), reason)
        return stored_stay(Stay(id=stay_id))

    def test_says_who_asked_and_who_agreed_the_latest_first(
        self, app: Flask, homes: Households, clock: time_machine.Traveller
    ) -> None:
        page = text_of(app, homes.anita, self.agreed(homes, clock, homes.moira))
        lines = ["Moira Hale agreed", "we are full", "Anita Patel asked Okafor too", "Anita Patel asked</p>"]
        assert sorted(lines, key=page.index) == lines
        assert "Fri 27 Nov and Sat 28 Nov: agreed, not told yet" in page

    def test_says_that_staff_agreed_for_a_home_and_what_they_let_pass(
        self, app: Flask, homes: Households, clock: time_machine.Traveller
    ) -> None:
        for bed in (1, 2):
            guest = factories.create_child(homes.service, homes.okafor, f"X{bed}")
            factories.create_stay(guest, homes.hub, "2026-11-27", "2026-11-29", StayState.AGREED, bed=bed)
        page = text_of(app, homes.anita, self.agreed(homes, clock, homes.liaison, "mother in hospital"))
        assert "Dee Marsh agreed for Moira" in page
        assert "Dee Marsh allowed it although the check said no" in page
        assert page.count("“mother in hospital”") == 1
        assert "one more than the beds" in page

    @pytest.mark.parametrize(("who", "reads"), [("anita", True), ("liaison", True), ("tom", True), ("okafors", False)])
    def test_what_other_homes_answered_is_not_for_one_that_only_hosts(
        self, app: Flask, homes: Households, clock: time_machine.Traveller, who: str, reads: bool
    ) -> None:
        (ask_id,) = ask_for_sleepover(sees(homes.anita), weekend(homes, homes.hub, homes.okafor))
        decline_ask(sees(homes.moira), Asked(ask_id, homes.hub.id, 1), "we are full")
        (stay_id,) = agree_to_ask(sees(homes.okafors), Asked(ask_id, homes.okafor.id, 2))
        page = text_of(app, getattr(homes, who), Stay(id=stay_id))
        assert "Chi Okafor agreed" in page
        assert ("we are full" in page) is reads

    def test_takes_the_same_number_of_queries_however_much_was_done(self, app: Flask, homes: Households) -> None:
        stay = homes.stay("2026-11-20", "2026-11-22")
        client, path = client_of(app, homes.moira), f"/stays/{stay.id}"

        def queries() -> int:
            with count_queries(database().engine) as sent:
                client.get(path)
            return len(sent)

        before = queries()
        say_arrived(sees(homes.anita), stay.id)
        confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version)
        assert queries() == before
