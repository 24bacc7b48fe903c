"""A family with somebody who has left, its managers, and what several tests of rights do with them."""

import io
import json
import uuid
import zipfile
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Child
from constellations.core.database import session
from constellations.models import Constellation, Home, Person, Service
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.rights import actions
from constellations.rights.answering.actions import answer_requests, finish_erasures
from constellations.rights.copies.rules import JSON_NAME
from constellations.rights.models import DataRequest
from messaging.models import Conversation
from messaging.rules import ConversationKind
from tests import factories
from tests.messaging.factories import create_conversation

SYSTEM = Viewer.system


@dataclass(frozen=True)
class Family:
    """A carer who is here, one who has left, a child that lives nowhere, and the managers."""

    service: Service
    constellation: Constellation
    home: Home
    anita: Person
    zeb: Person
    child: Child
    ruth: Person
    ola: Person


def run_job() -> int:
    """Let the job do what waits; gives how much it did."""
    system = Viewer.system()
    done = answer_requests(system, None, system.today, system.today).found
    session().rollback()
    return done


def run_at_night() -> int:
    """Let the other job finish what was erased in part; gives how many stand otherwise now."""
    system = Viewer.system()
    done = finish_erasures(system, None, system.today, system.today).found
    session().rollback()
    return done


def stored(request_id: uuid.UUID) -> DataRequest:
    """A request as it is stored now."""
    session().rollback()
    session().expire_all()
    return session().scalars(covering(SYSTEM(), select(DataRequest).where(DataRequest.id == request_id))).one()


def told(person: Person) -> list[str]:
    """What a person was told."""
    asked = select(Notice.words).where(Notice.person_id == person.id)
    return list(session().scalars(covering(SYSTEM(), asked)))


def outing(family: Family, *people: Person) -> Conversation:
    """A conversation of some people."""
    return create_conversation(ConversationKind.GROUP, family.service, people=people, title="Outing")


def fetched(viewer: Viewer, request_id: uuid.UUID) -> bytes:
    """The copy, as somebody fetches it."""
    with actions.fetch(viewer, request_id).file as file:
        return file.read()


def kinds_in(content: bytes) -> list[dict[str, object]]:
    """The kinds of record that a copy tells."""
    kinds: list[dict[str, object]] = json.loads(zipfile.ZipFile(io.BytesIO(content)).read(JSON_NAME))["kinds"]
    return kinds


def stranger() -> Person:
    """A manager of another service."""
    return factories.create_person(Role.MANAGER, factories.create_service())
