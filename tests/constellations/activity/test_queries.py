"""Where a chain is broken, and that writing meanwhile breaks none."""

import threading
import uuid

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, event, insert, update
from sqlalchemy.engine.interfaces import DBAPICursor

from constellations.access import Viewer
from constellations.activity import queries
from constellations.activity.actions import audit, links_after
from constellations.activity.models import NO_SERVICE, AuditEntry, AuditHead
from constellations.activity.queries import first_broken_link, trails
from constellations.activity.rules import Change, Head, Trail
from constellations.core.database import database, transaction
from tests.factories import create_service
from tests.registers import rows
from tests.tampering import tamper

SYSTEM = Viewer.system()
CHANGE = Change("corrected", "home", uuid.UUID(int=7), ["area", "name"])


def note(service_id: uuid.UUID | None, times: int) -> None:
    """Add so many links, each in a transaction of its own."""
    for _ in range(times):
        with transaction():
            audit(SYSTEM, CHANGE, service_id)


def note_elsewhere(app: Flask) -> None:
    """Add a link on a connection of its own."""
    with app.app_context():
        note(None, 1)


def test_a_chain_is_read_some_links_at_a_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    note(None, 5)
    assert first_broken_link(SYSTEM, None) is None
    tamper(update(AuditEntry).where(AuditEntry.seq == 5).values(action="looked"))
    assert first_broken_link(SYSTEM, None) == 5


def test_links_that_are_added_while_it_is_walked_break_nothing(app: Flask) -> None:
    note(None, 3)
    others: list[str] = []

    def write(
        _connection: Connection,
        _cursor: DBAPICursor,
        statement: str,
        _parameters: object,
        _context: object,
        _executemany: bool,
    ) -> None:
        if not others and "FROM audit_" in statement:
            others.append(statement)
            somebody = threading.Thread(target=note_elsewhere, args=(app,))
            somebody.start()
            somebody.join(20)

    event.listen(database().engine, "after_cursor_execute", write)
    try:
        found = first_broken_link(SYSTEM, None)
    finally:
        event.remove(database().engine, "after_cursor_execute", write)
    assert (found, len(others), len(rows(AuditEntry.seq))) == (None, 1, 4)


def test_links_that_follow_but_of_which_no_head_speaks_are_found(app: Flask) -> None:
    note(None, 2)
    ((seq, last),) = rows(AuditHead.seq, AuditHead.hash)
    tamper(insert(AuditEntry).values(list(links_after(Head(seq, last), SYSTEM, None, [CHANGE]))))
    assert first_broken_link(SYSTEM, None) == 3
    tamper(delete(AuditHead))
    assert first_broken_link(SYSTEM, None) == 1


def test_a_head_that_was_altered_is_found_behind_its_last_link(app: Flask) -> None:
    note(None, 2)
    tamper(update(AuditHead).values(hash="0" * 64))
    assert first_broken_link(SYSTEM, None) == 3


def test_every_chain_is_walked_also_one_of_which_nothing_else_is_left(app: Flask) -> None:
    whole, altered, silent, lost = create_service(), create_service(), create_service(), uuid.UUID(int=9)
    note(whole.id, 2)
    note(altered.id, 3)
    note(lost, 1)
    tamper(update(AuditEntry).where(AuditEntry.chain == altered.id, AuditEntry.seq == 2).values(fields="name"))
    tamper(delete(AuditHead).where(AuditHead.chain == lost))
    found = {trail.service_id or NO_SERVICE: trail for trail in trails(SYSTEM)}
    assert found == {
        NO_SERVICE: Trail(None, 0, None),
        whole.id: Trail(whole.id, 2, None),
        altered.id: Trail(altered.id, 3, 2),
        silent.id: Trail(silent.id, 0, None),
        lost: Trail(lost, 0, 1),
    }
