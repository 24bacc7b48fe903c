"""Two people who correct the same constellation at the same moment."""

import contextvars
import datetime as dt
import threading
from collections.abc import Callable

from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import Conflict, RuleBroken
from constellations.homes import actions
from constellations.homes.rules import Terms, TwoHubs
from constellations.models import HomeTerms, Membership
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole, HomeStatus
from tests import factories

DAY = dt.date(2026, 12, 1)


def at_once(app: Flask, *acts: Callable[[], None]) -> list[BaseException]:
    """Do several things in threads of their own, as workers would; what each refused."""
    refused: list[BaseException] = []
    together = threading.Barrier(len(acts))

    def one(act: Callable[[], None]) -> None:
        with app.app_context():
            together.wait(timeout=10)
            try:
                act()
            except (RuleBroken, Conflict) as no:
                refused.append(no)

    threads = [threading.Thread(target=contextvars.Context().run, args=(one, act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return refused


def test_of_two_homes_that_become_hub_at_once_one_does(app: Flask) -> None:
    service = factories.create_service()
    constellation = factories.create_constellation(service)
    homes = [factories.create_home(service) for _ in range(4)]
    manager = viewer_for(factories.create_person(Role.MANAGER, service))

    def join(number: int) -> Callable[[], None]:
        home_id, constellation_id = homes[number].id, constellation.id
        return lambda: actions.join_constellation(manager, home_id, constellation_id, HomeRole.HUB, DAY)

    acts = [join(number) for number in range(4)]
    # What the test has read is forgotten, so that it sees what the others stored.
    session().rollback()
    refused = at_once(app, *acts)
    hubs = session().scalars(visible(Viewer.system(), Membership)).all()
    assert [type(no) for no in refused] == [TwoHubs] * 3
    assert len(hubs) == 1


def test_of_two_changes_of_one_home_from_the_same_page_one_is_a_conflict(app: Flask) -> None:
    service = factories.create_service()
    home = factories.create_home(service)
    manager = viewer_for(factories.create_person(Role.MANAGER, service))
    home_id = home.id
    session().rollback()

    def change(beds: int) -> Callable[[], None]:
        return lambda: actions.change_terms(manager, home_id, Terms(beds, 3, HomeStatus.ACTIVE), DAY, 1)

    refused = at_once(app, change(1), change(3))
    asked = visible(Viewer.system(), HomeTerms).where(HomeTerms.starts_on == DAY)
    assert [isinstance(no, Conflict) for no in refused] == [True]
    assert len(session().scalars(asked).all()) == 1
