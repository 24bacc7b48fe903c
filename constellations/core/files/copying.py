"""Copying files elsewhere: each is known afterwards by its size and its hash, and is truly on the disk."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

READ = 1024 * 1024

Seen = Callable[[Path, bytes], None]
"""Looks at the beginning of a file that is about to be copied, and raises where it must not be."""


def files_below(folder: Path) -> Iterator[Path]:
    """Every file of a folder and of those within it, in an order of its own; what links elsewhere is left out.

    What goes meanwhile may be left out. Raises OSError for a folder that cannot be read.
    """
    within = os.walk(folder, onerror=_unless_it_went)
    for path in sorted(Path(here, name) for here, _folders, names in within for name in names):
        if path.is_file() and not path.is_symlink():
            yield path


def copied(source: Path, target: Path, seen: Seen | None = None) -> tuple[int, str] | None:
    """Copy one file, with its times, readable by Roost alone; gives size and hash of what was written.

    None where it went meanwhile: what is too old is swept at any time.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashed, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as read, os.fdopen(_only_ours(target), "wb") as written:
            while block := read.read(READ):
                if seen is not None and not size:
                    seen(source, block)
                hashed.update(block)
                size += written.write(block)
            written.flush()
            os.fsync(written.fileno())
        shutil.copystat(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return None
    return size, hashed.hexdigest()


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def write_down(path: Path, text: str) -> None:
    """Write a small file that is readable by Roost alone, and on the disk when this returns."""
    with os.fdopen(_only_ours(path), "w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())


def keep_folder(folder: Path) -> None:
    """See to it that the names of a folder are on the disk as its files are."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _unless_it_went(failure: OSError) -> None:
    if not isinstance(failure, FileNotFoundError):
        raise failure


def _only_ours(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
