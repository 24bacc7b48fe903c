"""Files that somebody has handed over to be checked and loaded: kept for an hour, under a name nobody can guess."""

import datetime as dt
import os
import secrets
import shutil
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from constellations.core import clock
from constellations.core.errors import RuleBroken
from constellations.core.settings import current_settings
from constellations.register.rules import KEPT, OFFERED, TOKEN_BYTES, is_upload, name_of_upload

FILES, WORKBOOK, FILE = "register", "register.xlsx", "file"
"""What is handed over is called so from then on, whatever it was called before."""


def keep_upload(person_id: uuid.UUID | None, files: Sequence[FileStorage], known: Sequence[str]) -> str:
    """Keep the files of one person; gives the token by which that person alone finds them again.

    Raises RuleBroken for anything but one workbook, or CSV files that bear the register's names.
    """
    names = _names([Path(file.filename or "").name for file in files], known)
    _make_room()
    folder, token = _new_folder(person_id)
    (folder / FILES).mkdir(mode=0o700)
    for name, file in zip(names, files, strict=True):
        file.save(folder / name if name == WORKBOOK else folder / FILES / name)
    handed_over = clock.now().timestamp()
    os.utime(folder, (handed_over, handed_over))
    return token


def content_of(file: FileStorage, most: int) -> bytes:
    """The bytes of a file that somebody hands over, one more than `most` where there are more; it is closed."""
    content: bytes = file.read(most + 1)
    file.close()
    return content


def keep_file(person_id: uuid.UUID | None, content: bytes) -> str:
    """Keep one file of one person that is read into memory at once; gives the token by which they find it again."""
    _make_room()
    folder, token = _new_folder(person_id)
    (folder / FILE).write_bytes(content)
    handed_over = clock.now().timestamp()
    os.utime(folder, (handed_over, handed_over))
    return token


def kept_file(person_id: uuid.UUID | None, token: str) -> bytes | None:
    """What this person handed over; none where it is no longer kept."""
    found = found_upload(person_id, token)
    file = found.parent / FILE if found else None
    return file.read_bytes() if file and file.is_file() else None


def found_upload(person_id: uuid.UUID | None, token: str) -> Path | None:
    """The folder or workbook that this person handed over; none where it is no longer kept."""
    folder = _folder(person_id, token)
    if folder is None or not folder.is_dir() or _is_older(folder, OFFERED):
        return None
    workbook = folder / WORKBOOK
    return workbook if workbook.exists() else folder / FILES


def forget_upload(person_id: uuid.UUID | None, token: str) -> None:
    """Remove what was handed over."""
    folder = _folder(person_id, token)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def forget_old_uploads() -> int:
    """Remove everybody's files that are older than an hour; gives how often somebody had handed over what went.

    Several processes may do so at once. Raises OSError where something could not be removed.
    """
    old = [folder for folder in _uploads().glob("*.*") if is_upload(folder.name) and _is_older(folder, KEPT)]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    stays = sum(folder.exists() for folder in old)
    if stays:
        raise OSError(f"{stays} of the old uploads could not be removed")
    return len(old)


def _make_room() -> None:
    """What of others cannot be removed keeps nobody from handing over; the job that sweeps fails by it, and is seen."""
    with suppress(OSError):
        forget_old_uploads()


def _names(given: Sequence[str], known: Sequence[str]) -> list[str]:
    if len(given) == 1 and given[0].lower().endswith(".xlsx"):
        return [WORKBOOK]
    allowed = {f"{name}.csv" for name in known}
    strange = sorted(set(given) - allowed)
    if strange:
        words = _("%(name)s is no file of the register. Its files are called %(names)s; or choose one .xlsx workbook.")
        raise RuleBroken(words % {"name": strange[0], "names": ", ".join(f"{name}.csv" for name in known)})
    if len(set(given)) < len(given):
        raise RuleBroken(_("The same file was chosen twice. Choose each file once."))
    return list(given)


def _new_folder(person_id: uuid.UUID | None) -> tuple[Path, str]:
    token = secrets.token_hex(TOKEN_BYTES)
    folder = _uploads() / name_of_upload(person_id, token)
    folder.mkdir(parents=True, mode=0o700)
    return folder, token


def _folder(person_id: uuid.UUID | None, token: str) -> Path | None:
    """Where that would lie; none for what is no token."""
    name = name_of_upload(person_id, token)
    return _uploads() / name if is_upload(name) else None


def _uploads() -> Path:
    return current_settings().data_folder / "uploads"


def _is_older(folder: Path, age: dt.timedelta) -> bool:
    """Whether it was handed over longer ago than that; it may have been removed a moment ago."""
    try:
        handed_over = dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return True
    return clock.now() - handed_over > age
