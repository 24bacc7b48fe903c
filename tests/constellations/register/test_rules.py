"""By their name folders of what was handed over are told from shelves of files that stay."""

import uuid

import pytest

from constellations.register.rules import KEPT, OFFERED, TOKEN_BYTES, is_upload, name_of_upload

SOMEBODY = uuid.UUID("01900000-0000-7000-8000-000000000001")
TOKEN = "0a" * TOKEN_BYTES


@pytest.mark.parametrize("person_id", [SOMEBODY, None])
def test_what_somebody_handed_over_is_known_by_its_name(person_id: uuid.UUID | None) -> None:
    assert is_upload(name_of_upload(person_id, TOKEN))


@pytest.mark.parametrize(
    "name",
    ["messages", "receipts", "rights", "", f"{SOMEBODY}", TOKEN, f"{SOMEBODY}.{TOKEN}0", f"x{SOMEBODY}.{TOKEN}", "a.b"],
)
def test_whatever_is_called_otherwise_stays(name: str) -> None:
    assert not is_upload(name)


def test_it_is_not_begun_to_be_read_when_it_is_about_to_go() -> None:
    assert OFFERED < KEPT
