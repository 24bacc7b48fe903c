"""Who sees a claim: money is for the home it is paid to and for staff; and what the tables refuse."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.models import Home
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.claims.actions import flag_uplifts
from sleepovers.claims.models import Claim
from sleepovers.uplift import Basis, ClaimStatus
from tests.constraints import broken_constraint
from tests.factories import create_home, create_person, create_service, stored
from tests.sleepovers.claims.months import OCTOBER, create_around, host


def claim_of(home: Home, amount_pence: int | None = None, amount_reason: str | None = None) -> Claim:
    """A claim for October, not stored yet."""
    return Claim(
        service_id=home.service_id,
        home_id=home.id,
        month=OCTOBER,
        status=ClaimStatus.FLAGGED,
        child_nights=17,
        nights=17,
        counted=17,
        threshold=16,
        basis=Basis.CHILD_NIGHTS,
        beyond=1,
        amount_pence=amount_pence,
        amount_reason=amount_reason,
    )


def test_claims_are_seen_by_the_payee_and_by_staff_who_look_after_the_home(app: Flask) -> None:
    around = create_around()
    next_door, stranger = create_around(around.service), create_around()
    host(around.hub, 17)
    flag_uplifts(Viewer.system(), around.service.id, [OCTOBER])
    region_of_service = create_person(Role.REGIONAL)
    seen = {
        person.id
        for each in (around, next_door, stranger)
        for person in (each.carer, each.neighbour, each.liaison, each.manager, each.finance, region_of_service)
        if session().scalars(visible(viewer_for(person), Claim)).all()
    }
    of_the_service = (around.manager, around.finance, next_door.manager, next_door.finance)
    assert seen == {person.id for person in (around.carer, around.liaison, *of_the_service)}


def test_a_home_has_one_claim_a_month(app: Flask) -> None:
    home = create_home(create_service())
    stored(claim_of(home))
    with pytest.raises(IntegrityError) as refused:
        stored(claim_of(home))
    assert broken_constraint(refused.value) == "uq_claim_home_id_month"


@pytest.mark.parametrize(
    ("pence", "reason", "constraint"),
    [(-1, None, "ck_claim_amount_pence"), (4000, "rate not set", "ck_claim_an_amount_or_a_reason")],
)
def test_an_amount_is_not_below_nothing_and_needs_no_excuse(
    app: Flask, pence: int, reason: str | None, constraint: str
) -> None:
    home = create_home(create_service())
    with pytest.raises(IntegrityError) as refused:
        stored(claim_of(home, pence, reason))
    assert broken_constraint(refused.value) == constraint
