"""Past months counted once as they were and once as they would have been; the database is read and nothing more."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home
from constellations.permissions import Permission
from sleepovers.counting.nights.queries import hosted_nights
from sleepovers.policies.queries import policies_of, rates_of
from sleepovers.uplift import policy_for
from sleepovers.what_if.rules import HomeLine, MonthLine, Sum, Wish, compared, total


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every month under both, what they come to in all, and the homes concerned by name."""

    months: tuple[MonthLine, ...]
    names: dict[uuid.UUID, str]

    @property
    def now(self) -> Sum:
        """In all, under the policies that were in force."""
        return total(line.now for line in self.months)

    @property
    def then(self) -> Sum:
        """In all, under the other one."""
        return total(line.then for line in self.months)

    @property
    def homes(self) -> list[HomeLine]:
        """Every home's month, the newest month first, then by name."""
        lines = [home for line in self.months for home in line.homes]
        by_name = sorted(lines, key=lambda home: self.names[home.home_id])
        return sorted(by_name, key=lambda home: home.month, reverse=True)


def comparison(viewer: Viewer, months: Sequence[Month], wish: Wish) -> Comparison:
    """Count some months of the viewer's service twice; three queries, and one for each month. Raises NotFound."""
    viewer.must(Permission.SET_POLICIES)
    if viewer.service_id is None:
        raise NotFound
    policies = [row.terms for row in policies_of(viewer, viewer.service_id)]
    rates = rates_of(viewer, [viewer.service_id]).get(viewer.service_id, [])
    asked = select(Home.id, Home.name).where(Home.service_id == viewer.service_id)
    names = {row[0]: row[1] for row in session().execute(covering(viewer, asked, Home))}
    lines = tuple(
        compared(month, hosted_nights(viewer, month, names), policy_for(month, policies), wish, rates)
        for month in months
    )
    return Comparison(lines, names)
