"""The attack: tools that are installed beside Roost, and the demo service served for them at the time that it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attack.targets import Attacked, attacked_service

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that is here, so that only `make attack` runs it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.attack)


@pytest.fixture(autouse=True)
def clock() -> None:
    """The machine's own time: servers in processes of their own know no other."""


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """Roost with the demo service and one of everything, served."""
    with attacked_service(tmp_path_factory.mktemp("attacked")) as here:
        yield here
