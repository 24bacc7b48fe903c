"""Makers of requests about personal data, and of holds."""

import datetime as dt
from dataclasses import dataclass

from constellations.models import Person
from constellations.rights.models import DataRequest, SubjectHold
from constellations.rights.rules import RequestKind, RequestState
from tests.factories import stored


@dataclass(frozen=True, slots=True)
class RightsSamples:
    """An erasure that waits for a second manager, and a hold."""

    request: DataRequest
    hold: SubjectHold


def create_rights(about: Person, manager: Person) -> RightsSamples:
    """A request about somebody, and a hold that was lifted."""
    of = {"service_id": manager.service_id, "person_id": about.id}
    request = DataRequest(
        kind=RequestKind.ERASURE,
        state=RequestState.WAITING,
        asked_by=manager.id,
        due_on=dt.date(2026, 12, 22),
        **of,
    )
    lifted = {"lifted_by": manager.id, "lifted_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}
    hold = SubjectHold(reason="A sample.", given_by=manager.id, **of, **lifted)
    stored(request, hold)
    return RightsSamples(request, hold)
