"""For how long somebody stays signed in, where they may be sent on, and what is made of addresses and browsers."""

import datetime as dt

import pytest

from constellations.accounts import rules
from constellations.permissions import Role

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
DAY, MINUTE, SECOND = dt.timedelta(days=1), dt.timedelta(minutes=1), dt.timedelta(seconds=1)
CARER, STAFF = Role.SATELLITE_CARER, Role.MANAGER


@pytest.mark.parametrize(
    ("role", "age", "rest", "expected"),
    [
        (CARER, 60 * DAY, 30 * DAY - SECOND, True),
        (CARER, 60 * DAY, 30 * DAY, False),
        (CARER, 90 * DAY - SECOND, SECOND, True),
        (CARER, 90 * DAY, SECOND, False),
        (STAFF, 60 * MINUTE, 30 * MINUTE - SECOND, True),
        (STAFF, 60 * MINUTE, 30 * MINUTE, False),
        (STAFF, 12 * 60 * MINUTE - SECOND, SECOND, True),
        (STAFF, 12 * 60 * MINUTE, SECOND, False),
        (Role.REGIONAL, 60 * MINUTE, 30 * MINUTE, False),
    ],
)
def test_nobody_stays_signed_in_for_ever(role: Role, age: dt.timedelta, rest: dt.timedelta, expected: bool) -> None:
    assert rules.is_still_signed_in(role, NOW - age, NOW - rest, NOW) is expected


@pytest.mark.parametrize(
    ("role", "rest", "expected"),
    [
        (CARER, 9 * 60 * MINUTE, False),
        (CARER, DAY, True),
        (STAFF, MINUTE - SECOND, False),
        (STAFF, MINUTE, True),
    ],
)
def test_being_seen_is_written_down_now_and_then(role: Role, rest: dt.timedelta, expected: bool) -> None:
    assert rules.is_worth_noting(role, NOW - rest, NOW) is expected


@pytest.mark.parametrize(
    ("age", "rest", "expected"),
    [
        (DAY, 31 * MINUTE, True),
        (89 * DAY, 30 * DAY - SECOND, True),
        (89 * DAY, 30 * DAY, False),
        (90 * DAY - SECOND, SECOND, True),
        (90 * DAY, SECOND, False),
    ],
)
def test_pushes_go_on_as_long_as_a_carers_phone_stays_signed_in(
    age: dt.timedelta, rest: dt.timedelta, expected: bool
) -> None:
    assert rules.may_still_be_pushed(NOW - age, NOW - rest, NOW) is expected


def test_a_password_opens_for_ten_minutes() -> None:
    assert rules.gave_password_lately(NOW - 10 * MINUTE + SECOND, NOW)
    assert not rules.gave_password_lately(NOW - 10 * MINUTE, NOW)


@pytest.mark.parametrize(
    ("wished", "path"),
    [
        ("/", "/"),
        ("/nights/2026-10", "/nights/2026-10"),
        ("/nights?home=3&next=//evil.example", "/nights"),
        ("/a%20b#c", "/a b"),
    ],
)
def test_a_path_of_ours_is_followed(wished: str, path: str) -> None:
    assert rules.path_within(wished) == path


TRICKY = [
    None,
    "",
    "nights",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "\t//evil.example",
    " //evil.example",
    " https://evil.example",
    "/\x00/evil.example",
    "/nights\u202e",
    "@evil.example",
    "evil.example/nights",
    "?next=/nights",
    "#/nights",
]


@pytest.mark.parametrize("wished", TRICKY)
def test_a_path_that_may_lead_elsewhere_is_not_followed(wished: str | None) -> None:
    assert rules.path_within(wished) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("not an address", "unknown"),
        (None, "unknown"),
    ],
)
def test_tries_are_counted_by_the_network_of_a_home(address: str | None, network: str) -> None:
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", None),
        ("127.8.8.8", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("203.0.113.9:4711", None),
        ("", None),
        (None, None),
    ],
)
def test_lines_are_counted_by_network_where_it_is_not_everybodys(address: str | None, network: str | None) -> None:
    assert rules.network_of_line(address) == network


@pytest.mark.parametrize(
    "typed", ["anita@example.org", " Anita@Example.org ", "ANITA@EXAMPLE.ORG\x00", "anita@ example.org"]
)
def test_an_account_is_found_however_its_address_is_typed(typed: str) -> None:
    assert rules.account_name(typed) == "anita@example.org"


CHROME = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome, Android"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Mac"),
        ("Mozilla/5.0 (Macintosh)", "Mac"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(user_agent: str, words: str) -> None:
    assert rules.browser_words(user_agent) == words


@pytest.mark.parametrize(
    ("seen", "now", "expected"),
    [
        ("2026-11-22T00:00Z", "2026-11-22T23:59Z", False),
        ("2026-11-21T23:59Z", "2026-11-22T00:00Z", True),
        ("2026-06-20T22:59Z", "2026-06-20T23:00Z", True),
        ("2026-06-20T23:00Z", "2026-06-21T22:59Z", False),
    ],
)
def test_the_first_use_on_a_day_in_london_is_written_down(seen: str, now: str, expected: bool) -> None:
    assert rules.is_worth_noting(CARER, dt.datetime.fromisoformat(seen), dt.datetime.fromisoformat(now)) is expected
