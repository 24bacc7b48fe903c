"""September 2026 of the demo service, from flag to payment by the acts of its people; October waits."""

import uuid

from constellations.access import Viewer, visible
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Person
from constellations.queries import viewer_for
from sleepovers.claims.actions import close_month
from sleepovers.claims.models import Claim
from sleepovers.demo.families import address
from sleepovers.payments.approving.actions import approve_claims
from sleepovers.payments.checking.actions import check_claim, say_it_looks_right
from sleepovers.payments.exporting.actions import enter_supplier_number, export_uplifts, lay_out_file
from sleepovers.payments.exporting.layout import DEFAULT_COLUMNS, Layout
from sleepovers.payments.paying.actions import say_batch_is_paid

SEPTEMBER = Month(2026, 9)

SUPPLIERS = {"Kelly": "40417", "Brennan": "40418", "Lindqvist": "40455"}
LAYOUT = Layout(DEFAULT_COLUMNS, cost_centre="FC210", code="41300")


def let_september_be_paid(viewer: Viewer) -> None:
    """A carer, a liaison worker, the manager and finance each take their step with the one claim of September."""
    carer, liaison, manager, finance = map(_as, ("Moira Kelly", "Ruth Adeyemi", "Priya Raman", "Colin Shaw"))
    homes = {home.key: home.id for home in session().scalars(visible(viewer, Home))}
    for key, number in SUPPLIERS.items():
        enter_supplier_number(finance, homes[key], number, 0)
    lay_out_file(finance, LAYOUT, 0)
    say_it_looks_right(carer, *_claim(viewer))
    check_claim(liaison, *_claim(viewer))
    claim, version = _claim(viewer)
    if manager.service_id is not None:
        close_month(manager, manager.service_id, SEPTEMBER)
        approve_claims(manager, SEPTEMBER, {claim: version})
        batch = export_uplifts(finance, manager.service_id, SEPTEMBER)
        say_batch_is_paid(finance, batch.id, clock.today(), ())


def _as(name: str) -> Viewer:
    """Somebody of the demo service."""
    asked = visible(Viewer.system(), Person).where(Person.email == address(name))
    return viewer_for(session().scalars(asked).one())


def _claim(viewer: Viewer) -> tuple[uuid.UUID, int]:
    """The one claim of September, and its version."""
    claim = session().scalars(visible(viewer, Claim).where(Claim.month == SEPTEMBER)).one()
    return claim.id, claim.version
