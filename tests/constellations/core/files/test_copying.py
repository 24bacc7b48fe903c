"""Files are found while others come and go."""

import shutil
import threading
from pathlib import Path

import pytest

from constellations.core.files.copying import files_below


def test_files_of_all_folders_are_found_and_what_links_elsewhere_is_not(tmp_path: Path) -> None:
    for name in ("b", "a/c", "a/d/e"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "f").symlink_to(tmp_path / "b")
    (tmp_path / "g").symlink_to(tmp_path / "a")
    assert [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)] == ["a/c", "a/d/e", "b"]
    assert list(files_below(tmp_path / "nowhere")) == []


def test_folders_that_go_meanwhile_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "stays").touch()
    stop = threading.Event()

    def come_and_go() -> None:
        while not stop.is_set():
            for n in range(20):
                (tmp_path / f"{n}" / "within" / "more").mkdir(parents=True)
            for n in range(20):
                shutil.rmtree(tmp_path / f"{n}")

    others = threading.Thread(target=come_and_go)
    others.start()
    try:
        found = [list(files_below(tmp_path)) for _ in range(100)]
    finally:
        stop.set()
        others.join()
    assert found == [[tmp_path / "stays"]] * 100


def test_a_folder_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        list(files_below(tmp_path / "file"))
