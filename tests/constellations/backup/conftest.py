"""What the tests of backups stand on."""

import pytest

from tests.constellations.backup.place import PATH_WITH_PROGRAMS


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each database, with its programs on the path."""
    monkeypatch.setenv("PATH", PATH_WITH_PROGRAMS)
    return str(request.param)
