"""One of each thing that support keeps, for tests."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from constellations.models import Home, Person
from constellations.permissions import Role
from constellations.support.due_dates.models import HomeDate
from constellations.support.due_dates.rules import DueKind
from constellations.support.pairs.models import CheckIn, Pair
from constellations.support.pairs.rules import PairKind
from constellations.support.pathway.models import PathwayCourse
from tests.factories import stored


@dataclass(frozen=True, slots=True)
class SupportSamples:
    """A pair with a check-in, a date of a home, a course of the first year."""

    pair: Pair
    check_in: CheckIn
    date: HomeDate
    course: PathwayCourse


def create_pair(helper: Person, carer: Person, starts_on: str = "2026-10-01", ends_on: str = "") -> Pair:
    """A buddy from a day on, perhaps up to a day."""
    assert carer.service_id is not None
    row = Pair(
        service_id=carer.service_id,
        kind=PairKind.BUDDY,
        helper_id=helper.id,
        carer_id=carer.id,
        starts_on=dt.date.fromisoformat(starts_on),
        ends_on=dt.date.fromisoformat(ends_on) if ends_on else None,
        goals="Know whom to ask.",
    )
    stored(row)
    return row


def create_check_in(pair: Pair, met_on: str = "2026-11-02", minutes: int = 30) -> CheckIn:
    """That a pair talked."""
    row = CheckIn(pair_id=pair.id, met_on=dt.date.fromisoformat(met_on), minutes=minutes, written_by=pair.helper_id)
    stored(row)
    return row


def create_date(home: Home, day: str, kind: DueKind = DueKind.SUPERVISION, is_done: bool = True) -> HomeDate:
    """A date of a home."""
    row = HomeDate(home_id=home.id, kind=kind, is_done=is_done, day=dt.date.fromisoformat(day))
    stored(row)
    return row


def create_support(people: Mapping[Role, Person], hub: Home) -> SupportSamples:
    """The samples of a small world: the hub's carer is the buddy of the satellite's."""
    pair = create_pair(people[Role.HUB_CARER], people[Role.SATELLITE_CARER])
    course = PathwayCourse(service_id=pair.service_id, name="First aid", minutes=180)
    stored(course)
    return SupportSamples(pair, create_check_in(pair), create_date(hub, "2026-10-20"), course)
