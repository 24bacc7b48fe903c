"""A small constellation with all its people, and rows of its log and its calendar."""

import datetime as dt
from collections.abc import Mapping

from constellations.access import Viewer
from constellations.children.models import Child
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.events.attendance.models import Attendance, EventRegister
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind
from constellations.models import Constellation, Home, Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import ChildStatus, HomeRole
from sleepovers.cards.actions import called_mark
from sleepovers.returns.actions import submit_return
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.models import SupportEntry
from sleepovers.returns.queries import ReturnPage, return_page
from sleepovers.returns.rules import Answers
from tests.factories import (
    changed,
    create_child,
    create_constellation,
    create_home,
    create_person,
    create_service,
    create_stay_card,
    join,
    stored,
)

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
SINCE = dt.date(2024, 9, 1)
NO = Answers(0, 0)


def sees(person: Person) -> Viewer:
    """Somebody as Roost knows them today."""
    return viewer_for(person)


class Harbour:
    """Moira's hub; the Patels with two siblings; the Okafors, new on 12 October; Grant, gone after 20 October."""

    def __init__(self, mark: str = "") -> None:
        self.service = create_service()
        self.constellation = create_constellation(self.service, f"Harbour{mark}")
        self.hub, self.patel, self.okafor, self.grant = (
            create_home(self.service, f"{name}{mark}") for name in ("Moira", "Patel", "Okafor", "Grant")
        )
        self.hub_place = join(self.hub, self.constellation, HomeRole.HUB, SINCE)
        join(self.patel, self.constellation, starts_on=SINCE)
        join(self.okafor, self.constellation, starts_on=dt.date(2026, 10, 12))
        join(self.grant, self.constellation, starts_on=SINCE, ends_on=dt.date(2026, 10, 21))
        self.jb, self.ak = (create_child(self.service, self.patel, initials) for initials in ("JB", "AK"))
        self.tw = create_child(self.service, self.okafor, "TW", ChildStatus.KINSHIP)
        self.sg = create_child(self.service, self.grant, "SG", ChildStatus.SPECIAL_GUARDIANSHIP)
        self.moira, self.declan = (create_person(Role.HUB_CARER, home=self.hub, name=n) for n in ("Moira", "Declan"))
        for carer in (self.moira, self.declan):
            changed(carer, password_hash="set")  # no password has this hash
        self.anita = create_person(Role.SATELLITE_CARER, home=self.patel, name="Anita Patel")
        of = (self.constellation,)
        self.liaison = create_person(Role.LIAISON, self.service, constellations=of, name="Ruth")
        self.manager = create_person(Role.MANAGER, self.service, name="Priya")
        self.finance = create_person(Role.FINANCE, self.service)


def call(child: Child, name: str, writer: Person) -> None:
    """Let a child be called by a name, as its stay card says."""
    card = create_stay_card(child, writer)
    changed(card, called_mark=called_mark(name))


def create_support_entry(
    constellation: Constellation,
    hub: Home,
    home: Home,
    helped_on: str = "2026-11-20",
    helped: Help = Help.CHECK_IN,
    times: int = 1,
    minutes: int | None = None,
) -> SupportEntry:
    """A line of the log of a hub that helped a home."""
    day = dt.date.fromisoformat(helped_on)
    month = Month.of(day)
    of = {"service_id": constellation.service_id, "constellation_id": constellation.id, "month": month}
    row = SupportEntry(
        month_end=month.end,
        hub_id=hub.id,
        home_id=home.id,
        help=helped,
        helped_on=day,
        times=times,
        minutes=minutes,
        **of,
    )
    stored(row)
    return row


def create_date(
    constellation: Constellation,
    day: str,
    kind: EventKind = EventKind.GATHERING,
    minutes: int | None = 180,
    came: Mapping[Home, tuple[int, int]] | None = None,
    circle: Circle = Circle.CONSTELLATIONS,
    cancelled: bool = False,
) -> Occurrence:
    """A date of an event from two o'clock on, or of a whole day; with a register where it is said who came."""
    on = dt.date.fromisoformat(day)
    times = {"starts_at": None if minutes is None else dt.time(14), "minutes": minutes or 1440}
    event = Event(service_id=constellation.service_id, kind=kind, title="Date", circle=circle, starts_on=on, **times)
    stored(event)
    gone = dt.datetime(2026, 9, 1, tzinfo=dt.UTC) if cancelled else None
    at = Occurrence(event_id=event.id, planned_on=on, starts_on=on, cancelled_at=gone, **times)
    stored(at)
    if circle is Circle.CONSTELLATIONS:
        stored(EventConstellation(event_id=event.id, constellation_id=constellation.id))
    if came is not None:
        stored(EventRegister(occurrence_id=at.id))
        heads = ((home, *number) for home, number in came.items())
        stored(*(Attendance(occurrence_id=at.id, home_id=h.id, adults=a, children=c) for h, a, c in heads))
    return at


def page_of(harbour: Harbour, person: Person | None = None, month: Month = OCTOBER) -> ReturnPage:
    """The return as somebody reads it: Moira, where nobody else is named."""
    session().rollback()
    return return_page(sees(person or harbour.moira), harbour.constellation.id, month)


def submitted(harbour: Harbour, answers: Answers = NO, version: int = 0) -> ReturnPage:
    """October's return, submitted by Moira."""
    submit_return(sees(harbour.moira), harbour.constellation.id, OCTOBER, answers, version)
    return page_of(harbour)
