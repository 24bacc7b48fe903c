"""`roost push-key`."""

import pytest

from app import main
from constellations.core.push_seal import read_key


def test_each_key_is_a_new_one_that_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        with pytest.raises(SystemExit) as end:
            main(["push-key"])
        assert end.value.code == 0
    first, second = capsys.readouterr().out.split()
    assert first != second
    assert read_key(first).key_size == 256
