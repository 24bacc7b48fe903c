"""`roost backup`, `roost backup verify` and `roost restore` as an operator types them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from constellations.backup.rules import LOOK_AT
from tests.constellations.backup.place import KEY, SECRET, fill, make_tables, place
from tests.processes import ROOST, ROOT, environment


def roost(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    told = environment(folder, "", ROOST_ENV="test", SECRET_KEY=SECRET, ROOST_FIELD_KEYS=KEY)
    return subprocess.run(
        [sys.executable, *ROOST, *words], cwd=ROOT, env=told, capture_output=True, text=True, timeout=90
    )


@pytest.mark.proof
def test_a_backup_is_made_looked_at_and_put_back_by_hand(tmp_path: Path) -> None:
    here, there, backups = tmp_path / "here", tmp_path / "there", tmp_path / "backups"
    with place(here, f"sqlite:///{here / 'roost.db'}"):
        make_tables()
        fill()
    made = roost(here, "backup", "--keep", "2", str(backups))
    assert made.returncode == 0, made.stderr
    assert re.search(r"roost-\d{8}T\d{6}Z: \d+ rows, 2 uploaded files\. Keep the keys elsewhere\.", made.stdout)
    backup = next(backups.iterdir())
    looked = roost(here, "backup", "verify", str(backup))
    assert (looked.returncode, "NOT" in looked.stdout) == (0, False)
    refused = roost(here, "restore", str(backup))
    assert refused.returncode == 2
    assert "A backup goes only where nothing is" in refused.stderr
    restored = roost(there, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert LOOK_AT in restored.stdout
    (backup / "manifest.json").write_text("{}")
    broken = roost(here, "backup", "verify", str(backup))
    assert (broken.returncode, "Traceback" in broken.stderr) == (2, False)


@pytest.mark.proof
def test_a_backup_that_is_not_whole_ends_with_one(tmp_path: Path) -> None:
    here = tmp_path / "here"
    with place(here, f"sqlite:///{here / 'roost.db'}"):
        make_tables()
        fill()
    assert roost(here, "backup", str(tmp_path / "backups")).returncode == 0
    backup = next((tmp_path / "backups").iterdir())
    next(path for path in (backup / "uploads").rglob("*") if path.is_file()).unlink()
    looked = roost(here, "backup", "verify", str(backup))
    assert looked.returncode == 1
    assert "NOT  files" in looked.stdout


@pytest.mark.parametrize("words", [["backup", "FOLDER"], ["restore", "nowhere"], ["backup"]])
def test_without_tables_a_backup_or_words_a_command_says_what_to_do(tmp_path: Path, words: list[str]) -> None:
    answer = roost(tmp_path / "none", *(str(tmp_path / "f") if word == "FOLDER" else word for word in words))
    assert answer.returncode in (0, 2)
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "f").exists()
    assert re.search("Run: roost init|does not exist|Usage", answer.stdout + answer.stderr)
