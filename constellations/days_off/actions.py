"""Keeping the days off of a service."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import delete

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.days_off.models import OwnDay, SchoolPeriod
from constellations.days_off.queries import school_periods
from constellations.days_off.rules import DayChoice, SchoolDays, checked_terms, chosen_day, years_of
from constellations.models import Service
from constellations.permissions import Permission


def set_day(viewer: Viewer, day: dt.date, choice: DayChoice, words: str) -> None:
    """Say that a day is off and what it is called, that it is no day off, or no more than its nation's calendar does.

    Raises NameTheDay, DayTooFar.
    """
    said = chosen_day(day, choice, words, viewer.today)
    with transaction() as here:
        service_id = _own_service(viewer)
        here.execute(covering(viewer, delete(OwnDay).where(OwnDay.service_id == service_id, OwnDay.day == day), OwnDay))
        if choice is not DayChoice.AS_USUAL:
            here.add(OwnDay(service_id=service_id, day=day, words=said))
        _note(viewer, "set_day_off", service_id, ["own_day"])


def take_in_terms(viewer: Viewer, periods: Sequence[SchoolDays]) -> None:
    """Let a list of terms and holidays stand for all of the school years that it speaks of; raises BadTerms."""
    checked = checked_terms(periods, viewer.today)
    with transaction() as here:
        service_id = _own_service(viewer)
        _remove(viewer, service_id, years_of(checked))
        here.add_all(
            SchoolPeriod(
                service_id=service_id,
                school_year=one.school_year,
                name=one.name,
                first_on=one.first,
                last_on=one.last,
            )
            for one in checked
        )
        _note(viewer, "took_in_terms", service_id, ["school_period"])


def remove_terms(viewer: Viewer, year: int) -> None:
    """Take the terms and holidays of a school year out of the calendar; of one that has none nothing is done."""
    with transaction():
        service_id = _own_service(viewer)
        if year in years_of(school_periods(viewer)):
            _remove(viewer, service_id, (year,))
            _note(viewer, "removed_terms", service_id, ["school_period"])


def _own_service(viewer: Viewer) -> uuid.UUID:
    """The viewer's service, held, so that two who change its days come one after the other."""
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    return hold(viewer, Service, viewer.service_id).id


def _remove(viewer: Viewer, service_id: uuid.UUID, years: Sequence[int]) -> None:
    old = delete(SchoolPeriod).where(SchoolPeriod.service_id == service_id, SchoolPeriod.school_year.in_(years))
    session().execute(covering(viewer, old, SchoolPeriod))


def _note(viewer: Viewer, action: str, service_id: uuid.UUID, fields: Sequence[str]) -> None:
    record(viewer, action, service_id)
    audit(viewer, Change(action, "service", service_id, fields), service_id)
