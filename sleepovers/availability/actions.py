"""Saying when a home has room: its weekly pattern, a time away, room tonight; and taking that back."""

import datetime as dt
import uuid

from constellations.access import Viewer, find, hold, visible
from constellations.actions import let_end
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.corrections import ChangedMeanwhile
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.availability import rules
from sleepovers.availability.models import AvailabilitySpan, ClosedWeekday
from sleepovers.availability.queries import closed_weekdays, openness_of
from sleepovers.availability.rules import Openness, SpanWord
from sleepovers.availability.words import pattern_words
from sleepovers.rules import night_that_runs
from sleepovers.tonight.sockets import beds_changed

SPAN = ("starts_on", "ends_on", "word")
"""The fields of an exception, for the audit trail."""


def set_pattern(viewer: Viewer, home_id: uuid.UUID, closed: frozenset[int], seen: str) -> None:
    """Say which weekdays' nights a home usually keeps for itself; the same again changes nothing.

    `seen` is the pattern that the page showed, as `written_pattern` writes it. Raises ChangedMeanwhile, NotTheirHome.
    """
    viewer.must(Permission.SET_AVAILABILITY)
    with transaction() as current:
        home = _hold_home(viewer, home_id)
        before = closed_weekdays(viewer, home.id)
        if before == closed:
            return
        if rules.written_pattern(before) != seen:
            raise ChangedMeanwhile(pattern_words(before), pattern_words(closed))
        for row in current.scalars(visible(viewer, ClosedWeekday).where(ClosedWeekday.home_id == home.id)):
            if row.weekday not in closed:
                current.delete(row)
        for weekday in sorted(closed - before):
            current.add(ClosedWeekday(home_id=home.id, weekday=weekday))
        beds_changed(home.id, [night_that_runs(clock.now())])
        record(viewer, "set_pattern", home.id, home_id=home.id)
        audit(viewer, Change("set_pattern", "closed_weekday", home.id, ["weekday"]), home.service_id)


def say_away(viewer: Viewer, home_id: uuid.UUID, first: dt.date, until: dt.date) -> None:
    """Say that a home is away from a night on, until a morning; where it is known already, nothing changes.

    A stay that is agreed there stands: the page of the home names it. Raises a rule that says what to enter instead.
    """
    viewer.must(Permission.SET_AVAILABILITY)
    rules.must_be_within_reach(first, until, night_that_runs(clock.now()))
    with transaction():
        home = _hold_home(viewer, home_id)
        nights = rules.nights_from(first, (until - first).days)
        if set(openness_of(viewer, [home.id], nights).values()) != {Openness.AWAY}:
            _say(viewer, home, AvailabilitySpan(starts_on=first, ends_on=until, word=SpanWord.AWAY))


def say_free_tonight(viewer: Viewer, home_id: uuid.UUID) -> None:
    """Say that a home has room tonight; said twice it is said once. Raises NotTheirHome."""
    viewer.must(Permission.SET_AVAILABILITY)
    tonight = night_that_runs(clock.now())
    with transaction():
        home = _hold_home(viewer, home_id)
        if openness_of(viewer, [home.id], [tonight])[home.id, tonight] is not Openness.FREE:
            morning = tonight + dt.timedelta(days=1)
            _say(viewer, home, AvailabilitySpan(starts_on=tonight, ends_on=morning, word=SpanWord.FREE))


def take_back_span(viewer: Viewer, span_id: uuid.UUID) -> uuid.UUID:
    """Take an exception back from tonight on: what it said of nights that are over stays; the home it was said of.

    Raises AlreadyOver, NotTheirHome.
    """
    viewer.must(Permission.SET_AVAILABILITY)
    tonight = night_that_runs(clock.now())
    with transaction():
        home = _hold_home(viewer, find(viewer, AvailabilitySpan, span_id).home_id)
        span = hold(viewer, AvailabilitySpan, span_id)
        rules.must_be_ahead(span.ends_on, tonight)
        let_end(span, tonight)
        beds_changed(home.id, [tonight])
        record(viewer, "take_back_span", span_id, home_id=home.id)
        audit(viewer, Change("take_back_span", "availability_span", span_id, SPAN), home.service_id)
        return home.id


def _hold_home(viewer: Viewer, home_id: uuid.UUID) -> Home:
    """The home, held until the commit, for who may speak for it; raises NotFound, NotTheirHome."""
    home = hold(viewer, Home, home_id)
    rules.must_be_theirs(viewer.is_carer, viewer.home_id, home.id)
    return home


def _say(viewer: Viewer, home: Home, span: AvailabilitySpan) -> None:
    span.home_id, span.person_id = home.id, viewer.person_id
    session().add(span)
    session().flush()
    action = "say_away" if span.word is SpanWord.AWAY else "say_free_tonight"
    beds_changed(home.id, rules.nights_from(span.starts_on, (span.ends_on - span.starts_on).days))
    record(viewer, action, span.id, home_id=home.id)
    audit(viewer, Change(action, "availability_span", span.id, SPAN), home.service_id)
