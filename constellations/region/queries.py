"""The constellations of a region as counts."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Constellation, HomeTerms, Membership, Service, holds_on
from constellations.region.rules import share, shown
from constellations.rules import ConstellationKind, HomeRole, HomeStatus, size_of


@dataclass(frozen=True, slots=True)
class RegionLine:
    """The constellations of one kind in one service; none stands for a number too small to be shown."""

    service: str
    kind: ConstellationKind
    constellations: int | None
    homes: int | None
    of_size: int | None
    ready: int | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """One constellation's numbers."""

    homes: int
    satellites: int
    ready: int


def region_lines(viewer: Viewer) -> list[RegionLine]:
    """One line for each service and kind that the viewer sees, by name of the service; one query."""
    satellite, active = Membership.role == HomeRole.SATELLITE, HomeTerms.status == HomeStatus.ACTIVE
    asked = (
        select(
            Service.name,
            Constellation.kind,
            func.count(Membership.id),
            func.count(Membership.id).filter(satellite),
            func.count(Membership.id).filter(active),
        )
        .join(Service, Service.id == Constellation.service_id)
        .outerjoin(
            Membership, and_(Membership.constellation_id == Constellation.id, holds_on(Membership, viewer.today))
        )
        .outerjoin(HomeTerms, and_(HomeTerms.home_id == Membership.home_id, holds_on(HomeTerms, viewer.today)))
        .group_by(Service.id, Constellation.id)
    )
    found: dict[tuple[str, ConstellationKind], list[_Counted]] = defaultdict(list)
    for service, kind, *numbers in session().execute(
        covering(viewer, asked, Constellation, through=(Service, Membership, HomeTerms))
    ):
        found[service, kind].append(_Counted(*numbers))
    return [_line(service, kind, found[service, kind]) for service, kind in sorted(found)]


def _line(service: str, kind: ConstellationKind, counted: list[_Counted]) -> RegionLine:
    homes = sum(each.homes for each in counted)
    return RegionLine(
        service,
        kind,
        constellations=shown(len(counted)),
        homes=shown(homes),
        of_size=share(sum(each.satellites in size_of(kind) for each in counted), len(counted)),
        ready=share(sum(each.ready for each in counted), homes),
    )
