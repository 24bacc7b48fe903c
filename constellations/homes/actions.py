"""Corrections of homes: what they are ready for, and where they belong."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from constellations.access import Viewer, covering, find, hold, visible
from constellations.actions import check_history, let_end, let_hold, note_change, room_changes, span_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.corrections import check_day
from constellations.feeds.entries.actions import let_feeds_follow_name
from constellations.homes.rules import (
    AlreadyHub,
    Belonging,
    HomeHasLeft,
    JoinedLater,
    NotAMember,
    Terms,
    check_approval,
    check_belonging,
    kept_review,
    must_be_open_for,
    names_words,
    terms_words,
)
from constellations.keys.actions import Keyed, keep_old_key
from constellations.keys.queries import must_be_free
from constellations.keys.rules import KeyKind
from constellations.models import Constellation, Home, HomeTerms, Membership, holds_on
from constellations.permissions import Permission
from constellations.rules import HomeRole, HomeStatus, Span


@dataclass(frozen=True, slots=True)
class HomeNames:
    """What a home is called: its reference in the register, its name, the part of town; and since when it fosters."""

    key: str
    name: str
    area: str | None
    approved_on: dt.date | None


def rename_home(viewer: Viewer, home_id: uuid.UUID, names: HomeNames, version: int) -> None:
    """Correct the reference, the name or the area of a home, or the day on which its carers were approved.

    Raises KeyTaken, ApprovalOutOfReach.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_approval(names.approved_on, viewer.today)
    with transaction():
        home = hold(viewer, Home, home_id)
        if names.key != home.key:
            must_be_free(KeyKind.HOME, Home.key, names.key, home.id)
        note_change(
            home,
            version,
            names_words(home.name, home.key, home.approved_on),
            names_words(names.name, names.key, names.approved_on),
        )
        old, home.key = home.key, names.key
        home.name, home.area, home.approved_on = names.name, names.area, names.approved_on
        keep_old_key(Keyed(KeyKind.HOME, home.service_id, home.id), old, names.key)
        let_feeds_follow_name(home.id)
        record(viewer, "rename_home", home.id, home_id=home.id)
        fields = ["key", "name", "area", "approved_on"]
        audit(viewer, Change("rename_home", "home", home.id, fields), home.service_id)


def change_terms(viewer: Viewer, home_id: uuid.UUID, terms: Terms, day: dt.date, version: int) -> None:
    """Say what a home is ready for from a day on; a home that has left belongs nowhere from that day.

    Raises ReviewMissing or ReviewOutOfReach for a hold without a sensible day of its review.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    terms = replace(terms, review_on=kept_review(terms, day))
    with transaction() as current:
        home = hold(viewer, Home, home_id)
        history = list(current.scalars(visible(viewer, HomeTerms).where(HomeTerms.home_id == home.id)))
        present = next((row for row in history if viewer.today in span_of(row)), None)
        note_change(home, version, terms_words(_terms(present)), terms_words(terms))
        new = HomeTerms(
            home_id=home.id,
            starts_on=day,
            beds=terms.beds,
            approved_children=terms.approved_children,
            status=terms.status,
            review_on=terms.review_on,
        )
        let_hold(history, new)
        # While it belongs somewhere: who looks at the board there hears of it.
        room_changes(home.id, day, viewer.today)
        if terms.status is HomeStatus.LEFT:
            _end_all_memberships(viewer, home, day)
        record(viewer, "change_terms", home.id, home_id=home.id)
        fields = ["beds", "approved_children", "status", "review_on"]
        audit(viewer, Change("change_terms", "home_terms", home.id, fields), home.service_id)


def join_constellation(
    viewer: Viewer, home_id: uuid.UUID, constellation_id: uuid.UUID, role: HomeRole, day: dt.date
) -> None:
    """Make a home a member from a day on; raises AlreadyMember, TwoHubs or HomeHasLeft."""
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction():
        home, constellation = hold(viewer, Home, home_id), hold(viewer, Constellation, constellation_id)
        check_history(viewer, home.service_id, day)
        begin_membership(viewer, home, constellation, role, Span(day))
        record(viewer, "join_constellation", constellation.id, home_id=home.id)


def leave_constellation(viewer: Viewer, membership_id: uuid.UUID, day: dt.date) -> None:
    """End a membership; `day` is the first on which the home is no longer a member."""
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction():
        membership = find(viewer, Membership, membership_id)
        constellation = hold(viewer, Constellation, membership.constellation_id)
        check_history(viewer, constellation.service_id, day)
        membership = hold(viewer, Membership, membership_id)
        begins_later = membership.starts_on > viewer.today and day <= membership.starts_on
        if not begins_later and day not in span_of(membership):
            raise NotAMember(find(viewer, Home, membership.home_id).name)
        end_membership(viewer, membership, constellation, day)
        record(viewer, "leave_constellation", constellation.id, home_id=membership.home_id)


def change_role(viewer: Viewer, membership_id: uuid.UUID, role: HomeRole, day: dt.date) -> None:
    """Let a member be something else in its constellation from a day on; raises TwoHubs."""
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction():
        found = find(viewer, Membership, membership_id)
        home, constellation = hold(viewer, Home, found.home_id), hold(viewer, Constellation, found.constellation_id)
        check_history(viewer, constellation.service_id, day)
        membership = hold(viewer, Membership, membership_id)
        if day not in span_of(membership):
            raise NotAMember(home.name)
        until = membership.ends_on
        end_membership(viewer, membership, constellation, day)
        begin_membership(viewer, home, constellation, role, Span(day, until))
        record(viewer, "change_role", constellation.id, home_id=home.id)


def succeed_hub(
    viewer: Viewer, constellation_id: uuid.UUID, home_id: uuid.UUID, day: dt.date, old_hub_stays: bool
) -> None:
    """Let another home become the hub: the old one ends and the new one begins on one day.

    The old hub stays on as a satellite, or leaves the constellation. Raises AlreadyHub, HomeHasLeft, TwoHubs.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction():
        home, constellation = hold(viewer, Home, home_id), hold(viewer, Constellation, constellation_id)
        check_history(viewer, constellation.service_id, day)
        before = _memberships(viewer, constellation, day)
        for membership in before:
            if membership.home_id == home.id and membership.role is HomeRole.HUB:
                raise AlreadyHub(home.name)
        for membership in before:
            if membership.role is HomeRole.HUB:
                old, until = find(viewer, Home, membership.home_id), membership.ends_on
                end_membership(viewer, membership, constellation, day)
                if old_hub_stays:
                    begin_membership(viewer, old, constellation, HomeRole.SATELLITE, Span(day, until))
            elif membership.home_id == home.id:
                end_membership(viewer, membership, constellation, day)
        begin_membership(viewer, home, constellation, HomeRole.HUB, Span(day))
        record(viewer, "succeed_hub", constellation.id, home_id=home.id)


def begin_membership(viewer: Viewer, home: Home, constellation: Constellation, role: HomeRole, span: Span) -> None:
    """Add a membership as part of an action, once it is known to stand beside the others; both are held.

    It ends at the latest where the home is to leave. Raises HomeHasLeft, HasClosed, AlreadyMember, TwoHubs.
    """
    span = until_it_leaves(home.id, span)
    must_be_open_for(constellation.name, constellation.closed_on, span)
    asked = select(HomeTerms.status).where(HomeTerms.home_id == home.id, holds_on(HomeTerms, span.starts_on))
    if session().scalar(covering(viewer, asked, HomeTerms)) is HomeStatus.LEFT:
        raise HomeHasLeft(home.name)
    new = Belonging(home.id, home.name, role, span)
    check_belonging(new, _belongings(viewer, constellation))
    membership = Membership(
        home_id=home.id,
        constellation_id=constellation.id,
        role=role,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
    )
    session().add(membership)
    session().flush()
    room_changes(home.id, span.starts_on, viewer.today)
    fields = ["role", "starts_on", "ends_on"]
    audit(viewer, Change("begin_membership", "membership", membership.id, fields), constellation.service_id)


def until_it_leaves(home_id: uuid.UUID, span: Span) -> Span:
    """The days of a membership, up to but without the day on which it is written down that the home leaves."""
    leaves = select(func.min(HomeTerms.starts_on)).where(
        HomeTerms.home_id == home_id, HomeTerms.status == HomeStatus.LEFT, HomeTerms.starts_on > span.starts_on
    )
    ends = (span.ends_on, session().scalar(covering(Viewer.system(), leaves)))
    return Span(span.starts_on, min((day for day in ends if day is not None), default=None))


def end_membership(viewer: Viewer, membership: Membership, constellation: Constellation, day: dt.date) -> None:
    """End a membership from a day on, as part of an action; where it has not begun by then, it is taken back."""
    room_changes(membership.home_id, day, viewer.today)
    let_end(membership, day)
    audit(viewer, Change("end_membership", "membership", membership.id, ["ends_on"]), constellation.service_id)


def _end_all_memberships(viewer: Viewer, home: Home, day: dt.date) -> None:
    """End what a home belongs to, also where the viewer does not see it; raises JoinedLater."""
    everything = Viewer.system()
    asked = visible(everything, Membership).where(Membership.home_id == home.id).order_by(Membership.constellation_id)
    open_ended = [row for row in session().scalars(asked) if row.ends_on is None or row.ends_on > day]
    if open_ended:
        check_history(viewer, home.service_id, day)
    for membership in open_ended:
        if day <= membership.starts_on <= viewer.today:
            raise JoinedLater(home.name, membership.starts_on)
        end_membership(viewer, membership, hold(everything, Constellation, membership.constellation_id), day)


def _memberships(viewer: Viewer, constellation: Constellation, day: dt.date) -> Sequence[Membership]:
    """The memberships of a constellation that hold on a day."""
    asked = visible(viewer, Membership).where(Membership.constellation_id == constellation.id)
    return session().scalars(asked.where(holds_on(Membership, day))).all()


def _belongings(viewer: Viewer, constellation: Constellation) -> list[Belonging]:
    asked = (
        select(Membership, Home.name)
        .join(Home, Home.id == Membership.home_id)
        .where(Membership.constellation_id == constellation.id)
    )
    rows = session().execute(covering(viewer, asked, Membership, through=(Home,)))
    return [Belonging(row.home_id, name, row.role, span_of(row)) for row, name in rows]


def _terms(row: HomeTerms | None) -> Terms | None:
    return Terms(row.beds, row.approved_children, row.status, row.review_on) if row else None
