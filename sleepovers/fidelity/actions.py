"""Changing what a service asks of its constellations."""

from constellations.access import Viewer, hold
from constellations.actions import let_hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Service
from constellations.permissions import Permission
from sleepovers.fidelity.models import FidelityTerms
from sleepovers.fidelity.own.rules import must_be_sound
from sleepovers.fidelity.queries import terms_of
from sleepovers.fidelity.rules import Terms
from sleepovers.fidelity.words import terms_words

FIELDS = ("smallest", "largest", "hive_largest", "beds", "months", "off")
"""What a service sets, for the audit trail."""


def set_fidelity_terms(viewer: Viewer, chosen: Terms, number: int) -> None:
    """Ask for something else from today on; what was asked before stays as it was.

    `number` is that of the terms that were seen. Raises SizesTheWrongWayRound, ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.SET_FIDELITY)
    if viewer.service_id is None:
        raise NotFound
    must_be_sound(chosen)
    with transaction():
        # Held, so that two who change it one after the other do not both follow the same terms.
        service = hold(viewer, Service, viewer.service_id)
        now = terms_of(viewer, [service.id]).get(service.id)
        if number != (now.number if now else 0):
            raise ChangedMeanwhile(terms_words(now.terms if now else Terms()), terms_words(chosen))
        values = {field: getattr(chosen, field) for field in FIELDS}
        new = FidelityTerms(service_id=service.id, starts_on=viewer.today, number=number + 1, **values)
        new.set_by = viewer.person_id
        let_hold([now] if now else [], new)
        record(viewer, "set_fidelity_terms", new.id)
        audit(viewer, Change("set_fidelity_terms", "fidelity_terms", new.id, FIELDS), service.id)
