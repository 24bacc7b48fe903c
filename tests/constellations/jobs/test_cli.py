"""`roost init` and `roost jobs` as an operator types them."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import main
from tests.processes import ROOST, ROOT, environment


def roost(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    told = environment(folder, "", ROOST_ENV="test")
    return subprocess.run(
        [sys.executable, *ROOST, *words], cwd=ROOT, env=told, capture_output=True, text=True, timeout=90
    )


def test_a_job_nobody_knows_is_answered_with_those_there_are(tmp_path: Path) -> None:
    assert roost(tmp_path, "init").returncode == 0
    answer = roost(tmp_path, "jobs", "run", "rule_the_world")
    assert answer.returncode == 2
    assert "There is no job called rule_the_world. There are:" in answer.stderr
    assert "send_mail" in answer.stderr


@pytest.mark.parametrize("words", [["jobs", "list"], ["jobs", "run", "send_mail"], ["jobs"]])
def test_without_tables_a_command_says_what_to_do(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(tmp_path, "", ROOST_ENV="test").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "Run: roost init" in capsys.readouterr().err
