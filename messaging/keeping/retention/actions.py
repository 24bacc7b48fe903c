"""Choosing for how long a service keeps what is said."""

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.permissions import Permission
from messaging.keeping.models import Retention
from messaging.keeping.queries import kept_for, retention_of
from messaging.keeping.removing.queries import would_go
from messaging.keeping.rules import Kept, KeptFor, WouldGo
from messaging.keeping.words import gone_words


def choose_how_long(viewer: Viewer, chosen: KeptFor, version: int, sure: bool = False) -> None:
    """Keep each kind of record of the viewer's service for so many months; what is older goes in the night.

    Raises MonthsOutOfReach; WouldGo, unless it is meant, where something is too old already; ChangedMeanwhile.
    """
    viewer.must(Permission.SET_SERVICE)
    if viewer.service_id is None:
        raise NotFound
    chosen.checked()
    # Counted before the transaction, for many messages take a while; it is a warning and no promise.
    if not sure and chosen != kept_for(viewer, viewer.service_id):
        tonight = would_go(viewer.service_id, chosen, viewer.today)
        if tonight.total():
            raise WouldGo(gone_words(tonight))
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        row = retention_of(viewer, service.id)
        if (row.version if row else 0) != version:
            raise ChangedMeanwhile(str(row.kept_for if row else KeptFor()), str(chosen))
        row = row or Retention(service_id=service.id)
        for kept in Kept:
            setattr(row, kept.value, chosen.months(kept))
        session().add(row)
        record(viewer, "chose_how_long", service.id)
        audit(viewer, Change("chose_how_long", "retention", service.id, [kept.value for kept in Kept]), service.id)
