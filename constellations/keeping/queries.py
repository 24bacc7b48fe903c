"""The schedule as a service has chosen it, and how much of each kind is too old."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask_babel.speaklater import LazyString
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.keeping.declaration import Kept, schedule
from constellations.keeping.models import HowLong
from constellations.keeping.rules import Cut, kept_since, reasons, time_words
from constellations.service.queries import own_service

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kind of record on the schedule of a service: for how long, whether that was chosen, and what goes tonight."""

    kept: Kept
    amount: int | None
    version: int
    tonight: int

    @property
    def time(self) -> str:
        """How long it is kept, in words."""
        return time_words(self.kept.unit, self.amount)

    @property
    def is_chosen(self) -> bool:
        """Whether the service keeps it for another time than usual."""
        return self.amount != self.kept.usual


def schedule_of(viewer: Viewer) -> tuple[KeptLine, ...]:
    """The schedule of the viewer's service, with what would go tonight; raises NotFound for a viewer of none."""
    service = own_service(viewer)
    chosen = select(HowLong).where(HowLong.service_id == service.id)
    rows = {row.kind: row for row in session().scalars(covering(viewer, chosen, HowLong))}
    return tuple(_line(viewer, service.id, kept, rows.get(kept.kind)) for kept in schedule().kept.values())


def kind_called(name: str) -> Kept:
    """The kind of record of this name; raises NotFound."""
    found = schedule().kept.get(name)
    if found is None:
        raise NotFound
    return found


def line_of(viewer: Viewer, kept: Kept) -> KeptLine:
    """One kind of the viewer's service; raises NotFound for a viewer of none."""
    service = own_service(viewer)
    return _line(viewer, service.id, kept, choice_of(viewer, service.id, kept))


def choice_of(viewer: Viewer, service_id: uuid.UUID, kept: Kept) -> HowLong | None:
    """What a service has chosen of a kind; none where it has chosen nothing."""
    chosen = select(HowLong).where(HowLong.service_id == service_id, HowLong.kind == kept.kind)
    return session().scalars(covering(viewer, chosen, HowLong)).one_or_none()


def amount_kept(viewer: Viewer, service_id: uuid.UUID | None, kept: Kept) -> int | None:
    """For how long a service keeps a kind, in its unit: as usual, until it has chosen something else."""
    row = choice_of(viewer, service_id, kept) if service_id else None
    return _amount(kept, row)


def cut_at(kept: Kept, service_id: uuid.UUID | None, amount: int | None, today: dt.date) -> Cut | None:
    """Where a kind is cut on a day; none where it is kept for ever."""
    return None if amount is None else Cut(service_id, kept_since(kept.unit, amount, today), today)


def whole_since(kinds: Collection[str], service_ids: Collection[uuid.UUID], today: dt.date) -> dict[uuid.UUID, dt.date]:
    """By service the first day from which everything of some kinds is still kept, as chosen today; one query."""
    asked = select(HowLong).where(HowLong.service_id.in_(service_ids), HowLong.kind.in_(kinds))
    chosen = {(row.service_id, row.kind): row for row in session().scalars(covering(SYSTEM(), asked))}
    cuts = {
        service_id: [
            cut_at(kept, service_id, _amount(kept, chosen.get((service_id, kept.kind))), today)
            for kept in map(kind_called, kinds)
        ]
        for service_id in service_ids
    }
    return {key: max((cut.since for cut in found if cut), default=dt.date.min) for key, found in cuts.items()}


def number_too_old(kept: Kept, cut: Cut | None) -> int:
    """How much of a kind would go; for the system alone."""
    if cut is None:
        return 0
    if kept.own_way is not None:
        return kept.own_way.count(cut)
    found = 0
    for rows in kept.rows:
        asked = select(func.count()).select_from(rows.model).where(*rows.which(cut))
        found += session().scalar(covering(SYSTEM(), asked)) or 0
    return found


def printed_schedule(kept: Iterable[Kept], lasting: Mapping[str, LazyString]) -> str:
    """The schedule as a page of the documentation; `make docs` writes it to docs/governance/retention-schedule.md."""
    lines = [
        "# How long records are kept",
        "",
        "Printed from the files `kept.py` by `make docs` and compared by a test. A service chooses within the",
        "limits (*Service*, *How long records are kept*); the job `remove_old_records` removes every night what is",
        "older, but for what a legal hold keeps. `roost retention run --dry-run` says how much would go.",
        "",
        "| Record | Kept for | May be chosen | Counted from | Why so long | Tables |",
        "|---|---|---|---|---|---|",
    ]
    for one in kept:
        tables = ", ".join(f"`{model.__tablename__}`" for model in one.tables)
        usual = time_words(one.unit, one.usual)
        lines.append(f"| {one.words} | {usual} | {_choice(one)} | {one.counted_from} | {one.source} | {tables} |")
    lines += ["", "## What is not removed by its age", "", "| Tables | Why |", "|---|---|"]
    lines += [f"| {', '.join(f'`{table}`' for table in tables)} | {words} |" for words, tables in reasons(lasting)]
    return "\n".join(lines) + "\n"


def _choice(kept: Kept) -> str:
    limits, unit = kept.limits, kept.unit
    if limits.is_fixed:
        return "nothing"
    choice = f"{time_words(unit, limits.least)} to {time_words(unit, limits.most)}"
    return f"{choice}, or for ever" if limits.for_ever else choice


def _amount(kept: Kept, row: HowLong | None) -> int | None:
    return kept.limits.at_least(row.amount) if row else kept.usual


def _line(viewer: Viewer, service_id: uuid.UUID, kept: Kept, row: HowLong | None) -> KeptLine:
    amount = _amount(kept, row)
    tonight = number_too_old(kept, cut_at(kept, service_id, amount, viewer.today))
    return KeptLine(kept, amount, row.version if row else 0, tonight)
