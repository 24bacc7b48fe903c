"""The agreements that an ask needs, and where one belongs."""

import uuid
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from constellations.access import Viewer, covering, find
from constellations.children.models import Child
from constellations.core.database import session
from constellations.models import Person
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState
from sleepovers.models import Stay


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """Whether whoever decides for a child has agreed, and who is to ask."""

    agreement_id: uuid.UUID
    child: str
    owner: str | None
    state: AgreementState
    is_afterwards: bool


def agreements_of(viewer: Viewer, ask_id: uuid.UUID) -> list[AgreementLine]:
    """The agreements that an ask needs, and how far each has come."""
    rows = (
        select(Agreement, Child.initials, Person.name)
        .join(Child, Child.id == Agreement.child_id)
        .outerjoin(Person, Person.id == Agreement.owner_id)
        .where(Agreement.ask_id == ask_id)
        .order_by(Child.initials, Child.key)
    )
    return [
        AgreementLine(row.id, initials, owner, row.state, row.is_afterwards)
        for row, initials, owner in session().execute(covering(viewer, rows, Agreement, through=(Child, Person)))
    ]


def subject_of(viewer: Viewer, agreement_id: uuid.UUID) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The ask and the stay of an agreement, where there are such; raises NotFound."""
    agreement = find(viewer, Agreement, agreement_id)
    of_ask = and_(Stay.ask_id == agreement.ask_id, Stay.child_id == agreement.child_id)
    asked = select(Stay.id).where(or_(Stay.id == agreement.stay_id, of_ask))
    return agreement.ask_id, session().scalars(covering(viewer, asked, Stay)).first()
