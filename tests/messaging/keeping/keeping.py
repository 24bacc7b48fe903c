"""Keeping and removing among Moira, the Patels and the Okafors, for the tests of keeping."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import literal_column, select, table, text

from constellations.access import Viewer
from constellations.core.database import Base, database, session
from constellations.core.search import is_of_index
from constellations.keeping.models import HowLong
from constellations.keeping.queries import amount_kept, cut_at, number_too_old
from constellations.models import Service
from messaging.keeping.holds.actions import give_hold
from messaging.keeping.kept import TALK
from messaging.keeping.removing.actions import remove_earlier_words, remove_talk
from messaging.keeping.rules import Gone, Kept
from messaging.models import Conversation
from tests import factories
from tests.messaging.attachments.sending import shelf
from tests.messaging.talking import Talk
from tests.sleepovers.households import sees

DAY = 24 * 3600
MONTHS_LATER = dt.timedelta(days=70)
SECRET = "quince"
"""A word that stands in all that is to go."""


def keep(service: Service, **months: int) -> None:
    """Let a service keep each kind of record for so many months, the others for ever."""
    chosen = (HowLong(service_id=service.id, kind=f"talk_{name}", amount=many) for name, many in months.items())
    factories.stored(*chosen)


def removed(service: Service) -> dict[Gone, int]:
    """What the nightly job removes today: how much of what."""
    found = Counter[Gone]()
    for kept, kind in zip(Kept, TALK, strict=True):
        amount = amount_kept(Viewer.system(), service.id, kind)
        cut = cut_at(kind, service.id, amount, Viewer.system().today)
        if cut is not None:
            found += remove_earlier_words(cut) if kept is Kept.EARLIER else remove_talk(kept, cut)
    return dict(found)


def would_go(service_id: uuid.UUID, months: int) -> list[int]:
    """How much of each kind of talk, and of earlier words, would go today if it were kept for so many months."""
    today = Viewer.system().today
    return [number_too_old(kind, cut_at(kind, service_id, months, today)) for kind in TALK]


def hold_it(talk: Talk, conversation: Conversation) -> uuid.UUID:
    """Give a conversation a legal hold."""
    return give_hold(sees(talk.homes.manager), conversation.id, "A complaint.")


def tables_with(word: str) -> set[str]:
    """The tables in which a word stands anywhere, those of SQLite's index too; and `files` where one holds it."""
    session().rollback()
    found = set()
    with database().engine.connect() as connection:
        if database().is_sqlite:
            names = [row[0] for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        else:
            names = list(Base.metadata.tables)
        for name in names:
            if is_of_index(name) and name.endswith("_index"):
                continue
            rows: Sequence[Any] = connection.execute(select(literal_column("*")).select_from(table(name))).all()
            if any(word.encode() in _bytes(value) for row in rows for value in row):
                found.add(name)
    lying = (path for path in shelf().folder.rglob("*") if path.is_file())
    return found | ({"files"} if any(word.encode() in path.read_bytes() for path in lying) else set())


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
