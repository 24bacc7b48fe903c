"""The page on which a manager chooses for how long what belongs to events is kept."""

import pytest
import time_machine
from flask import Flask

from constellations.events.keeping.queries import kept_for
from constellations.events.keeping.rules import KeptFor
from tests.client import client_of
from tests.constellations.events.families import Families, say, sees

AT = "/service/keeping/events"


@pytest.fixture
def families(app: Flask) -> Families:
    """Two families of a hub."""
    return Families()


def test_a_manager_chooses_and_is_warned_of_what_goes(
    app: Flask, families: Families, clock: time_machine.Traveller
) -> None:
    say(families.anita, families.event())
    client = client_of(app, families.manager)
    page = client.get(AT).text
    assert [words in page for words in ('value="36"', 'value="12"', "nothing goes tonight", "go tonight</label>")] == [
        *(True, True, True, False)
    ]
    clock.move_to("2027-03-01T12:00Z")
    client = client_of(app, families.manager)
    chosen = {"answers": "1", "registers": "", "diet": "6", "version": "0"}
    answer = client.post(AT, data=chosen)
    assert answer.status_code == 422
    assert "1 answer would be removed tonight, for good." in answer.text
    page = client.post(AT, data=chosen | {"sure": "y"}, follow_redirects=True).text
    assert ["Saved." in page, "tonight goes: 1 answer." in page] == [True, True]
    assert kept_for(sees(families.manager), families.service.id) == KeptFor(1, None, 6)


def test_a_number_that_cannot_be_meant_is_said(app: Flask, families: Families) -> None:
    client = client_of(app, families.manager)
    answer = client.post(AT, data={"answers": "0", "registers": "601", "version": "0"})
    assert answer.status_code == 422
    assert answer.text.count("Enter a number of months from 1 to 600") >= 2
    assert AT in client.get("/service").text
