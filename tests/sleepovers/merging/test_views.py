"""The pages on which two records become one: chosen, looked at, done."""

from flask import Flask

from constellations.children.models import Child
from constellations.models import Home
from tests import factories
from tests.client import client_of
from tests.registers import rows
from tests.sleepovers.households import Households


def test_a_child_is_chosen_looked_at_and_merged(app: Flask, homes: Households) -> None:
    double = factories.create_child(homes.service, homes.patel, "JB", key="OLD-1")
    factories.create_stay(double, homes.hub, "2026-11-01", "2026-11-03")
    client, path = client_of(app, homes.manager), f"/children/{homes.jb.id}/merge"
    assert f'href="{path}"' in client.get(f"/children/{homes.jb.id}").text
    assert "OLD-1" in client.get(path).text
    page = client.get(path, query_string={"other": str(double.id)})
    assert page.status_code == 200
    assert "What homes count stays the same in every month." in page.text
    assert "This cannot be taken back." in page.text
    assert ("OLD-1",) in rows(Child.key), "looking merges nothing"
    answer = client.post(path, data={"other": str(double.id), "seen": "1-1"}, follow_redirects=True)
    assert "They are one child now." in answer.text
    assert ("OLD-1",) not in rows(Child.key)


def test_what_stands_in_the_way_is_said_beside_both(app: Flask, homes: Households) -> None:
    double = factories.create_child(homes.service, homes.okafor, "JB", key="OLD-1")
    client, path = client_of(app, homes.manager), f"/children/{homes.jb.id}/merge"
    page = client.get(path, query_string={"other": str(double.id)})
    assert page.status_code == 422
    assert "with Patel and with Okafor at once" in page.text
    assert "Side by side" in page.text
    assert "This cannot be taken back." not in page.text
    assert client.get(path, query_string={"other": "nobody"}).status_code == 422
    assert client.post(path, data={"other": "", "seen": "1-1"}).status_code == 422
    assert client_of(app, homes.liaison).get(path).status_code == 403


def test_a_home_is_chosen_looked_at_and_merged(app: Flask, homes: Households) -> None:
    double = factories.create_home(homes.service, "Patel twice")
    client, path = client_of(app, homes.manager), f"/homes/{homes.patel.id}/merge"
    assert f'href="{path}"' in client.get(f"/homes/{homes.patel.id}").text
    page = client.get(path, query_string={"other": str(double.id)})
    assert (page.status_code, "Merge Patel twice into Patel" in page.text) == (200, True)
    stale = client.post(path, data={"other": str(double.id), "seen": "9-9"})
    assert stale.status_code == 409
    answer = client.post(path, data={"other": str(double.id), "seen": "1-1"}, follow_redirects=True)
    assert "They are one home now." in answer.text
    assert ("Patel twice",) not in rows(Home.key)
