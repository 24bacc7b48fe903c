"""Nights off said as sentences: the policy for those who set it, the balance for those who have them."""

import datetime as dt

from flask_babel import format_date, gettext, ngettext

from constellations.core.words import full_day_words, last_day_words
from sleepovers.nights_off.rules import Balance, Entitlement, Unit, Use
from sleepovers.policies.words import KIND_WORDS, listed

_ANY_YEAR = 2023


def amount_words(number: int, unit: Unit) -> str:
    """So many nights, or so many days."""
    if unit is Unit.DAYS:
        said: str = ngettext("%(num)s day", "%(num)s days", number)
    else:
        said = ngettext("%(num)s night", "%(num)s nights", number)
    return said


def entitlement_words(policy: Entitlement) -> str:
    """Say a policy: "14 nights a year for each home, from 1 April. Used up by stays of these kinds: respite. …"."""
    first = format_date(dt.date(_ANY_YEAR, policy.year_month, policy.year_day), "d MMMM")
    said = [
        gettext("%(amount)s a year for each home, from %(first)s.", amount=_amount(policy), first=first),
        gettext("Used up by stays of these kinds: %(kinds)s.", kinds=listed(KIND_WORDS, policy.used_by)),
    ]
    if policy.short_nights:
        short = ngettext("%(num)s night", "%(num)s nights", policy.short_nights)
        said.append(gettext("Stays of up to %(short)s use nothing up.", short=short))
    if policy.pro_rata:
        said.append(gettext("A home that joins within the year has its part of it, rounded up."))
    else:
        said.append(gettext("A home that joins within the year has all of it."))
    return " ".join(said)


def balance_words(balance: Balance) -> str:
    """Say how a year stands: "5 of 14 nights off used, 2 more agreed, 7 left until Wednesday 31 March 2027."."""
    numbers = {"used": balance.used, "allowance": balance.allowance, "agreed": balance.agreed}
    if balance.unit is Unit.DAYS:
        said = [gettext("%(used)s of %(allowance)s days off used", **numbers)]
    else:
        said = [gettext("%(used)s of %(allowance)s nights off used", **numbers)]
    if balance.agreed:
        said.append(gettext("%(agreed)s more agreed", **numbers))
    until = last_day_words(balance.year.ends_on) if balance.year.ends_on else ""
    if balance.left < 0:
        said.append(gettext("%(over)s more than there are until %(until)s", over=-balance.left, until=until))
    else:
        said.append(gettext("%(left)s left until %(until)s", left=balance.left, until=until))
    return f"{', '.join(said)}."


def use_words(use: Use, home: str | None = None) -> str:
    """Say what an ask would use, to staff with the home: "This would use 2 of your 14 nights off. …"."""
    of = {"number": use.number, "all": use.after.allowance, "home": home}
    if use.after.unit is Unit.DAYS:
        own = gettext("This would use %(number)s of your %(all)s days off.", **of)
        said = [gettext("This would use %(number)s of the %(all)s days off of %(home)s.", **of) if home else own]
    else:
        own = gettext("This would use %(number)s of your %(all)s nights off.", **of)
        said = [gettext("This would use %(number)s of the %(all)s nights off of %(home)s.", **of) if home else own]
    until = last_day_words(use.after.year.ends_on) if use.after.year.ends_on else ""
    if use.after.left < 0:
        said.append(gettext("That is %(over)s more than there are until %(until)s.", over=-use.after.left, until=until))
    else:
        said.append(gettext("%(left)s would be left until %(until)s.", left=use.after.left, until=until))
    return " ".join(said)


def year_words(balance: Balance) -> str:
    """Say the first and the last day of a year."""
    first, end = balance.year.starts_on, balance.year.ends_on
    said: str = gettext("%(first)s to %(last)s", first=full_day_words(first), last=last_day_words(end) if end else "")
    return said


def _amount(policy: Entitlement) -> str:
    return amount_words(policy.amount, policy.unit)
