"""Making a copy: page, JSON and files in one archive on the shelf, until its hours are over."""

import datetime as dt
import json
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from flask import current_app
from flask_babel import ngettext
from sqlalchemy import update

from constellations.access import Viewer, covering, find, hold
from constellations.core import clock
from constellations.core.database import after_commit, session, transaction
from constellations.core.files.laying import remove_unused
from constellations.core.files.shelf import Shelf, new_key
from constellations.core.settings import current_settings
from constellations.jobs.rules import JobResult
from constellations.rights.copies.queries import (
    CopiedFile,
    Told,
    keys_in_use,
    kinds,
    mask_for,
    rows_told,
    withheld_from,
)
from constellations.rights.copies.rules import JSON_NAME, PAGE_NAME, Mask, hundredths
from constellations.rights.declaration import PersonalData
from constellations.rights.models import DataRequest
from constellations.rights.rows.queries import About, about_copy
from constellations.rights.rules import RequestState, fetched_until

SYSTEM = Viewer.system

SHELF = "rights"
"""Where copies lie, below the uploads."""

KEPT_WITHOUT_REQUEST = dt.timedelta(hours=1)
"""How old a file must be before it is taken for one of which no request speaks: the two are a moment apart."""

TELL_EACH = 10
"""Kinds of record after which it is noted how far a copy is."""


@dataclass(slots=True)
class _Work:
    """A copy in the making: about whom, with what mask, and which files belong to it."""

    request_id: uuid.UUID
    about: About
    mask: Mask
    files: list[CopiedFile]
    of: int
    done: int = 0

    def note(self) -> None:
        """One kind of record more is told; now and then everybody may read how far that is."""
        self.done += 1
        if self.done % TELL_EACH == 0:
            _note_progress(self.request_id, hundredths(self.done, self.of))


def shelf() -> Shelf:
    """Where copies lie."""
    return Shelf.below(current_settings().data_folder, SHELF)


def make_copy(request_id: uuid.UUID) -> RequestState:
    """Make the copy that was asked for, and say how it stands then: where something is withheld, a manager looks first.

    Until then nothing is laid down. What is there already is not made again. Gives the state that it left.
    """
    request = find(SYSTEM(), DataRequest, request_id)
    if request.state is not RequestState.ASKED:
        return request.state
    withheld = sum(one.rows for one in withheld_from(request.subject, request.by_another))
    if withheld and request.confirmed_at is None:
        return _let_wait(request_id, withheld)
    key, bytes_written = _laid_down(request, withheld)
    with transaction():
        held = hold(SYSTEM(), DataRequest, request_id)
        if held.state is RequestState.ASKED:
            held.key, held.bytes, held.withheld, held.progress = key, bytes_written, withheld, 100
            held.state, held.until = RequestState.READY, fetched_until(clock.now())
            return held.state
    # Withdrawn while it was made.
    shelf().remove(key)
    return RequestState.WITHDRAWN


def make_copies_anew(viewer: Viewer) -> None:
    """As part of putting a backup back, which holds no copies: those that could be fetched are made once more."""
    ready = update(DataRequest).where(DataRequest.state == RequestState.READY)
    anew = ready.values(state=RequestState.ASKED, key=None, bytes=None, until=None, progress=0)
    session().execute(covering(viewer, anew), execution_options={"synchronize_session": False})


def remove_copy(request: DataRequest) -> None:
    """Within a transaction, once a copy is no more to be fetched: take its file from the disk after the commit."""
    key, request.key = request.key, None
    if key is not None:
        here = shelf()
        after_commit(lambda: here.remove(key))


def sweep_copies(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # files that no request speaks of are of no service
    since: dt.date,  # noqa: ARG001  # whatever the day on which it was missed
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Remove files of which no request speaks: their making was stopped, or a backup brought them back."""
    older = shelf().older_than(clock.now() - KEPT_WITHOUT_REQUEST)
    found = remove_unused(shelf(), older, partial(keys_in_use, viewer))
    return JobResult(
        found, ngettext("%(num)s copy of no request.", "%(num)s copies of no request.", found) if found else ""
    )


def _let_wait(request_id: uuid.UUID, withheld: int) -> RequestState:
    """Let a manager look at what is withheld; whoever took the request back meanwhile was quicker."""
    with transaction():
        held = hold(SYSTEM(), DataRequest, request_id)
        if held.state is RequestState.ASKED:
            held.state, held.withheld = RequestState.REVIEW, withheld
        return held.state


def _laid_down(request: DataRequest, withheld: int) -> tuple[str, int]:
    about = about_copy(request.subject, request.by_another)
    work = _Work(request.id, about, mask_for(about, request.service_id), [], of=2 * len(kinds()))
    head: dict[str, object] = {
        "about": "child" if about.subject.is_child else "person",
        "made_at": clock.now().isoformat(timespec="seconds"),
        "something_is_withheld": bool(withheld),
    }
    page = current_app.jinja_env.get_template("rights/copy.html")
    with tempfile.TemporaryFile() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, JSON_NAME, _as_json(head, work))
            _write(archive, PAGE_NAME, page.generate(head=head, kinds=_told(work, lambda _file: None)))
            _add_files(archive, work.files)
        size = made.tell()
        made.seek(0)
        key = new_key()
        shelf().lay(key, made, clock.now())
    return key, size


def _as_json(head: dict[str, object], work: _Work) -> Iterator[str]:
    """One object: what the copy is, then each kind with its rows; a kind at a time."""
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "kinds": ['
    separator = "\n"
    for one, rows in _told(work, work.files.append):
        kind = {"table": one.table.name, "words": one.words, "rows": [row.facts for row in rows]}
        yield separator + json.dumps(kind, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _told(work: _Work, keep: Callable[[CopiedFile], None]) -> Iterator[tuple[PersonalData, list[Told]]]:
    """Each kind of which there is something, with its rows."""
    for one in kinds():
        rows = list(rows_told(one, work.about, work.mask))
        for row in rows:
            if row.file is not None:
                keep(row.file)
        work.note()
        if rows:
            yield one, rows


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterator[str]) -> None:
    with archive.open(name, "w") as part:
        for piece in pieces:
            part.write(piece.encode())


def _add_files(archive: zipfile.ZipFile, files: list[CopiedFile]) -> None:
    for file in files:
        content = Shelf.below(current_settings().data_folder, file.shelf).read(file.key)
        if content is not None:
            archive.writestr(file.path, content, zipfile.ZIP_STORED)


def _note_progress(request_id: uuid.UUID, hundredths_done: int) -> None:
    """Without counting as a change of the request, which would overtake who withdraws it."""
    noted = update(DataRequest).where(DataRequest.id == request_id).values(progress=min(hundredths_done, 99))
    with transaction() as here:
        here.execute(covering(SYSTEM(), noted), execution_options={"synchronize_session": False})
