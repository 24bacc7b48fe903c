"""The audit trail is one unbroken chain for each service, however its links came into it."""

import uuid
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import delete, update

from constellations.access import Viewer
from constellations.activity.actions import append_links, audit
from constellations.activity.models import AuditEntry, AuditHead
from constellations.activity.queries import first_broken_link
from constellations.activity.rules import Change
from constellations.core.database import transaction
from tests import factories
from tests.registers import rows
from tests.sleepovers.at_once import at_once
from tests.tampering import tamper

SYSTEM = Viewer.system()
CHANGES = (
    Change("corrected", "home", uuid.UUID(int=7), ["area", "name"]),
    Change("began", "service", None),
    Change("a word with ö and 👍", "night", uuid.UUID(int=8), ["state"]),
)


def note(service_id: uuid.UUID | None, *changes: Change) -> None:
    """Audit some changes in one transaction."""
    with transaction():
        for change in changes:
            audit(SYSTEM, change, service_id)


def numbers() -> list[int]:
    """The numbers of all links, in order."""
    return sorted(seq for (seq,) in rows(AuditEntry.seq))


def test_links_that_came_one_by_one_and_many_at_once_are_one_chain(app: Flask) -> None:
    service = factories.create_service()
    note(service.id, CHANGES[0])
    note(service.id, *CHANGES)
    with transaction():
        append_links(SYSTEM, service.id, CHANGES)
    note(service.id, CHANGES[2])
    assert first_broken_link(SYSTEM, service.id) is None
    assert numbers() == list(range(1, 9))
    assert rows(AuditHead.chain, AuditHead.seq) == [(service.id, 8)]


@pytest.mark.parametrize("altered", [1, 3])
def test_a_link_that_was_altered_is_found(app: Flask, altered: int) -> None:
    service = factories.create_service()
    note(service.id, *CHANGES)
    tamper(update(AuditEntry).where(AuditEntry.seq == altered).values(action="looked"))
    assert first_broken_link(SYSTEM, service.id) == altered


def test_an_end_that_was_cut_off_is_found(app: Flask) -> None:
    service = factories.create_service()
    note(service.id, *CHANGES)
    tamper(delete(AuditEntry).where(AuditEntry.seq == len(CHANGES)))
    assert first_broken_link(SYSTEM, service.id) == len(CHANGES)


def test_the_chains_of_two_services_and_of_the_installation_are_apart(app: Flask) -> None:
    one, other = factories.create_service().id, factories.create_service().id
    for service_id in (one, other, None, one):
        note(service_id, CHANGES[0])
    assert [first_broken_link(SYSTEM, service_id) for service_id in (one, other, None)] == [None] * 3
    assert sorted(seq for _chain, seq in rows(AuditHead.chain, AuditHead.seq)) == [1, 1, 2]


def test_links_of_the_same_moment_follow_one_another(app: Flask) -> None:
    service_id = factories.create_service().id
    assert at_once(app, *[partial(note, service_id, CHANGES[0], CHANGES[1])] * 8) == []
    assert first_broken_link(SYSTEM, service_id) is None
    assert numbers() == list(range(1, 17))


def test_what_is_rolled_back_leaves_no_link(app: Flask) -> None:
    service_id = factories.create_service().id
    note(service_id, CHANGES[0])
    with pytest.raises(ZeroDivisionError), transaction():
        audit(SYSTEM, CHANGES[1], service_id)
        raise ZeroDivisionError
    assert numbers() == [1]
    assert first_broken_link(SYSTEM, service_id) is None
