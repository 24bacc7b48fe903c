"""The policies of nights off of a service."""

import datetime as dt
import uuid
from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.rules import Entitlement, policy_on


@dataclass(frozen=True, slots=True)
class NightsOffPage:
    """A service's policies, newest first, and the one of today, if any."""

    now: Entitlement | None
    policies: list[NightsOffPolicy]
    today: dt.date

    def is_to_come(self, row: NightsOffPolicy) -> bool:
        """Whether it may still be withdrawn."""
        return row.valid_from > self.today


def policies_of(viewer: Viewer, service_id: uuid.UUID | None) -> list[NightsOffPolicy]:
    """Every policy of a service, the newest first."""
    asked = visible(viewer, NightsOffPolicy).where(NightsOffPolicy.service_id == service_id)
    return list(session().scalars(asked.order_by(NightsOffPolicy.valid_from.desc())))


def nights_off_page(viewer: Viewer) -> NightsOffPage:
    """What the viewer's service gives, now, before and to come; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    found = policies_of(viewer, viewer.service_id)
    return NightsOffPage(policy_on(viewer.today, [row.terms for row in found]), found, viewer.today)
