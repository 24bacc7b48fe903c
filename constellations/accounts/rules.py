"""For how long somebody stays signed in, how often they may try, and what is made of addresses and browsers."""

import datetime as dt
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute

from constellations.core.clock import london
from constellations.permissions import CARERS, Role


@dataclass(frozen=True, slots=True)
class SignedInTime:
    """How long a device may rest, and how long it lasts in all."""

    idle: dt.timedelta
    in_all: dt.timedelta


FOR_CARERS = SignedInTime(idle=dt.timedelta(days=30), in_all=dt.timedelta(days=90))
FOR_STAFF = SignedInTime(idle=dt.timedelta(minutes=30), in_all=dt.timedelta(hours=12))

PASSWORD_GIVEN_LATELY = dt.timedelta(minutes=10)
"""For how long a password that was given opens what asks for it again."""

TRIES_OF_PAIR: RateLimitItem = RateLimitItemPerMinute(10, 5)
"""For one account from one address."""

FAILURES_OF_ADDRESS: RateLimitItem = RateLimitItemPerMinute(30, 5)
"""From one address, whatever the account: an office shares one, so only failures count."""

FAILURES_OF_ACCOUNT: RateLimitItem = RateLimitItemPerMinute(60, 15)
"""For one account, wherever from."""

KNOWN_FOR: RateLimitItem = RateLimitItemPerDay(1, 90)
"""So long an address from which somebody has signed in is theirs, and what strangers try keeps them out of nothing."""

MAILS_OF_ACCOUNT: RateLimitItem = RateLimitItemPerHour(3)
"""Links to a new password for one account; further wishes are answered alike, and send nothing."""

WISHES_OF_ADDRESS: RateLimitItem = RateLimitItemPerHour(20)
"""Wishes for a link from one address."""


def signed_in_time(role: Role) -> SignedInTime:
    """Carers keep their own phone signed in; staff sit at desks that others pass."""
    return FOR_CARERS if role in CARERS else FOR_STAFF


def is_still_signed_in(role: Role, created_at: dt.datetime, last_seen_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a device has neither rested too long nor lasted too long."""
    limit = signed_in_time(role)
    return now - last_seen_at < limit.idle and now - created_at < limit.in_all


def may_still_be_pushed(created_at: dt.datetime, last_seen_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a browser on which somebody has switched pushes on still gets them, whoever they are.

    Staff are signed out after half an hour so that nobody reads on at their desk. A push is the other way round: it
    says only that there is something, opens nothing without signing in, and must reach who has been away. So it lasts
    as long as a carer's phone stays signed in, unless somebody signs out.
    """
    return now - last_seen_at < FOR_CARERS.idle and now - created_at < FOR_CARERS.in_all


def is_worth_noting(role: Role, last_seen_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether "last seen" is stale enough to be written again: a thirtieth of the idle time, or of another day."""
    is_of_another_day = london(last_seen_at).date() != london(now).date()
    return is_of_another_day or now - last_seen_at >= signed_in_time(role).idle / 30


def gave_password_lately(created_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a device was signed in so lately that the password need not be asked for again."""
    return now - created_at < PASSWORD_GIVEN_LATELY


def account_name(typed: str) -> str:
    """A mail address as accounts are looked up by it: small letters, no space or control character."""
    return "".join(one for one in typed.lower() if not one.isspace() and unicodedata.category(one) != "Cc")


def network_of(address: str | None) -> str:
    """What tries are counted by: an IPv4 address, or the /64 of an IPv6 one, of which a home has 2^64."""
    parsed = _parsed(address)
    if parsed is None:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def network_of_line(address: str | None) -> str | None:
    """By what the live lines of an address are counted: its network; none where that would be everybody's.

    Behind a proxy that is not among the trusted ones all people have the address of this machine, or one that nobody
    can read.
    """
    parsed = _parsed(address)
    return None if parsed is None or parsed.is_loopback else network_of(address)


def _parsed(address: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; an IPv4 one as such, also where a server that listens to both writes it as one of IPv6."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    # RFC 4291, section 2.5.5.2: of `::ffff:203.0.113.9` all of IPv4 would be one /64.
    return parsed.ipv4_mapped or parsed if isinstance(parsed, ipaddress.IPv6Address) else parsed


def path_within(wished: str | None) -> str | None:
    """The path of a wished-for address that surely stays on this site; none for any other.

    A browser reads `//x`, `/\\x` and what it makes of control characters as another site (WHATWG URL, section 4.4).
    """
    if not wished or not wished.startswith("/") or wished.startswith("//"):
        return None
    if "\\" in wished or any(unicodedata.category(letter)[0] == "C" for letter in wished):
        return None
    parts = urlsplit(wished)
    return unquote(parts.path) if not parts.scheme and not parts.netloc else None


# The order matters: Edge, Opera and Samsung's browser also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|CriOS/|Chromium/",
    "Safari": r"Safari/",
}
MACHINES = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Android": r"Android",
    "Windows": r"Windows",
    "Chromebook": r"CrOS",
    "Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux",
}


def browser_words(user_agent: str) -> str:
    """What a browser and its machine are called, as `Chrome, Android`; empty for one that says nothing known."""
    found = (
        next((name for name, sign in names.items() if re.search(sign, user_agent)), "")
        for names in (BROWSERS, MACHINES)
    )
    return ", ".join(filter(None, found))
