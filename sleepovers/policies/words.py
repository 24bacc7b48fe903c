"""A policy and a rate said as sentences."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from constellations.core.words import full_day_words, pence_words
from constellations.rules import HomeRole
from constellations.words import CHILD_STATUS_WORDS
from sleepovers.rules import StayKind
from sleepovers.uplift import Basis, Policy, Rate, Shape

BASIS_WORDS: dict[StrEnum, str] = {
    Basis.CHILD_NIGHTS: _("each child’s night: two children on one evening are two"),
    Basis.NIGHTS: _("each date once, however many children slept there"),
}

SHAPE_WORDS: dict[StrEnum, str] = {
    Shape.PER_NIGHT_BEYOND: _("an amount for each night beyond"),
    Shape.FLAT_WHEN_EXCEEDED: _("one amount for the month, once it is exceeded"),
}

ROLE_WORDS: dict[StrEnum, str] = {HomeRole.HUB: _("hub homes"), HomeRole.SATELLITE: _("satellite homes")}

KIND_WORDS: dict[StrEnum, str] = {
    StayKind.PLANNED: _("planned"),
    StayKind.EMERGENCY: _("emergency"),
    StayKind.RESPITE: _("respite"),
    StayKind.DAY_CARE: _("day care"),
    StayKind.OUTREACH: _("outreach"),
}

UNIT_WORDS: dict[StrEnum, str] = {Basis.CHILD_NIGHTS: _("child-nights"), Basis.NIGHTS: _("nights")}


def policy_words(policy: Policy) -> str:
    """Say a policy in one sentence: "Beyond 16 child-nights a month, hub homes are due …"."""
    return str(
        gettext(
            "Beyond %(threshold)s %(unit)s a month, %(roles)s are due %(shape)s.",
            threshold=policy.threshold,
            unit=UNIT_WORDS[policy.basis],
            roles=listed(ROLE_WORDS, policy.eligible_roles),
            shape=SHAPE_WORDS[policy.shape],
        )
    )


def counted_words(policy: Policy) -> str:
    """Say what counts under a policy: the kinds of stay and the children's arrangements."""
    return str(
        gettext(
            "Stays that count: %(kinds)s. Children who count: %(statuses)s.",
            kinds=listed(KIND_WORDS, policy.counted_kinds),
            statuses=listed(CHILD_STATUS_WORDS, policy.counted_statuses),
        )
    )


def since_words(policy: Policy) -> str:
    """Say from when a policy holds; the default one holds wherever there is no other."""
    if policy.valid_from is None:
        return str(gettext("The default policy"))
    return str(gettext("From %(day)s", day=full_day_words(policy.valid_from)))


def rate_words(rate: Rate) -> str:
    """Say a rate: what it pays, and what it leaves open."""
    per_night = (
        gettext("%(amount)s for each night beyond", amount=pence_words(rate.per_night_pence))
        if rate.per_night_pence is not None
        else gettext("no amount for each night")
    )
    flat = (
        gettext("%(amount)s for the month", amount=pence_words(rate.flat_pence))
        if rate.flat_pence is not None
        else gettext("no amount for the month")
    )
    return f"{per_night}; {flat}"


def listed(words: dict[StrEnum, str], chosen: Iterable[StrEnum]) -> str:
    """Say some words as a list, in the order in which they are always said: "a, b and c"."""
    *others, last = [str(said) for word, said in words.items() if word in set(chosen)]
    if not others:
        return last
    return str(gettext("%(others)s and %(last)s", others=", ".join(others), last=last))
