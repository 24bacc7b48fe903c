"""The audit trail of an import: every link is worked out and laid ready before the write, and goes in as one piece."""

import uuid
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Column as Stored
from sqlalchemy import Integer, String, cast, insert, literal, select

from constellations.activity.actions import ENTRIES, links_after, move_head, take_chain
from constellations.activity.models import NO_SERVICE, AuditHead
from constellations.activity.rules import Change, Head
from constellations.core.columns import Id, Instant
from constellations.register.sheet import Import, Sheet, besides
from constellations.register.statements import execute, is_news, rows_of

PORTION = 5_000

Heads = dict[uuid.UUID, Head]

LINKS = besides(
    "waiting_link",
    Stored("chain", Id(), primary_key=True),
    Stored("seq", Integer, primary_key=True, autoincrement=False),
    Stored("at", Instant()),
    Stored("person_id", Id()),
    Stored("action", String),
    Stored("subject", String),
    Stored("subject_id", Id()),
    Stored("fields", String),
    Stored("hash", String),
)


class Overtaken(Exception):
    """Others changed a service after its rows were checked."""


def all_heads() -> Heads:
    """How far every audit trail has come: who compares sees whether others changed anything."""
    found = rows_of(select(AuditHead.chain, AuditHead.seq, AuditHead.hash))
    return {chain: Head(seq, last) for chain, seq, last in found}


def lay_links_ready(run: Import, sheets: Sequence[Sheet], heads: Heads, chain: uuid.UUID) -> None:
    """Work out a link for each row of a chain's service that the import adds or changes, as they follow its head."""
    changes = (change for sheet in sheets for change in _changes_of(sheet, chain))
    ahead = links_after(heads.get(chain, Head()), run.viewer, chain, changes)
    while rows := list(islice(ahead, PORTION)):
        execute(insert(LINKS), rows)


def append_laid_links(heads: Heads, chain: uuid.UUID) -> None:
    """Add the links that were laid ready; raises Overtaken where the trail has moved on from `heads`.

    The trail is held from here: nobody's change comes between this look and the commit.
    """
    if take_chain(chain) != heads.get(chain, Head()):
        raise Overtaken
    link = LINKS.c
    mine = select(LINKS).where(link.chain == chain).order_by(link.seq)
    execute(insert(ENTRIES).from_select(list(link), mine))
    last = rows_of(select(link.seq, link.hash).where(link.chain == chain).order_by(link.seq.desc()).limit(1))
    move_head(chain, Head(*last[0]))


def _changes_of(sheet: Sheet, chain: uuid.UUID) -> Iterator[Change]:
    """One for each row, a portion at a time, so that no row is held for longer."""
    t = sheet.table.c
    subject = literal(sheet.subject, String) if sheet.subject_of is None else cast(sheet.subject_of, String)
    mine = t.service_id.is_(None) if chain == NO_SERVICE else t.service_id == chain
    last = 0
    while True:
        portion = (
            select(t.row, t.fate, subject.label("subject"), t.id, t.fields)
            .where(is_news(sheet.table), mine, t.row > last)
            .order_by(t.row)
            .limit(PORTION)
        )
        rows = rows_of(portion)
        for row in rows:
            yield Change(f"register_{row.fate}", row.subject, row.id, row.fields.strip(";").split(";"))
        if len(rows) < PORTION:
            return
        last = rows[-1].row
