"""Corrections of children: what they live under, where they live, and what staff must know of them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, update

from constellations.access import Viewer, covering, find, hold, visible
from constellations.actions import check_history, check_living, let_end, let_hold, note_change, span_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.children.rules import LivesThereAlready, NotBornYet, OneAndTheSame, check_placement
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.core.words import month_words
from constellations.corrections import check_day
from constellations.events.answers.seating.actions import leave_out_who_moved
from constellations.feeds.entries.actions import let_feeds_follow_name
from constellations.keys.actions import Keyed, keep_old_key
from constellations.keys.queries import must_be_free
from constellations.keys.rules import KeyKind
from constellations.models import Home
from constellations.permissions import Permission
from constellations.rules import ChildStatus, StayAuthority
from constellations.words import in_words


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What is kept of a child besides where it lives."""

    key: str
    initials: str
    born: Month
    stay_authority: StayAuthority
    is_solo: bool
    social_worker_email: str | None = None


def correct_child(viewer: Viewer, child_id: uuid.UUID, facts: ChildFacts, version: int) -> None:
    """Correct what is kept of a child; raises KeyTaken."""
    viewer.must(Permission.KEEP_REGISTER)
    with transaction():
        child = hold(viewer, Child, child_id)
        if facts.key != child.key:
            must_be_free(KeyKind.CHILD, Child.key, facts.key, child.id)
        note_change(child, version, _in_words(_facts(child)), _in_words(facts))
        old, child.key = child.key, facts.key
        child.initials, child.born = facts.initials, facts.born
        child.stay_authority, child.is_solo = facts.stay_authority, facts.is_solo
        child.social_worker_email = facts.social_worker_email
        keep_old_key(Keyed(KeyKind.CHILD, child.service_id, child.id), old, facts.key)
        let_feeds_follow_name(child.id)
        record(viewer, "correct_child", child.id)
        fields = ["key", "initials", "born", "stay_authority", "is_solo", "social_worker_email"]
        audit(viewer, Change("correct_child", "child", child.id, fields), child.service_id)


def change_child_status(viewer: Viewer, child_id: uuid.UUID, status: ChildStatus, day: dt.date, version: int) -> None:
    """Say under which arrangement a child lives from a day on; refused where its nights are closed already."""
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction() as current:
        child = hold(viewer, Child, child_id)
        history = list(current.scalars(visible(viewer, ChildStatusFrom).where(ChildStatusFrom.child_id == child.id)))
        present = next((in_words(row.status) for row in history if viewer.today in span_of(row)), "")
        note_change(child, version, present, in_words(status))
        check_history(viewer, child.service_id, day)
        if day < child.born.first:
            raise NotBornYet
        let_hold(history, ChildStatusFrom(child_id=child.id, starts_on=day, status=status))
        record(viewer, "change_child_status", child.id)
        audit(viewer, Change("change_child_status", "child_status", child.id, ["status"]), child.service_id)


def move_child(viewer: Viewer, child_id: uuid.UUID, home_id: uuid.UUID | None, day: dt.date, version: int) -> None:
    """Say in which home a child lives from a day on; with no home, that the child left the one it lived in.

    Raises LivesThereAlready, NotBornYet, and what speaks against its living there. The home before is left on that day;
    a later move stays as it is.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction() as current:
        child = hold(viewer, Child, child_id)
        home = find(viewer, Home, home_id) if home_id else None
        history = list(current.scalars(visible(viewer, Placement).where(Placement.child_id == child.id)))
        present = next((row for row in history if day in span_of(row)), None)
        note_change(child, version, _lives_with(viewer, present), home.name if home else "no home here")
        if home is None:
            if present is not None:
                let_end(present, day)
        elif home.service_id != child.service_id:
            raise NotFound
        else:
            if present is not None and present.home_id == home.id:
                raise LivesThereAlready(home.name)
            new = Placement(child_id=child.id, home_id=home.id, starts_on=day)
            let_hold(history, new)
            others = [span_of(row) for row in history if row is not new and row.starts_on != day]
            check_placement(span_of(new), others, child.born)
            check_living(child.id, home.id, span_of(new))
        leave_out_who_moved(viewer, child.id)
        let_feeds_follow_name(child.id)
        record(viewer, "move_child", child.id, home_id=home_id)
        audit(
            viewer, Change("move_child", "placement", child.id, ["home_id", "starts_on", "ends_on"]), child.service_id
        )


def keep_apart(viewer: Viewer, child_id: uuid.UUID, other_id: uuid.UUID) -> None:
    """Say that two children must not sleep in one home; said twice, it is said once."""
    viewer.must(Permission.KEEP_REGISTER)
    if child_id == other_id:
        raise OneAndTheSame
    with transaction() as current:
        child, other = find(viewer, Child, child_id), find(viewer, Child, other_id)
        if child.service_id != other.service_id:
            raise NotFound
        if _pair(viewer, child.id, other.id) is None:
            first, second = sorted((child.id, other.id), key=lambda key: key.bytes)
            current.add(NotTogether(first_id=first, second_id=second))
            record(viewer, "keep_apart", child.id)
            audit(viewer, Change("keep_apart", "not_together", child.id, ["first_id", "second_id"]), child.service_id)


def allow_together(viewer: Viewer, child_id: uuid.UUID, other_id: uuid.UUID) -> None:
    """Take back that two children must not sleep in one home."""
    viewer.must(Permission.KEEP_REGISTER)
    with transaction() as current:
        child = find(viewer, Child, child_id)
        pair = _pair(viewer, child.id, other_id)
        if pair is not None:
            current.delete(pair)
            record(viewer, "allow_together", child.id)
            audit(
                viewer, Change("allow_together", "not_together", child.id, ["first_id", "second_id"]), child.service_id
            )


def say_siblings(viewer: Viewer, child_id: uuid.UUID, other_id: uuid.UUID) -> None:
    """Say that two children are siblings, and so all who are siblings of either; said twice, it is said once."""
    viewer.must(Permission.KEEP_REGISTER)
    if child_id == other_id:
        raise OneAndTheSame
    with transaction():
        child, other = find(viewer, Child, child_id), find(viewer, Child, other_id)
        if child.service_id != other.service_id:
            raise NotFound
        family = _held_family(child.id, other.id)
        groups = sorted({one.sibling_group for one in family if one.sibling_group})
        group = groups[0] if groups else new_id()
        joining = [one for one in family if one.sibling_group != group]
        _group(viewer, "say_siblings", child, joining, group)


def say_no_sibling(viewer: Viewer, child_id: uuid.UUID) -> None:
    """Take back that a child is a sibling of those it is said to be of; they stay siblings of one another."""
    viewer.must(Permission.KEEP_REGISTER)
    with transaction():
        child = find(viewer, Child, child_id)
        family = [one for one in _held_family(child.id) if one.sibling_group]
        # Of two siblings none is left when one goes.
        leaving = family if len(family) == 2 else [one for one in family if one.id == child.id]
        _group(viewer, "say_no_sibling", child, leaving, None)


def _group(viewer: Viewer, action: str, child: Child, changed: Sequence[Child], group: uuid.UUID | None) -> None:
    """Put children into a sibling group, or into none, and write down of which child that was said."""
    if not changed:
        return
    # Not by way of the objects: that would count as a change of what is kept of them, and overtake who corrects it.
    put = update(Child).where(Child.id.in_([one.id for one in changed])).values(sibling_group=group)
    session().execute(covering(Viewer.system(), put))
    record(viewer, action, child.id)
    for one in changed:
        audit(viewer, Change(action, "child", one.id, ["sibling_group"]), one.service_id)


def _held_family(*child_ids: uuid.UUID) -> Sequence[Child]:
    """Children and all their siblings, held in one order, also those whom the viewer does not see."""
    everything = Viewer.system()
    groups = covering(everything, select(Child.sibling_group).where(Child.id.in_(child_ids)))
    asked = visible(everything, Child).where(or_(Child.id.in_(child_ids), Child.sibling_group.in_(groups)))
    held = asked.order_by(Child.id).with_for_update(key_share=True)
    return session().scalars(held.execution_options(populate_existing=True)).all()


def _pair(viewer: Viewer, one: uuid.UUID, other: uuid.UUID) -> NotTogether | None:
    first, second = sorted((one, other), key=lambda key: key.bytes)
    asked = visible(viewer, NotTogether).where(NotTogether.first_id == first, NotTogether.second_id == second)
    return session().scalars(asked).one_or_none()


def _lives_with(viewer: Viewer, placement: Placement | None) -> str:
    if placement is None:
        return "no home here"
    asked = select(Home.name).where(Home.id == placement.home_id)
    return session().scalar(covering(viewer, asked, Home)) or "another home"


def _in_words(facts: ChildFacts) -> str:
    solo = ", sleeps alone" if facts.is_solo else ""
    authority = in_words(facts.stay_authority)
    worker = f", social worker: {facts.social_worker_email}" if facts.social_worker_email else ""
    return f"{facts.initials} ({facts.key}), born {month_words(facts.born)}, sleepovers: {authority}{solo}{worker}"


def _facts(child: Child) -> ChildFacts:
    return ChildFacts(
        child.key, child.initials, child.born, child.stay_authority, child.is_solo, child.social_worker_email
    )
