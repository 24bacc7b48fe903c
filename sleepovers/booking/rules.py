"""What speaks against children sleeping in a home: a traffic light, each light with its reason. Pure values.

Red needs staff and a reason; what no reason can mend (a child in two places) is refused to everybody. Amber is said
and stands in nobody's way. The law behind it: the usual fostering limit of three children, unless all are siblings or
an exemption names them (Children Act 1989, schedule 7); the terms of approval (Care Planning Regulations 2010,
regulation 23); who may decide for a child (Children Act 1989 guidance, volume 4).
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from constellations.children.rules import all_siblings
from constellations.rules import CLOSED_TO_VISITORS, ChildStatus, HomeStatus, StayAuthority
from sleepovers.nights.rules import lowest_free_bed
from sleepovers.rules import StayKind

USUAL_LIMIT = 3
"""Children fostered in one home, unless all are siblings or an exemption names them (Children Act 1989, schedule 7)."""

FOSTERED = frozenset({ChildStatus.LOOKED_AFTER, ChildStatus.KINSHIP, ChildStatus.SHORT_BREAK})
"""Children of other statuses are family, or grown up: they use a bed, and no limit counts them."""


class Light(StrEnum):
    """How much a finding weighs."""

    AMBER = "amber"
    RED = "red"


class Point(StrEnum):
    """One thing that the check looks at, the weightiest first."""

    ALREADY_AWAY = "already_away"
    LIVES_THERE = "lives_there"
    CLOSED = "closed"
    AWAY = "away"
    NO_BED = "no_bed"
    LIMIT = "limit"
    APPROVAL = "approval"
    SOLO = "solo"
    NOT_TOGETHER = "not_together"
    NOT_ALLOWED = "not_allowed"
    AGREEMENT = "agreement"
    AGREEMENT_AFTERWARDS = "agreement_afterwards"
    RESPITE_ONLY = "respite_only"
    NOT_USUAL = "not_usual"


AMBER = frozenset({Point.AGREEMENT_AFTERWARDS, Point.RESPITE_ONLY, Point.NOT_USUAL})

BEYOND_REASON = frozenset({Point.ALREADY_AWAY, Point.LIVES_THERE})
"""What no reason can mend: a child is in one place on a night."""

STOPS_AN_ASK = BEYOND_REASON | {Point.CLOSED, Point.AWAY, Point.NOT_ALLOWED}
"""What a carer need not wait for an answer to: the ask is refused at once. Other reds are put to the liaison worker."""

KNOWN_TO_STAFF = frozenset({Point.SOLO, Point.NOT_TOGETHER})
"""What carers are not told: they read that the liaison worker has to look at it, and of both the same."""

ASK_FIRST = frozenset({StayAuthority.ASK_FIRST, StayAuthority.UNKNOWN})


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What the check knows of one child; `siblings` is the group of those who are siblings of each other."""

    child_id: uuid.UUID
    initials: str
    authority: StayAuthority = StayAuthority.DELEGATED
    siblings: uuid.UUID | None = None
    is_solo: bool = False
    is_agreed: bool = False
    apart_from: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class HomeNight:
    """What a home is on one night: its terms, who has which bed, and which children are in it (by day or as visitors).

    `present` are all children in the home, `fostered` those of them whom the limit counts, `exempted` whom an
    exemption names. `usual` says whether the home usually has room that night.
    """

    night: dt.date
    beds: int
    approved: int
    status: HomeStatus
    taken: frozenset[int] = frozenset()
    present: tuple[ChildFacts, ...] = ()
    fostered: frozenset[uuid.UUID] = frozenset()
    exempted: frozenset[uuid.UUID] = frozenset()
    said_away: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be checked: which children, of which kind the stay is, and each night of the home.

    `is_there` says that they have come already: who decides for them is asked afterwards, as in an emergency.
    `elsewhere` are nights on which one of them is down for another stay; `at_home` those on which one lives there.
    """

    children: tuple[ChildFacts, ...]
    kind: StayKind
    nights: tuple[HomeNight, ...]
    is_there: bool = False
    elsewhere: Mapping[uuid.UUID, frozenset[dt.date]] = field(default_factory=dict)
    at_home: Mapping[uuid.UUID, frozenset[dt.date]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, the nights it concerns in order, and the children it is about; `status` where the home's is it."""

    point: Point
    nights: tuple[dt.date, ...] = ()
    children: tuple[str, ...] = ()
    status: HomeStatus | None = None
    number: int = 0

    @property
    def light(self) -> Light:
        """How much it weighs."""
        return Light.AMBER if self.point in AMBER else Light.RED


def check(wish: Wish) -> tuple[Finding, ...]:
    """Everything that speaks against a wish, the weightiest first; nothing means green."""
    found: dict[tuple[Point, HomeStatus | None], list[tuple[dt.date, str, int]]] = defaultdict(list)
    for night in wish.nights:
        for point, children, number in _of_night(wish, night):
            status = night.status if point is Point.CLOSED else None
            found[point, status].extend((night.night, child, number) for child in children or [""])
    findings = [
        Finding(
            point,
            tuple(sorted({night for night, _, _ in rows})),
            tuple(dict.fromkeys(child for _, child, _ in rows if child)),
            status,
            max(number for _, _, number in rows),
        )
        for (point, status), rows in found.items()
    ]
    findings += _of_authority(wish)
    order = list(Point)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.point)))


def reds(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop an agreement."""
    return tuple(finding for finding in findings if finding.light is Light.RED)


def stops_ask(findings: Iterable[Finding], is_staff: bool) -> tuple[Finding, ...]:
    """Those for which an ask is refused at once; staff may still put what a reason can mend to the home."""
    stopping = BEYOND_REASON if is_staff else STOPS_AN_ASK
    return tuple(finding for finding in findings if finding.point in stopping)


def stops_offer(findings: Iterable[Finding], is_staff: bool) -> tuple[Finding, ...]:
    """Those for which other nights are not offered: a home keeps its word, but whoever decides can still agree."""
    stopping = BEYOND_REASON if is_staff else frozenset(Point) - AMBER - {Point.AGREEMENT}
    return tuple(finding for finding in findings if finding.point in stopping)


def beds_for(night: HomeNight, children: int) -> list[int | None]:
    """A bed for each of so many children, the lowest free ones first; none for those for whom there is none."""
    taken: set[int | None] = set(night.taken)
    given: list[int | None] = []
    for _child in range(children):
        bed = lowest_free_bed(night.beds, taken)
        given.append(bed)
        taken.add(bed)
    return given


def _of_night(wish: Wish, night: HomeNight) -> Iterator[tuple[Point, Sequence[str], int]]:
    """What one night has against it: the point, the children it is about, and a number where it has one."""
    for point, nights_of in ((Point.ALREADY_AWAY, wish.elsewhere), (Point.LIVES_THERE, wish.at_home)):
        known = [child.initials for child in wish.children if night.night in nights_of.get(child.child_id, ())]
        if known:
            yield point, known, 0
    if night.status in CLOSED_TO_VISITORS:
        yield Point.CLOSED, [], 0
    if night.said_away:
        yield Point.AWAY, [], 0
    if None in beds_for(night, len(wish.children)):
        yield Point.NO_BED, [], night.beds
    yield from _of_company(wish, night)
    if night.status is HomeStatus.RESPITE_ONLY:
        yield Point.RESPITE_ONLY, [], 0
    if not night.usual:
        yield Point.NOT_USUAL, [], 0


def _of_company(wish: Wish, night: HomeNight) -> Iterator[tuple[Point, Sequence[str], int]]:
    """How many children would be there, and who must not meet whom."""
    coming = {child.child_id for child in wish.children}
    others = [child for child in night.present if child.child_id not in coming]
    together = [*others, *wish.children]
    fostered = [child for child in together if child.child_id in night.fostered]
    may_be_more = all_siblings(child.siblings for child in fostered) or coming <= night.exempted
    if len(fostered) > USUAL_LIMIT and not may_be_more:
        yield Point.LIMIT, [], len(fostered)
    if len(fostered) > night.approved and not coming <= night.exempted:
        yield Point.APPROVAL, [], night.approved
    if len(together) > 1:
        alone = [child.initials for child in wish.children if child.is_solo]
        if alone or any(child.is_solo for child in others):
            yield Point.SOLO, alone, 0
    there = {child.child_id for child in together}
    kept_apart = [
        child.initials
        for child in wish.children
        if child.apart_from & there or any(child.child_id in other.apart_from for other in together)
    ]
    if kept_apart:
        yield Point.NOT_TOGETHER, kept_apart, 0


def _of_authority(wish: Wish) -> list[Finding]:
    refused = tuple(child.initials for child in wish.children if child.authority is StayAuthority.NOT_ALLOWED)
    waiting = tuple(child.initials for child in wish.children if child.authority in ASK_FIRST and not child.is_agreed)
    afterwards = wish.is_there or wish.kind is StayKind.EMERGENCY
    found = [Finding(Point.NOT_ALLOWED, children=refused)] if refused else []
    if waiting:
        found.append(Finding(Point.AGREEMENT_AFTERWARDS if afterwards else Point.AGREEMENT, children=waiting))
    return found
