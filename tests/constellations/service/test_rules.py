"""What could be dialled is taken as a phone number, and nothing else."""

import pytest

from constellations.service.rules import is_phone


@pytest.mark.parametrize("typed", ["999", "01709 382 121", "+44 (0)1709 382121", "0114-273-4567"])
def test_a_number_may_be_written_as_people_write_it(typed: str) -> None:
    assert is_phone(typed)


@pytest.mark.parametrize("typed", ["", "9", "ring Dee", "01709 382121 ext 4", "++441709", "0" * 27, "٠١٢٣"])
def test_what_nobody_could_dial_is_refused(typed: str) -> None:
    assert not is_phone(typed)
