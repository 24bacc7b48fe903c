"""A whole region that is valid by construction imports, whatever its size; loaded twice, nothing is new."""

import tempfile
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constellations.access import Viewer
from constellations.core.database import Base, database
from constellations.register.actions import load_register
from tests.region import SMALL, Size, write_region
from tests.tampering import unlocked

SIZES = st.builds(
    Size,
    services=st.integers(1, 3),
    constellations=st.integers(1, 3),
    homes_each=st.integers(2, 10),
    children_each=st.integers(1, 2),
    stays=st.integers(1, 60),
)


def test_a_small_region_is_loaded_whole(app: Flask, tmp_path: Path) -> None:
    write_region(tmp_path, SMALL)
    outcome = load_register(Viewer.system(), tmp_path)
    assert outcome.problems == ()
    assert {count.file: count.added for count in outcome.counts}["stays.csv"] == SMALL.stays


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=SIZES)
def test_any_region_is_loaded_and_the_second_time_changes_nothing(app: Flask, size: Size) -> None:
    writing = database().engine.connect().execution_options(writing=True)
    with writing as connection, connection.begin(), unlocked(connection):
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    with tempfile.TemporaryDirectory() as folder:
        write_region(Path(folder), size)
        first = load_register(Viewer.system(), Path(folder))
        assert first.problems == ()
        assert first.stored
        assert not load_register(Viewer.system(), Path(folder)).is_news
