"""A drawn register put into the database, so that the count in SQL can be compared with the others."""

import datetime as dt
import itertools
import uuid

from constellations.children.models import Child, ChildStatusFrom
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import session
from constellations.models import Constellation, Home, Membership, Service
from constellations.rules import ChildStatus, ConstellationKind, HomeRole
from sleepovers.models import Stay, StayNight
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.rules import NightState, StayKind, StayState
from tests.sleepovers.drawn_months import CHILDREN, HOMES
from tests.sleepovers.naive_counter import Register, Row
from tests.sleepovers.test_uplift_against_naive_counter import ends, nights_kept, policies_in, rates_in

_numbers = itertools.count(1)


def store_register(register: Register) -> dict[str, uuid.UUID]:
    """Add a register as one service to the session, committing nothing; gives the ids of its homes by key."""
    here = session()
    service = Service(key="service", name="service", sleepover_word="sleepover")
    here.add(service)
    here.flush()
    homes = {key: Home(key=key, name=key, service_id=service.id) for key in HOMES}
    children = {key: Child(key=key, service_id=service.id, initials="JB", born=Month(2015, 3)) for key in CHILDREN}
    here.add_all([*homes.values(), *children.values()])
    here.flush()
    for row in register["memberships"]:
        _add_membership(row, service.id, homes[row["home"]].id)
    for key, child in children.items():
        _add_statuses([row for row in register["children"] if row["child"] == key], child.id)
    for policy in policies_in(register):
        fields = {name: getattr(policy, name) for name in policy.__dataclass_fields__}
        here.add(UpliftPolicy(service_id=service.id, **fields))
    for rate in rates_in(register):
        here.add(UpliftRate(service_id=service.id, **{name: getattr(rate, name) for name in rate.__dataclass_fields__}))
    for row in register["stays"]:
        _add_stay(row, register, children[row["child"]], homes[row["host"]])
    here.flush()
    return {key: home.id for key, home in homes.items()}


def _add_membership(row: Row, service_id: uuid.UUID, home_id: uuid.UUID) -> None:
    """One membership, in a constellation of its own: a home may be in several at once."""
    starts_on = dt.date.fromisoformat(row["joined_on"])
    ends_on = dt.date.fromisoformat(row["left_on"]) if row["left_on"] else None
    if ends_on is not None and ends_on <= starts_on:
        return
    key = f"K{next(_numbers)}"
    constellation = Constellation(key=key, name=key, service_id=service_id, kind=ConstellationKind.MOCKINGBIRD)
    session().add(constellation)
    session().flush()
    role = HomeRole(row["role"])
    session().add(
        Membership(home_id=home_id, constellation_id=constellation.id, role=role, starts_on=starts_on, ends_on=ends_on)
    )


def _add_statuses(rows: list[Row], child_id: uuid.UUID) -> None:
    """The statuses of a child as dated rows, each up to the next."""
    starts = [dt.date.fromisoformat(row["status_from"]) if row["status_from"] else ALWAYS for row in rows]
    dated = sorted(zip(starts, rows, strict=True), key=lambda each: each[0])
    for number, (starts_on, row) in enumerate(dated):
        ends_on = dated[number + 1][0] if number + 1 < len(dated) else None
        status = ChildStatus(row["status"])
        session().add(ChildStatusFrom(child_id=child_id, starts_on=starts_on, ends_on=ends_on, status=status))


def _add_stay(row: Row, register: Register, child: Child, host: Home) -> None:
    """A stay with its nights; what was not stayed is stored too, as the application does."""
    came, went = ends(row)
    happened = row["state"] == "happened"
    stay = Stay(
        key=f"T{next(_numbers)}",
        service_id=host.service_id,
        child_id=child.id,
        host_id=host.id,
        kind=StayKind(row["kind"]),
        state=StayState.HAPPENED if happened else StayState.CANCELLED,
        arrive_on=came.on,
        arrive_at=came.at,
        depart_on=went.on,
        depart_at=went.at,
    )
    session().add(stay)
    session().flush()
    for night in nights_kept(row, register) if happened else ():
        session().add(
            StayNight(
                child_id=child.id, night=night, stay_id=stay.id, home_id=host.id, state=NightState.HAPPENED, bed=None
            )
        )
