"""Where files lie: below the data folder, readable by Roost alone, found by their key and by nothing else."""

import datetime as dt
from pathlib import Path

import pytest

from constellations.core.files.shelf import PREVIEW, Shelf, new_key

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf.below(tmp_path, "messages")


def test_what_is_laid_down_is_found_by_its_key_and_its_preview_beside_it(shelf: Shelf, tmp_path: Path) -> None:
    key = new_key()
    shelf.put(key, b"whole", b"small", NOW)
    assert (shelf.read(key), shelf.read(key, is_preview=True)) == (b"whole", b"small")
    lying = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert lying == [f"uploads/messages/{key[:2]}/{key}", f"uploads/messages/{key[:2]}/{key}{PREVIEW}"]
    assert {(tmp_path / path).stat().st_mode & 0o777 for path in lying} == {0o600}
    assert not list((tmp_path / "uploads").glob("*.*")), "nothing here is taken for a file of a register"


def test_a_key_is_used_once(shelf: Shelf) -> None:
    key = new_key()
    shelf.put(key, b"whole", None, NOW)
    with pytest.raises(FileExistsError):
        shelf.put(key, b"other", None, NOW)
    assert shelf.read(key) == b"whole"
    assert shelf.read(key, is_preview=True) is None


def test_what_is_removed_is_gone_and_removing_it_again_is_no_matter(shelf: Shelf) -> None:
    key = new_key()
    shelf.put(key, b"whole", b"small", NOW)
    for _twice in range(2):
        shelf.remove(key)
    assert (shelf.read(key), shelf.read(key, is_preview=True)) == (None, None)


def test_only_what_is_old_is_named_and_each_key_once(shelf: Shelf) -> None:
    old, young, lone = new_key(), new_key(), new_key()
    shelf.put(old, b"whole", b"small", NOW - dt.timedelta(seconds=1))
    shelf.put(young, b"whole", b"small", NOW)
    shelf.put(lone + PREVIEW, b"small", None, NOW - dt.timedelta(days=2))
    assert sorted(shelf.older_than(NOW)) == sorted([old, lone])
    assert list(Shelf(shelf.folder / "nothing").older_than(NOW)) == []
