"""Nights off on the screen: before asking, on a page of their own, and as a policy."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from sleepovers.nights_off.actions import start_nights_off
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.rules import Entitlement, Unit
from sleepovers.rules import StayKind, StayState
from tests.client import client_of
from tests.factories import create_stay
from tests.sleepovers.households import Households, sees

FOURTEEN = Entitlement(dt.date(2026, 4, 1), Unit.NIGHTS, 14, 4, 1, True, frozenset({StayKind.RESPITE}))

TYPED = {
    "valid_from": "2026-12-01",
    "amount": "14",
    "unit": "days",
    "year_day": "1",
    "year_month": "4",
    "pro_rata": "y",
    "used_by": ["respite", "planned"],
    "short_nights": "2",
}


def policies() -> list[NightsOffPolicy]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), NightsOffPolicy)))


def test_the_balance_is_read_before_the_ask_is_sent_and_on_a_page_of_its_own(app: Flask, homes: Households) -> None:
    start_nights_off(sees(homes.manager), FOURTEEN)
    create_stay(homes.jb, homes.hub, "2026-10-02", "2026-10-05", kind=StayKind.RESPITE)
    create_stay(homes.jb, homes.hub, "2026-12-04", "2026-12-06", StayState.AGREED, StayKind.RESPITE)
    said = "3 of 14 nights off used, 2 more agreed, 9 left until Wednesday 31 March 2027."
    assert said in client_of(app, homes.anita).get("/asks/new").text
    assert said in client_of(app, homes.liaison).get(f"/asks/new?family={homes.patel.id}").text
    page = client_of(app, homes.anita).get("/nights-off", follow_redirects=True).text
    assert "Your nights off" in page
    assert "Wednesday 1 April 2026 to Wednesday 31 March 2027" in page
    assert "2 nights" in page
    assert "JB" not in page


def test_without_a_policy_nothing_is_said_before_asking(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    assert "nights off used" not in client.get("/asks/new").text
    assert "Your service has not said how many" in client.get(f"/homes/{homes.patel.id}/nights-off").text


def wanted(homes: Households, **more: str) -> dict[str, str]:
    """The form of an ask for JB with the hub over the first weekend of December."""
    of_jb = {"family": str(homes.patel.id), "children": str(homes.jb.id), "homes": str(homes.hub.id)}
    nights = {"arrive_on": "2026-12-04", "last_night": "2026-12-05"}
    return {**of_jb, **nights, "kind": "respite", "often": "once", **more}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "This would use 2 of your 14 nights off. 9 would be left until Wednesday 31 March 2027."),
        ({"often": "fortnightly", "weeks": "3"}, "This would use 6 of your 14 nights off. 5 would be left until"),
        ({"often": "weekly"}, "This would use 2 of your 14 nights off."),
        ({"often": "x"}, "This would use 2 of your 14 nights off."),
        ({"often": "weekly", "weeks": "26"}, "That is "),
        ({"kind": "planned"}, ""),
        ({"last_night": "2026-12-01"}, ""),
        ({"last_night": "2027-02-01"}, ""),
        ({"arrive_on": "9999-12-30", "last_night": "9999-12-30"}, ""),
    ],
)
def test_what_an_ask_would_use_is_read_before_it_is_sent(
    app: Flask, homes: Households, more: dict[str, str], said: str
) -> None:
    start_nights_off(sees(homes.manager), FOURTEEN)
    create_stay(homes.jb, homes.hub, "2026-10-02", "2026-10-05", kind=StayKind.RESPITE)
    look = client_of(app, homes.anita).post("/asks/look", data=wanted(homes, **more))
    assert look.status_code == 200
    assert said in look.text
    assert ("This would use" in look.text) is bool(said)


def test_staff_read_whose_nights_they_would_be(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.liaison)
    assert "would use" not in client.post("/asks/look", data=wanted(homes)).text
    start_nights_off(sees(homes.manager), replace(FOURTEEN, unit=Unit.DAYS))
    said = "This would use 3 of the 14 days off of Patel. 11 would be left until"
    assert said in client.post("/asks/look", data=wanted(homes)).text


def test_a_carer_does_not_read_of_another_home(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    assert client.get(f"/homes/{homes.okafor.id}/nights-off").status_code == 403
    assert client_of(app, homes.finance).get("/nights-off").status_code == 403


def test_staff_read_of_all_their_homes(app: Flask, homes: Households) -> None:
    assert "No nights off are set" in client_of(app, homes.liaison).get("/nights-off").text
    start_nights_off(sees(homes.manager), FOURTEEN)
    text = client_of(app, homes.liaison).get("/nights-off").text
    assert [name for name in ("Moira", "Patel", "Okafor") if name not in text] == []


def test_the_manager_starts_a_policy_and_withdraws_it(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    assert 'value="14"' in client.get("/policies/nights-off/start").text
    text = client.post("/policies/nights-off/start", data=TYPED, follow_redirects=True).text
    assert "14 days a year for each home, from 1 April." in text
    assert "Used up by stays of these kinds: planned and respite." in text
    assert "Stays of up to 2 nights use nothing up." in text
    (row,) = policies()
    assert (row.unit, row.amount, row.short_nights, row.pro_rata) == (Unit.DAYS, 14, 2, True)
    client.post(f"/policies/nights-off/{row.id}/withdraw")
    assert policies() == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("valid_from", "soon", "Enter a day, such as 27/11/2026."),
        ("valid_from", "2031-01-01", "Choose a day from"),
        ("amount", "367", "Enter a number from 1 to 366."),
        ("year_day", "31", "That month has no such day in every year."),
        ("year_month", "13", "Not a valid choice."),
        ("used_by", [], "Choose at least one kind of stay."),
        ("short_nights", "28", "Enter a number from 0 to 27."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    app: Flask, homes: Households, field: str, typed: str | list[str], said: str
) -> None:
    answer = client_of(app, homes.manager).post("/policies/nights-off/start", data=TYPED | {field: typed})
    assert answer.status_code == 422
    assert f'<a href="#{field}">{said}' in answer.text
    assert policies() == []


def test_finance_reads_the_policy_and_changes_nothing(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.finance)
    assert "Start a policy" not in client.get("/policies/nights-off").text
    assert client.post("/policies/nights-off/start", data=TYPED).status_code == 403
