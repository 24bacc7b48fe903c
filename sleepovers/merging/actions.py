"""Merging two records of one child or home; and the same done and taken back, to see what it would do."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.feeds.entries.actions import let_feeds_follow_name
from constellations.keys.actions import Keyed, pass_old_keys_on
from constellations.keys.rules import KeyKind
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.claims.actions import flag_uplifts
from sleepovers.claims.queries import closed_months
from sleepovers.merging.children.actions import be_one_child
from sleepovers.merging.homes.actions import be_one_home
from sleepovers.merging.queries import counts_in, home_names, months_touched, seen_versions
from sleepovers.merging.rules import Difference, MergedMeanwhile, TheSame, differences, must_leave_closed


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging does to what homes count in open months, and which months are touched."""

    figures: tuple[Difference, ...]
    months: tuple[Month, ...]


def look_at_merging_children(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID) -> Merged:
    """What merging would do; it is done and taken back, so that nothing else can be shown. Raises as merging does."""
    viewer.must(Permission.SETTLE_REGISTER)
    with transaction():
        kept, double = _both_children(viewer, kept_id, double_id)
        return _tried(lambda: _merge_children(viewer, kept, double))


def merge_children(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID, seen: str) -> None:
    """Let two children be one, who is kept: all that is the double's is the kept one's, and so is its reference.

    `seen` names the versions that the page showed. Raises TheSame, MergedMeanwhile, ClosedMonthDiffers and whatever
    `be_one_child` says.
    """
    viewer.must(Permission.SETTLE_REGISTER)
    with transaction():
        kept, double = _both_children(viewer, kept_id, double_id)
        _must_be_as_seen(seen, kept, double)
        key, of = double.key, Keyed(KeyKind.CHILD, kept.service_id, kept.id)
        merged = _merge_children(viewer, kept, double)
        pass_old_keys_on(of, double_id, key, kept.key)
        # Who has a page of it open reads that it is another one by now.
        flag_modified(kept, "key")
        let_feeds_follow_name(kept_id)
        _note(viewer, "merged_children", of, double_id, merged)


def look_at_merging_homes(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID) -> Merged:
    """The same of two homes."""
    viewer.must(Permission.SETTLE_REGISTER)
    with transaction():
        kept, double = _both_homes(viewer, kept_id, double_id)
        return _tried(lambda: _merge_homes(viewer, kept, double))


def merge_homes(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID, seen: str) -> None:
    """Let two homes be one, which is kept: all that is the double's is the kept one's, and so is its reference.

    Raises TheSame, MergedMeanwhile, ClosedMonthDiffers and whatever `be_one_home` says.
    """
    viewer.must(Permission.SETTLE_REGISTER)
    with transaction():
        kept, double = _both_homes(viewer, kept_id, double_id)
        _must_be_as_seen(seen, kept, double)
        key, of = double.key, Keyed(KeyKind.HOME, kept.service_id, kept.id)
        merged = _merge_homes(viewer, kept, double)
        pass_old_keys_on(of, double_id, key, kept.key)
        # Who has a page of it open reads that it is another one by now.
        flag_modified(kept, "key")
        let_feeds_follow_name(kept_id)
        _note(viewer, "merged_homes", of, double_id, merged)


def _both_children(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID) -> tuple[Child, Child]:
    if kept_id == double_id:
        raise TheSame
    held = {key: hold(viewer, Child, key) for key in sorted((kept_id, double_id))}
    if held[kept_id].service_id != held[double_id].service_id:
        raise NotFound
    return held[kept_id], held[double_id]


def _both_homes(viewer: Viewer, kept_id: uuid.UUID, double_id: uuid.UUID) -> tuple[Home, Home]:
    if kept_id == double_id:
        raise TheSame
    held = {key: hold(viewer, Home, key) for key in sorted((kept_id, double_id))}
    if held[kept_id].service_id != held[double_id].service_id:
        raise NotFound
    return held[kept_id], held[double_id]


def _must_be_as_seen(seen: str, kept: Child | Home, double: Child | Home) -> None:
    if seen != seen_versions(kept.version, double.version):
        raise MergedMeanwhile


def _tried(act: Callable[[], Merged]) -> Merged:
    """Do something and take it back: within the transaction, so that nobody sees it meanwhile."""
    trial = session().begin_nested()
    try:
        return act()
    finally:
        trial.rollback()
        session().expire_all()


def _merge_children(viewer: Viewer, kept: Child, double: Child) -> Merged:
    months = months_touched(children=[kept.id, double.id])
    return _counted_before_and_after(viewer, kept.service_id, months, lambda: be_one_child(kept, double))


def _merge_homes(viewer: Viewer, kept: Home, double: Home) -> Merged:
    months = months_touched(homes=[kept.id, double.id])
    return _counted_before_and_after(viewer, kept.service_id, months, lambda: be_one_home(kept, double))


def _counted_before_and_after(
    viewer: Viewer, service_id: uuid.UUID, months: Sequence[Month], act: Callable[[], None]
) -> Merged:
    """Act, and say what is counted otherwise afterwards; raises ClosedMonthDiffers where that month is closed."""
    closed, names, before = closed_months(viewer, service_id), home_names(service_id), counts_in(service_id, months)
    act()
    found = differences(before, counts_in(service_id, months), names)
    must_leave_closed(found, closed)
    return Merged(tuple(found), tuple(month for month in months if month not in closed))


def _note(viewer: Viewer, action: str, of: Keyed, double_id: uuid.UUID, merged: Merged) -> None:
    """Count the open months anew, and write down what was done to which of the two."""
    flag_uplifts(viewer, of.service_id, _begun(viewer, merged.months))
    record(viewer, action, of.subject_id)
    for subject_id in (of.subject_id, double_id):
        audit(viewer, Change(action, of.kind.value, subject_id, ("key",)), of.service_id)


def _begun(viewer: Viewer, months: Collection[Month]) -> list[Month]:
    return [month for month in months if month.first <= viewer.today]
