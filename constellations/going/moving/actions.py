"""Moving a family to another constellation, in one act."""

import datetime as dt
import uuid

from flask_babel import gettext

from constellations.access import Viewer, find, hold, visible
from constellations.actions import check_history, room_changes, span_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.words import full_day_words
from constellations.corrections import ChangedMeanwhile, check_day
from constellations.going.moving.rules import AnotherService, SameConstellation, check_move, goes_on_from
from constellations.going.queries import carers_of_homes, hub_and_liaison_of
from constellations.homes.actions import begin_membership, end_membership, until_it_leaves
from constellations.homes.rules import Belonging, NotAMember, check_belonging, must_be_open_for
from constellations.models import Constellation, Home, Membership
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from constellations.rules import HomeRole, Span


def move_family(viewer: Viewer, membership_id: uuid.UUID, to: uuid.UUID, day: dt.date, version: int) -> None:
    """Let a family leave one constellation and join another as a satellite on the same day; all concerned are told.

    `version` is that of the home. Back on the same day, the earlier membership goes on. Raises ChangedMeanwhile,
    DayOutOfReach, SameConstellation, AnotherService, HubStays, NotAMember, HasClosed, AlreadyMember, HomeHasLeft,
    NotFound, and MonthClosed where that day was counted in a month that is closed.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction():
        found = find(viewer, Membership, membership_id)
        home = hold(viewer, Home, found.home_id)
        # Both are held in one order, so that two who move families crosswise do not wait for each other.
        held = {key: hold(viewer, Constellation, key) for key in sorted({found.constellation_id, to})}
        old, new = held[found.constellation_id], held[to]
        membership = hold(viewer, Membership, membership_id)
        if new.id == old.id:
            raise SameConstellation(old.name)
        if new.service_id != home.service_id:
            raise AnotherService
        if home.version != version:
            raise ChangedMeanwhile(old.name, new.name)
        if day not in span_of(membership):
            raise NotAMember(home.name)
        check_move(home.name, membership.role)
        check_history(viewer, home.service_id, day)
        # What ends with the old constellation alone does not end in the new one.
        until = None if membership.ends_on == old.closed_on else membership.ends_on
        end_membership(viewer, membership, old, day)
        _arrive(viewer, home, new, Span(day, until))
        record(viewer, "moved_family", new.id, home_id=home.id)
        audit(viewer, Change("moved_family", "home", home.id, ("constellation_id",)), home.service_id)
        _tell(viewer, home, (old, new), day)


def _arrive(viewer: Viewer, home: Home, new: Constellation, span: Span) -> None:
    """Begin the membership, or let the one go on that ended on this very day."""
    asked = visible(viewer, Membership).where(Membership.home_id == home.id, Membership.constellation_id == new.id)
    before = {row.id: row for row in session().scalars(asked)}
    known = ((row.id, row.role, span_of(row)) for row in before.values())
    again = goes_on_from(known, span.starts_on)
    if again is None:
        begin_membership(viewer, home, new, HomeRole.SATELLITE, span)
        return
    span = until_it_leaves(home.id, span)
    must_be_open_for(new.name, new.closed_on, span)
    others = (Belonging(home.id, home.name, row.role, span_of(row)) for row in before.values())
    check_belonging(Belonging(home.id, home.name, before[again].role, span), others)
    before[again].ends_on = span.ends_on
    session().flush()
    room_changes(home.id, span.starts_on, viewer.today)
    audit(viewer, Change("begin_membership", "membership", again, ("ends_on",)), new.service_id)


def _tell(viewer: Viewer, home: Home, both: tuple[Constellation, Constellation], day: dt.date) -> None:
    """Tell the family, both hubs, and whoever looks after one of the two."""
    old, new = both
    once, when = f"moved/{home.id}/{clock.now().isoformat()}", full_day_words(day)
    family = carers_of_homes([home.id]) - {viewer.person_id}
    words = gettext("From %(day)s on your family belongs to %(new)s.", day=when, new=new.name)
    tell(family, News(once, words, f"/homes/{home.id}"))
    said = gettext("A family moves from %(old)s to %(new)s on %(day)s.", old=old.name, new=new.name, day=when)
    for one in both:
        around = hub_and_liaison_of(one.id, viewer.today) - family - {viewer.person_id}
        tell(around, News(once, said, f"/constellations/{one.id}"))
