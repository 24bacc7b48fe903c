"""Making a constellation, a home or a child; who gives it no reference has one made."""

import datetime as dt
import uuid
from dataclasses import dataclass

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child, ChildStatusFrom, Placement
from constellations.children.rules import check_placement
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_key
from constellations.corrections import check_day
from constellations.homes.actions import begin_membership
from constellations.keys.queries import must_be_free
from constellations.keys.rules import KeyKind
from constellations.models import Constellation, Home, HomeTerms, Service
from constellations.permissions import Permission
from constellations.rules import ChildStatus, ConstellationKind, HomeRole, HomeStatus, Span


@dataclass(frozen=True, slots=True)
class NewHome:
    """What is said of a home that is made; it may belong to a constellation from the first day on."""

    name: str
    beds: int
    approved_children: int
    day: dt.date
    key: str = ""
    area: str | None = None
    constellation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class NewChild:
    """What is said of a child that is made; it may live with a home from a day on."""

    initials: str
    born: Month
    status: ChildStatus
    day: dt.date
    key: str = ""
    home_id: uuid.UUID | None = None


def make_constellation(viewer: Viewer, name: str, kind: ConstellationKind, key: str = "") -> uuid.UUID:
    """Make a constellation without homes; gives its id. Raises KeyTaken."""
    viewer.must(Permission.SETTLE_REGISTER)
    with transaction() as here:
        must_be_free(KeyKind.CONSTELLATION, Constellation.key, key)
        row = Constellation(key=key or new_key(), name=name, service_id=_own_service(viewer), kind=kind)
        here.add(row)
        here.flush()
        record(viewer, "made_constellation", row.id)
        audit(viewer, Change("made_constellation", "constellation", row.id, ("key", "name", "kind")), row.service_id)
        return row.id


def make_home(viewer: Viewer, new: NewHome) -> uuid.UUID:
    """Make a home that is ready from a day on, as a satellite of a constellation where one is given; gives its id.

    Raises KeyTaken, DayOutOfReach, HasClosed, NotFound.
    """
    viewer.must(Permission.SETTLE_REGISTER)
    check_day(new.day, viewer.today)
    with transaction() as here:
        must_be_free(KeyKind.HOME, Home.key, new.key)
        row = Home(key=new.key or new_key(), name=new.name, area=new.area, service_id=_own_service(viewer))
        here.add(row)
        here.flush()
        ready = {"beds": new.beds, "approved_children": new.approved_children, "status": HomeStatus.ACTIVE}
        here.add(HomeTerms(home_id=row.id, starts_on=new.day, **ready))
        here.flush()
        record(viewer, "made_home", row.id, home_id=row.id)
        audit(viewer, Change("made_home", "home", row.id, ("key", "name", "area", *ready)), row.service_id)
        if new.constellation_id is not None:
            constellation = hold(viewer, Constellation, new.constellation_id)
            begin_membership(viewer, row, constellation, HomeRole.SATELLITE, Span(new.day))
        return row.id


def make_child(viewer: Viewer, new: NewChild) -> uuid.UUID:
    """Make a child, who lives with a home where one is given; gives its id.

    Raises KeyTaken, DayOutOfReach, NotBornYet, NotFound.
    """
    viewer.must(Permission.SETTLE_REGISTER)
    check_day(new.day, viewer.today)
    with transaction() as here:
        must_be_free(KeyKind.CHILD, Child.key, new.key)
        row = Child(key=new.key or new_key(), service_id=_own_service(viewer), initials=new.initials, born=new.born)
        here.add(row)
        here.flush()
        here.add(ChildStatusFrom(child_id=row.id, status=new.status))
        if new.home_id is not None:
            _place(viewer, row, new.home_id, new.day)
        here.flush()
        record(viewer, "made_child", row.id, home_id=new.home_id)
        fields = ("key", "initials", "born", "status", "home_id")
        audit(viewer, Change("made_child", "child", row.id, fields), row.service_id)
        return row.id


def _place(viewer: Viewer, child: Child, home_id: uuid.UUID, day: dt.date) -> None:
    home = find(viewer, Home, home_id)
    if home.service_id != child.service_id:
        raise NotFound
    check_placement(Span(day), (), child.born)
    session().add(Placement(child_id=child.id, home_id=home.id, starts_on=day))


def _own_service(viewer: Viewer) -> uuid.UUID:
    if viewer.service_id is None:
        raise NotFound
    return find(viewer, Service, viewer.service_id).id
