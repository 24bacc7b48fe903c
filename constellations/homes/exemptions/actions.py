"""Exemptions from the usual fostering limit: granted and ended."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import delete

from constellations.access import Viewer, covering, find, hold
from constellations.actions import let_end, span_of
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.children.models import Child
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import check_day
from constellations.homes.exemptions.models import Exemption, ExemptionChild
from constellations.homes.exemptions.rules import NobodyNamed, NoExemptionThen
from constellations.models import Home
from constellations.people.rules import DaysTheWrongWayRound
from constellations.permissions import Permission


def grant_exemption(
    viewer: Viewer,
    home_id: uuid.UUID,
    child_ids: Collection[uuid.UUID],
    starts_on: dt.date,
    ends_on: dt.date | None,
    conditions: str | None,
) -> uuid.UUID:
    """Let a home foster these children beyond the usual limit from a day until another (half-open); gives its id.

    Raises NobodyNamed and DaysTheWrongWayRound.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_day(starts_on, viewer.today)
    if not child_ids:
        raise NobodyNamed
    if ends_on is not None and ends_on <= starts_on:
        raise DaysTheWrongWayRound
    with transaction() as current:
        home = find(viewer, Home, home_id)
        children = [find(viewer, Child, child_id) for child_id in set(child_ids)]
        if any(child.service_id != home.service_id for child in children):
            raise NotFound
        exemption = Exemption(home_id=home.id, starts_on=starts_on, ends_on=ends_on, conditions=conditions)
        current.add(exemption)
        current.flush()
        current.add_all(ExemptionChild(exemption_id=exemption.id, child_id=child.id) for child in children)
        record(viewer, "grant_exemption", exemption.id, home_id=home.id)
        fields = ["starts_on", "ends_on", "conditions", "child_id"]
        audit(viewer, Change("grant_exemption", "exemption", exemption.id, fields), home.service_id)
        return exemption.id


def end_exemption(viewer: Viewer, exemption_id: uuid.UUID, day: dt.date) -> None:
    """End an exemption; `day` is the first on which it no longer holds, and its first day takes it back altogether.

    Raises NoExemptionThen.
    """
    viewer.must(Permission.KEEP_REGISTER)
    check_day(day, viewer.today)
    with transaction() as current:
        exemption = hold(viewer, Exemption, exemption_id)
        home = find(viewer, Home, exemption.home_id)
        begins_later = exemption.starts_on > viewer.today and day <= exemption.starts_on
        if not begins_later and day not in span_of(exemption):
            raise NoExemptionThen
        if day <= exemption.starts_on:
            names = delete(ExemptionChild).where(ExemptionChild.exemption_id == exemption_id)
            current.execute(covering(viewer, names, through=(ExemptionChild,)))
        let_end(exemption, day)
        record(viewer, "end_exemption", exemption_id, home_id=home.id)
        audit(viewer, Change("end_exemption", "exemption", exemption_id, ["ends_on"]), home.service_id)
