"""The drill with what is installed here: install, load, upgrade, back up, put back on an empty machine, look."""

from pathlib import Path

import pytest

from tests.drill.drill import Written, drill

pytestmark = pytest.mark.proof

TOLD_OF = {"public address", "mail server", "jobs", "backup"}
"""What a drill does not have: an address, a mail server; the jobs are not served when the doctor looks."""


@pytest.fixture(autouse=True)
def clock() -> None:
    """The machine's own time: commands in processes of their own know no other."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_installed_loaded_and_backed_up_is_put_back_on_an_empty_machine(kind: str, tmp_path: Path) -> None:
    written = Written()
    found = drill(kind, tmp_path, written)
    assert {each["what"] for each in found if each["verdict"] == "fail"} <= TOLD_OF
    assert {"ok"} == {each["verdict"] for each in found if each["what"] in ("tables", "database", "sealed texts")}
    assert [words.partition(":")[0] for words, _, _ in written.rows] == (
        ["install", "load", "upgrade", "upgrade", "backup", "backup", "restore", "restore", "restore"]
    )
    assert written.table().count("\n") == len(written.rows) + 1
