"""Children and homes as the booking check knows them, for the tests of its rules and its words."""

import datetime as dt
import uuid

from constellations.rules import HomeStatus, StayAuthority
from sleepovers.booking.rules import ChildFacts, Finding, HomeNight, Point, Wish, check
from sleepovers.rules import StayKind

FRI, SAT, SUN = (dt.date(2026, 11, day) for day in (27, 28, 29))
FAMILY, OTHER_FAMILY = uuid.UUID(int=1), uuid.UUID(int=2)


def id_of(initials: str) -> uuid.UUID:
    """The id of a child, always the same for the same initials."""
    return uuid.uuid5(uuid.NAMESPACE_OID, initials)


def child(
    initials: str,
    authority: StayAuthority = StayAuthority.DELEGATED,
    siblings: uuid.UUID | None = None,
    is_solo: bool = False,
    is_agreed: bool = False,
    apart_from: str = "",
) -> ChildFacts:
    """A child of whom nothing speaks against anything, unless said otherwise; `apart_from` are initials."""
    apart = frozenset(map(id_of, apart_from.split()))
    return ChildFacts(id_of(initials), initials, authority, siblings, is_solo, is_agreed, apart)


def several(*initials: str, siblings: uuid.UUID | None = None) -> tuple[ChildFacts, ...]:
    """Some children, siblings of each other where their group is given."""
    return tuple(child(each, siblings=siblings) for each in initials)


def home(
    night: dt.date = FRI,
    beds: int = 9,
    approved: int = 9,
    status: HomeStatus = HomeStatus.ACTIVE,
    taken: frozenset[int] = frozenset(),
    present: tuple[ChildFacts, ...] = (),
    not_fostered: str = "",
    exempted: str = "",
    said_away: bool = False,
    usual: bool = True,
) -> HomeNight:
    """A home with room for everybody; every child the tests know is fostered, but for those named."""
    everybody = {id_of(each) for each in ("JB", "AK", "LM", "NO", "PQ")}
    return HomeNight(
        night,
        beds,
        approved,
        status,
        taken,
        present,
        frozenset(everybody - set(map(id_of, not_fostered.split()))),
        frozenset(map(id_of, exempted.split())),
        said_away,
        usual,
    )


def wish(
    *nights: HomeNight,
    children: tuple[ChildFacts, ...] = (),
    kind: StayKind = StayKind.PLANNED,
    is_there: bool = False,
    elsewhere: dict[str, set[dt.date]] | None = None,
    at_home: dict[str, set[dt.date]] | None = None,
) -> Wish:
    """JB for these nights, else the children given; nights by initials."""
    return Wish(
        children or (child("JB"),),
        kind,
        nights,
        is_there,
        {id_of(each): frozenset(there) for each, there in (elsewhere or {}).items()},
        {id_of(each): frozenset(there) for each, there in (at_home or {}).items()},
    )


def points(asked: Wish) -> list[Point]:
    """What speaks against a wish, in order."""
    return [finding.point for finding in check(asked)]


def only(asked: Wish) -> Finding:
    """The one thing that speaks against a wish."""
    (finding,) = check(asked)
    return finding
