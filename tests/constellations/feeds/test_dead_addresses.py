"""When an address opens nothing: ended, renewed, left, unknown, all alike; and how often it may be tried."""

import datetime as dt
import logging

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.accounts.queries import token_hash
from constellations.core.database import database, session
from constellations.core.logs import LEFT_OUT, init_logs, redact
from constellations.core.throttle import throttle
from constellations.feeds.addresses.actions import end_address, renew_address
from constellations.feeds.addresses.queries import own_addresses
from constellations.feeds.keeping.jobs import look_through_entries
from constellations.feeds.rules import FETCHES
from constellations.models import Home, Membership
from constellations.people.actions import What, change_person, end_access, let_back
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.feeds.standing import EVERYTHING, address_of, fetched
from tests.factories import changed, join
from tests.queries import count_queries
from tests.sleepovers.households import Households, sees


def test_an_address_that_is_dead_is_answered_as_one_that_never_was(app: Flask, homes: Households) -> None:
    viewer = sees(homes.anita)
    first, second, gone = address_of(homes.anita), address_of(homes.anita), address_of(homes.tom)
    ids = [one.id for one in own_addresses(viewer)]
    end_address(viewer, ids[1])
    renewed = renew_address(viewer, ids[0])
    end_access(sees(homes.manager), homes.tom.id)
    never = fetched(app, "/feeds/c1nothing.ics")
    dead = [fetched(app, path) for path in (first, second, gone)]
    assert {answer.status_code for answer in (never, *dead)} == {404}
    assert len({len(answer.data) for answer in (never, *dead)}) == 1
    assert fetched(app, f"/feeds/{renewed.secret}.ics").status_code == 200
    let_back(sees(homes.manager), homes.tom.id)
    assert fetched(app, gone).status_code == 404, "who comes back begins anew"


def test_every_wrong_address_costs_one_look_up(app: Flask, homes: Households) -> None:
    path, of_no_more_carer = address_of(homes.tom), address_of(homes.moira)
    end_access(sees(homes.manager), homes.tom.id)
    changed(homes.moira, role=Role.REGIONAL)
    asked = []
    for wrong in (path, "/feeds/c1nothing.ics", "/feeds/%00.ics", of_no_more_carer):
        with count_queries(database().engine) as statements:
            assert fetched(app, wrong).status_code == 404
        asked.append([one for one in statements if one.startswith("SELECT")])
    assert asked == [asked[0]] * 4
    assert len(asked[0]) == 1


def test_a_feed_ends_with_the_last_constellation_of_a_carer(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    path = address_of(homes.anita)
    membership = membership_of(homes.patel)
    changed(membership, ends_on=dt.date(2026, 11, 23))
    assert fetched(app, path).status_code == 200
    clock.shift(dt.timedelta(days=1))
    assert fetched(app, path).status_code == 404


def test_an_address_does_not_come_back_with_the_home(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    path, again, other = address_of(homes.anita), address_of(homes.okafors), address_of(homes.moira)
    for home in (homes.patel, homes.okafor):
        changed(membership_of(home), ends_on=dt.date(2026, 11, 23))
    clock.shift(dt.timedelta(days=1))
    join(homes.okafor, homes.constellation, starts_on=dt.date(2026, 12, 1))
    today = dt.date(2026, 11, 23)
    look_through_entries(Viewer.system(), homes.service.id, today, today)
    join(homes.patel, homes.constellation, starts_on=dt.date(2026, 11, 23))
    assert fetched(app, path).status_code == 404
    assert fetched(app, address_of(homes.anita)).status_code == fetched(app, other).status_code == 200
    clock.move_to("2026-12-01T09:00Z")
    assert fetched(app, again).status_code == 200, "it was known that they would be back"


def test_another_role_needs_another_address(app: Flask, homes: Households) -> None:
    path = address_of(homes.tom)
    what = What(Role.SATELLITE_CARER, home_id=homes.okafor.id)
    change_person(sees(homes.manager), homes.tom.id, "Tom", what, homes.tom.version)
    assert fetched(app, path).status_code == 404


def test_who_asks_without_end_is_told_to_wait(app: Flask, homes: Households) -> None:
    path, other = address_of(homes.anita), address_of(homes.moira)
    statuses = [fetched(app, path).status_code for _ in range(3)]
    assert statuses == [200] * 3
    spend(app, path)
    assert fetched(app, path).status_code == 429
    assert fetched(app, other).status_code == 200


def test_who_tries_one_address_after_another_is_told_to_wait(app: Flask, homes: Households) -> None:
    path, client = address_of(homes.anita), client_of(app)
    stranger = {"REMOTE_ADDR": "192.0.2.7"}
    statuses = [client.get(f"/feeds/c1{n}.ics", environ_overrides=stranger).status_code for n in range(62)]
    assert statuses == [404] * 60 + [429] * 2
    assert client.get(path, environ_overrides=stranger).status_code == 200, "many share a network"
    assert fetched(app, "/feeds/c1nothing.ics").status_code == 404


def test_the_secret_stands_in_no_log_line(app: Flask, homes: Households, capfd: pytest.CaptureFixture[str]) -> None:
    path = address_of(homes.anita)
    init_logs(for_machines=True)
    fetched(app, path)
    fetched(app, f"{path[:-5]}.ics")
    logging.getLogger("elsewhere").error("could not answer %s", path)
    lines = capfd.readouterr().err
    secret = path.split("/")[-1].removesuffix(".ics")
    assert lines.count("feeds.feed") == 2
    assert "could not answer /feeds/[left out].ics" in lines
    assert secret[:-2] not in lines


@pytest.mark.parametrize("secret", ["c1" + "x" * 32, "c1" + "-" * 32, "c1" + "x_-y" * 8])
def test_no_secret_passes_for_a_word_in_a_log(secret: str) -> None:
    assert redact(None, "", {"event": f"GET /feeds/{secret}.ics"}) == {"event": f"GET /feeds/{LEFT_OUT}.ics"}


def membership_of(home: Home) -> Membership:
    """The membership of a home."""
    session().rollback()
    mine = select(Membership).where(Membership.home_id == home.id)
    return session().scalars(covering(EVERYTHING, mine)).one()


def spend(app: Flask, path: str) -> None:
    """Let an address have been fetched as often as it may."""
    hashed = token_hash(path.split("/")[-1].removesuffix(".ics"))
    with app.app_context():
        while throttle().take(FETCHES, hashed):
            pass
