"""What is taken for a phone number, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.safeguarding.nudges.rules import NameNudge, Nudge, holds_phone, must_be_meant, must_name_nobody


@pytest.mark.parametrize(
    "body",
    [
        "07700 900123",
        "Ring me on 07700900123, please.",
        "+44 7700 900123",
        "+44 (0)7700 900 123",
        "0044 20 7946 0018",
        "(020) 7946 0018",
        "020-7946-0018",
        "01632 960.123 after six",
        "tel:01632960123",
        "his mum: 0161 496 0000.",
        "016977 2345 is the school",
        "0800 123 456",
        "0300 123 4567",
        "07700 900123 07700 900456",
        "27/11/2026 07700 900123",
        "on two\n07700 900123\nlines",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(body: str) -> None:
    assert holds_phone(body)
    with pytest.raises(Nudge, match="looks like a phone number.*initials.*send it anyway"):
        must_be_meant(body, sure=False)
    must_be_meant(body, sure=True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "See you at 17.30, two adults and three children.",
        "27/11/2026 to 29/11/2026",
        "01.12.2026 - 05.12.2026",
        "2026-11-27 08:00-09:30",
        "£1,234,567,890.00",
        "999 or 111, and 0800 1111 for children",
        "https://example.org/07700900123/form?id=01632960123",
        "sort code 20-00-00, account 12345678",
        "Order 1234567890123456",
        "X07700900123",
        "077009001234567",
        "0123 45 67",
        "0700 90 012",
        "+33 6 12 34 56 78",
    ],
)
def test_days_times_sums_and_links_are_no_phone_numbers(body: str) -> None:
    assert not holds_phone(body)
    must_be_meant(body, sure=False)


def test_what_may_name_a_child_is_asked_about_once() -> None:
    with pytest.raises(NameNudge, match="may be a child’s name.*initials.*send it anyway"):
        must_name_nobody(may_name=True, sure=False)
    must_name_nobody(may_name=True, sure=True)
    must_name_nobody(may_name=False, sure=False)


@given(st.text(alphabet="0123456789 +()-./\n\tab", max_size=4000))
def test_whatever_is_written_is_looked_at_quickly_and_without_a_fault(body: str) -> None:
    assert holds_phone(body) in (True, False)
    assert holds_phone(f"{body} x 07700 900123")
