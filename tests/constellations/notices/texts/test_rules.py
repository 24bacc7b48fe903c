"""What text messages say, and which numbers they go to."""

import re

import pytest

from constellations.notices.texts.rules import TEXT_WORDS, MobileMissing, NoMobile, TextKind, as_dialled, uk_mobile

ADDRESS = "https://roost.fairvale-fostering.example"
# What counts as one letter in a text message: https://www.gsma.com, GSM 03.38, of which these are a part.
ONE_LETTER = re.compile(r"[A-Za-z0-9 .,:/?!'()-]+")


@pytest.mark.parametrize("kind", TextKind)
def test_a_text_message_is_one_text_message_and_holds_nothing_but_the_address_of_roost(kind: TextKind) -> None:
    said = TEXT_WORDS[kind] % {"address": ADDRESS}
    assert len(said) <= 160 - len("Fairvale Fostering: ")
    assert ONE_LETTER.fullmatch(said)
    assert re.findall(r"%\(\w+\)", TEXT_WORDS[kind]) == ["%(address)"]


@pytest.mark.parametrize(
    "typed",
    [
        "07700900123",
        "07700 900 123",
        "07700-900-123",
        "(07700) 900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "44 7700 900123",
        "7700 900123",
        " 07700\u2011900123 ",
    ],
)
def test_a_uk_mobile_number_is_stored_in_one_way_however_it_is_typed(typed: str) -> None:
    assert uk_mobile(typed) == "+447700900123"


@pytest.mark.parametrize("typed", ["07624 123456", "07123 456789", "07999 999999"])
def test_mobile_numbers_of_every_range_are_known(typed: str) -> None:
    assert as_dialled(uk_mobile(typed)) == typed


@pytest.mark.parametrize(
    "typed",
    ["", "999", "0300 123 4567", "020 7946 0000", "07000 900123", "07600 900123", "0770090012", "077009001234"]
    + ["+1 770 090 0123", "+353 87 123 4567", "٠٧٧٠٠٩٠٠١٢٣", "07700 90O123", "07700 900123, 07700 900124"],
)
def test_what_is_no_uk_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(NoMobile, match="07700 900123"):
        uk_mobile(typed)


def test_where_there_is_no_number_there_is_nothing_to_dial() -> None:
    assert as_dialled(None) == ""


def test_both_refusals_stand_beside_the_number() -> None:
    assert NoMobile().about == MobileMissing().about == "mobile"
