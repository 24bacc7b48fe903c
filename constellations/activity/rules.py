"""How one link of the audit chain follows from the one before."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_LINK = "0" * 64
"""What the first link of a chain follows."""


LOOKS = ("read_", "looked_into_", "took_", "exported_", "gave_reason_for_", "fetched_", "back_up")
"""How the audit trail calls that somebody saw or took something."""

NO_LOOKS = ("took_back_", "took_over_", "took_out_", "took_course_", "took_in_")
"""What begins alike, and is none."""

WHO_MAY = frozenset(
    {
        *("person", "deputy", "liaison_assignment", "hub_cover", "safeguarding_reader"),
        *("extract_key", "legal_hold", "subject_hold"),
    }
)
"""Tables that say who may see or do what: each change of them is a line of the security log too."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come: the number and the hash of its last link."""

    seq: int = 0
    hash: str = FIRST_LINK


@dataclass(frozen=True, slots=True)
class Trail:
    """One chain as it was found: whose it is (none: the installation's), how many links it should have, and the first
    that does not follow; none where it is whole."""

    service_id: uuid.UUID | None
    links: int
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changed: the subject is a table's name, the fields are column names."""

    action: str
    subject: str
    subject_id: uuid.UUID | None
    fields: Sequence[str] = ()


def is_look(action: str) -> bool:
    """Whether the audit trail means by this action that somebody saw or took something."""
    return action.startswith(LOOKS) and not action.startswith(NO_LOOKS)


def is_of_security(change: Change) -> bool:
    """Whether a change is a line of the security log: a sensitive record seen or taken, or who may do what."""
    return is_look(change.action) or change.subject in WHO_MAY


def link_hash(before: str, seq: int, at: dt.datetime, person_id: uuid.UUID | None, change: Change) -> str:
    """SHA-256 over the link before, the number, and everything this link says; `at` is aware."""
    return hashlib.sha256(f"{before}\n{seq}\n{link_words(at, person_id, change)}".encode()).hexdigest()


def link_words(at: dt.datetime, person_id: uuid.UUID | None, change: Change) -> str:
    """What a link says, wherever in the chain it stands."""
    said = (
        at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        str(person_id or ""),
        change.action,
        change.subject,
        str(change.subject_id or ""),
        ";".join(change.fields),
    )
    return "\n".join(said)
