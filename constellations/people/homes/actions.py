"""Noting in which home somebody fosters from today, as part of an action that puts them there or elsewhere."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import Insert, Select, Update, case, insert, literal, select, update

from constellations.core import clock
from constellations.core.clock import ALWAYS
from constellations.core.database import session
from constellations.core.tripwire import EVERYTHING, SEEN
from constellations.models import Person
from constellations.people.homes.models import PersonHome


def note_homes(people: Collection[uuid.UUID] | Select[uuid.UUID]) -> None:
    """Note from today in which home these people are, as it is stored of them; the homes of before stay.

    Each was a home for a day at least, so that none is forgotten in which somebody was for an hour. The first is
    theirs since always.
    """
    session().flush()
    today = clock.today()
    here = select(Person.home_id).where(Person.id == PersonHome.person_id).correlate(PersonHome).scalar_subquery()
    theirs = PersonHome.person_id.in_(people)
    next_day = today + dt.timedelta(days=1)
    ended = case((PersonHome.starts_on < today, literal(today)), else_=literal(next_day))
    left = [theirs, PersonHome.ends_on.is_(None), here.is_distinct_from(PersonHome.home_id)]
    _run(update(PersonHome).where(*left).values(ends_on=ended))
    _run(update(PersonHome).where(theirs, PersonHome.ends_on >= today, PersonHome.home_id == here).values(ends_on=None))
    _run(insert(PersonHome).from_select(["person_id", "home_id", "starts_on"], _begun(people, today)))


def _begun(
    people: Collection[uuid.UUID] | Select[uuid.UUID], today: dt.date
) -> Select[uuid.UUID, uuid.UUID | None, dt.date]:
    row = select(literal(1)).where(PersonHome.person_id == Person.id).correlate(Person)
    is_noted = row.where(PersonHome.home_id == Person.home_id, PersonHome.ends_on.is_(None)).exists()
    since = case((row.exists(), literal(today)), else_=literal(ALWAYS))
    return select(Person.id, Person.home_id, since).where(Person.id.in_(people), Person.home_id.is_not(None), ~is_noted)


def _run(statement: Insert | Update) -> None:
    session().execute(statement, execution_options={SEEN: EVERYTHING, "synchronize_session": False})
