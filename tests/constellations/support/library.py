"""A team, a page of the handbook, and a placement that ended, for tests."""

import datetime as dt
from dataclasses import dataclass

from constellations.children.models import Placement
from constellations.models import Home, Service
from constellations.support.handbook.models import HandbookPage, HandbookVersion
from constellations.support.teams.models import SupportTeam
from tests import factories

WORDS = "# Before you go\nPhone the hub.\n\n- a bag\n- the stay card"


@dataclass(frozen=True, slots=True)
class Library:
    """One of each, of one service."""

    team: SupportTeam
    page: HandbookPage
    ended: Placement


def create_library(service: Service, home: Home) -> Library:
    """Make all three; the child lived with the home until a month ago."""
    child = factories.create_child(service, initials="ZZ")
    ended = Placement(child_id=child.id, home_id=home.id, starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 10, 20))
    factories.stored(ended)
    return Library(create_team(service), create_page(service), ended)


def create_team(
    service: Service, name: str = "Payments", topics: str = "pay\nmileage", phone: str = "0300 555 0111"
) -> SupportTeam:
    """A team that can be phoned."""
    team = SupportTeam(
        service_id=service.id, name=name, does="Pays carers.", topics=topics, phone=phone, hours="9 to 5"
    )
    factories.stored(team)
    return team


def create_page(service: Service, number: int = 1, title: str = "Sleepovers", asks: bool = True) -> HandbookPage:
    """A page in its first version."""
    page = HandbookPage(service_id=service.id, number=number, current=1, asked=1 if asks else None)
    factories.stored(page)
    factories.stored(HandbookVersion(page_id=page.id, number=1, title=title, words=WORDS, changed="", asks=asks))
    return page
