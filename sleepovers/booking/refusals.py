"""What a person is told when the booking check says no."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from sleepovers.asks.rules import just_taken_words
from sleepovers.booking.rules import BEYOND_REASON, Finding, Point
from sleepovers.booking.words import several_words


class CheckRefused(RuleBroken):
    """The booking check found something red; staff may go on with a reason where one can mend it."""

    def __init__(self, home: str, findings: Sequence[Finding], may_overrule: bool) -> None:
        self.findings = tuple(findings)
        if takes_a_reason(findings, may_overrule):
            self.about = "reason"
        super().__init__(" ".join([*several_words(findings, home, may_overrule), way_on(findings, may_overrule)]))


class NoBedFree(CheckRefused):
    """A night to come needs a bed."""


class HomeTakesNobody(CheckRefused):
    """A home on hold, away or left takes no child for a night to come."""


class SleepsElsewhere(CheckRefused):
    """One row for each child and night: a child is in one place (register format, rule 4)."""


class LivesThere(CheckRefused):
    """A night at home is no sleepover."""


class AgreementMissing(CheckRefused):
    """Whoever decides for the child has not agreed yet."""


class JustTaken(Conflict):
    """The bed that was free a moment ago is not any more; who else has one is said."""

    def __init__(self, home: str, nights: Sequence[dt.date], others: Sequence[str]) -> None:
        super().__init__(just_taken_words(home, nights, others))


OF_POINT: dict[Point, type[CheckRefused]] = {
    Point.NO_BED: NoBedFree,
    Point.CLOSED: HomeTakesNobody,
    Point.AWAY: HomeTakesNobody,
    Point.ALREADY_AWAY: SleepsElsewhere,
    Point.LIVES_THERE: LivesThere,
    Point.AGREEMENT: AgreementMissing,
}


def refusal(home: str, findings: Sequence[Finding], may_overrule: bool) -> CheckRefused:
    """The error for what was found, named after the weightiest."""
    return OF_POINT.get(findings[0].point, CheckRefused)(home, findings, may_overrule)


def takes_a_reason(findings: Sequence[Finding], may_overrule: bool) -> bool:
    """Whether who was refused may say why all the same."""
    fixed = {Point.ALREADY_AWAY, *BEYOND_REASON}
    return may_overrule and not any(finding.point in fixed for finding in findings)


def way_on(findings: Sequence[Finding], may_overrule: bool) -> str:
    """What can be done now: it is never a dead end."""
    if takes_a_reason(findings, may_overrule):
        said: str = gettext(
            "If the child should sleep there all the same, say why in the box for the reason and send it again."
        )
    elif any(finding.point is Point.ALREADY_AWAY for finding in findings):
        said = gettext("That stay has to be put right first. Your liaison worker can help.")
    elif any(finding.point in BEYOND_REASON for finding in findings):
        said = gettext("Choose another home.")
    else:
        said = gettext("Choose other nights or another home, or ask your liaison worker, who can allow it.")
    return said
