"""Giving the demo service pairs, months, dates of homes, a health check that is over and one that is open."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.models import Home, Person, Service
from constellations.permissions import CARERS
from constellations.queries import viewer_for
from constellations.support.due_dates.models import HomeDate
from constellations.support.due_dates.rules import DueKind
from constellations.support.health_check.actions import answer_health_check, begin_check
from constellations.support.health_check.rules import QUESTIONS, Agrees
from constellations.support.learning.actions import OwnCourse, write_own_course
from constellations.support.milestones.rules import anniversary
from constellations.support.pairs.actions import NewPair, check_in, pair_up
from constellations.support.pairs.rules import PairKind
from constellations.support.pathway.actions import list_course
from constellations.support.pulse.actions import say_how_it_is, share_pulse
from constellations.support.pulse.rules import PulseWord, Sharing

NEW, SINCE = ("Grant", "Jarvis"), dt.timedelta(days=280)
"""Homes in their first year, and for how long they have been approved."""

MARKED, YEARS = "Patel", 5
"""A home with a milestone this month."""

FOR_YEARS = (2, 4, 6, 10, 8, 3, 12, 15, 7, 11)
UNKNOWN = 9
"""Of one home in so many nobody knows since when it fosters."""

LAST_DONE = {DueKind.SUPERVISION: (6, 44), DueKind.REVIEW: (60, 330), DueKind.VISIT: (45, 340)}
"""For how many days it is done at the least, and over how many the homes are spread."""

PAIRS = (
    ("Moira Kelly", "Yvonne Grant", PairKind.BUDDY, 90, (80, 61, 40, 19, 4)),
    ("Carol Fielding", "Petra Novak", PairKind.MENTOR, 120, (110, 75, 43)),
)
"""Helper, carer, as what, for how many days, and how many days ago they talked: the second pair is quiet."""

MONTHS = (PulseWord.FINE, PulseWord.GOOD, None, PulseWord.MIXED, PulseWord.FINE, PulseWord.TIRING)
"""Anita Patel's last half year; nothing was said of one month."""

COURSES = (("Safer caring", 180), ("First aid for carers", 180), ("Attachment and loss", 150), ("Recording", 90))
OPEN_SINCE, OVER_SINCE = dt.timedelta(days=5), dt.timedelta(days=80)
SAID = (Agrees.YES, Agrees.PARTLY, Agrees.YES, Agrees.NO, Agrees.YES, Agrees.PARTLY, Agrees.RATHER_NOT)
SILENT = 4
"""One carer in so many did not answer the health check."""


def let_them_support(viewer: Viewer) -> None:
    """Fill in all of it."""
    people = {one.name: viewer_for(one) for one in session().scalars(visible(viewer, Person)).all()}
    _write_down_dates(viewer)
    _pair_up(people)
    _say_how_it_is(people["Anita Patel"])
    _list_courses(people)
    _check_health(viewer)


def _write_down_dates(viewer: Viewer) -> None:
    today = viewer.today
    with transaction() as here:
        for number, home in enumerate(here.scalars(visible(viewer, Home).order_by(Home.name))):
            if home.name in NEW:
                home.approved_on = today - SINCE
            elif home.name == MARKED:
                home.approved_on = anniversary(today, today.year - YEARS)
            elif number % UNKNOWN:
                years = FOR_YEARS[number % len(FOR_YEARS)]
                home.approved_on = dt.date(today.year - years, 1 + number * 5 % 12, 1 + number % 28)
            for kind, (least, spread) in LAST_DONE.items():
                day = today - dt.timedelta(days=least + number * 17 % spread)
                here.add(HomeDate(home_id=home.id, kind=kind, is_done=True, day=day))


def _pair_up(people: Mapping[str, Viewer]) -> None:
    staff = people["Priya Raman"]
    for helper, carer, kind, since, talked in PAIRS:
        first = staff.today - dt.timedelta(days=since)
        helper_id, carer_id = people[helper].person_id, people[carer].person_id
        if helper_id is None or carer_id is None:
            continue
        pair_id = pair_up(staff, NewPair(kind, helper_id, carer_id, first, None, "Know whom to ask, and when."))
        for ago in talked:
            day = staff.today - dt.timedelta(days=ago)
            check_in(replace(people[helper], today=day), pair_id, day, 45)


def _say_how_it_is(carer: Viewer) -> None:
    running = Month.of(carer.today)
    for ago, said in enumerate(MONTHS, 1):
        if said is not None:
            say_how_it_is(replace(carer, today=running.shifted(-ago).first), said)
    share_pulse(replace(carer, today=running.shifted(-1).first), Sharing.LIAISON)


def _list_courses(people: Mapping[str, Viewer]) -> None:
    ids = [list_course(people["Priya Raman"], name, minutes) for name, minutes in COURSES]
    new = people["Yvonne Grant"]
    took = OwnCourse("Safer caring, online", new.today - dt.timedelta(days=200), 150, ids[0])
    write_own_course(new, took)


def _check_health(viewer: Viewer) -> None:
    """One that is over, which most carers answered, and one that is open, which nobody has answered yet."""
    service = session().scalars(visible(viewer, Service)).one()
    service_id, today = service.id, viewer.today
    carers = select(Person).where(Person.role.in_(CARERS), Person.left_at.is_(None)).order_by(Person.name)
    answering = [viewer_for(one) for one in session().scalars(covering(viewer, carers)).all()]
    for since in (OVER_SINCE, OPEN_SINCE):
        with transaction():
            begin_check(viewer, service_id, today - since)
    for number, carer in enumerate(answering):
        if number % SILENT:
            answers = {one: SAID[(number + one) % len(SAID)] for one in range(1, len(QUESTIONS) + 1)}
            answer_health_check(replace(carer, today=today - OVER_SINCE), answers)
