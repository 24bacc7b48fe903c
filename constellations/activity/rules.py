"""How one link of the audit chain follows from the one before."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_LINK = "0" * 64
"""What the first link of a chain follows."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come: the number and the hash of its last link."""

    seq: int = 0
    hash: str = FIRST_LINK


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changed: the subject is a table's name, the fields are column names."""

    action: str
    subject: str
    subject_id: uuid.UUID | None
    fields: Sequence[str] = ()


def link_hash(before: str, seq: int, at: dt.datetime, person_id: uuid.UUID | None, change: Change) -> str:
    """SHA-256 over the link before and everything this link says; `at` is aware."""
    said = (
        before,
        str(seq),
        at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        str(person_id or ""),
        change.action,
        change.subject,
        str(change.subject_id or ""),
        ";".join(change.fields),
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
