"""Where files lie: below the data folder, under keys that nobody can guess, never under a name."""

import contextlib
import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KEY_BYTES = 16

PREVIEW = "-preview"


def new_key() -> str:
    """A key that says nothing of the file and cannot be guessed."""
    return secrets.token_hex(KEY_BYTES)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one kind of record; each lies in a folder named by the beginning of its key."""

    folder: Path

    @classmethod
    def below(cls, data_folder: Path, of: str) -> "Shelf":
        """The shelf of an installation for `messages`, `receipts` or whatever else bears files."""
        return cls(data_folder / "uploads" / of)

    def put(self, key: str, content: bytes, preview: bytes | None, now: dt.datetime) -> None:
        """Lay down a file, and the small picture of it; on the disk when this returns. Raises OSError."""
        self._path(key).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._path(key), content, now)
        if preview is not None:
            _write(self._path(key + PREVIEW), preview, now)

    def lay(self, key: str, source: IO[bytes], now: dt.datetime) -> None:
        """Lay down what may be large, a piece at a time; on the disk when this returns. Raises OSError."""
        self._path(key).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _begun(self._path(key)) as stream:
            shutil.copyfileobj(source, stream)
        os.utime(self._path(key), (now.timestamp(), now.timestamp()))

    def opened(self, key: str) -> IO[bytes] | None:
        """A file to be read a piece at a time; whoever reads it closes it. None where it is not there any more."""
        try:
            return self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError):
            return None

    def read(self, key: str, is_preview: bool = False) -> bytes | None:
        """A file, or the small picture of it; none where it is not there any more."""
        try:
            return self._path(key + PREVIEW * is_preview).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def remove(self, key: str) -> None:
        """Take a file and its preview away; one that is not there is no matter."""
        for name in (key, key + PREVIEW):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                self._path(name).unlink()

    def older_than(self, moment: dt.datetime) -> Iterator[str]:
        """The keys of the files that were laid down before a moment, half-written ones too."""
        for path in sorted(self.folder.glob("??/*")):
            if path.stat().st_mtime < moment.timestamp() and not (
                path.name.endswith(PREVIEW) and path.with_name(path.name.removesuffix(PREVIEW)).is_file()
            ):
                yield path.name.removesuffix(PREVIEW)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _write(path: Path, content: bytes, now: dt.datetime) -> None:
    """Readable by Roost alone, and truly on the disk: the row that speaks of it is stored after it."""
    with _begun(path) as stream:
        stream.write(content)
    os.utime(path, (now.timestamp(), now.timestamp()))


@contextlib.contextmanager
def _begun(path: Path) -> Iterator[IO[bytes]]:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
