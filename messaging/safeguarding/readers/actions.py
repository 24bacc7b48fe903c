"""Naming those who read a service's concerns."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Service
from constellations.people.rules import OutlastsDeputy
from constellations.permissions import Permission
from messaging.safeguarding.models import SafeguardingReader
from messaging.safeguarding.readers.queries import may_be_named
from messaging.safeguarding.rules import NotAReader


def name_readers(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> None:
    """Let these people, and nobody else, be the named readers of the viewer's service.

    With nobody named, the liaison workers of a constellation and the managers read. Raises NotAReader, OutlastsDeputy.
    """
    viewer.must(Permission.SET_SERVICE)
    # Who reads stays so: a deputy who is named, or is the one who is left, reads long after those days.
    if not viewer.acts_as_own:
        raise OutlastsDeputy
    if viewer.service_id is None:
        raise NotFound
    chosen = set(person_ids)
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        if chosen - {person.id for person in may_be_named(viewer)}:
            raise NotAReader
        rows = session().scalars(covering(viewer, select(SafeguardingReader), SafeguardingReader)).all()
        for row in rows:
            if row.person_id not in chosen:
                session().delete(row)
        for person_id in sorted(chosen - {row.person_id for row in rows}):
            session().add(SafeguardingReader(service_id=service.id, person_id=person_id, named_by=viewer.person_id))
        record(viewer, "named_readers", service.id)
        audit(viewer, Change("named_readers", "safeguarding_reader", service.id, ["person_id"]), service.id)
