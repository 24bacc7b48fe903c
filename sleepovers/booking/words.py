"""How what speaks against a stay is said: to staff with what only they know, to carers without it."""

from collections.abc import Iterable

from flask_babel import gettext, ngettext

from constellations.rules import HomeStatus
from constellations.words import in_words
from sleepovers.booking.rules import KNOWN_TO_STAFF, USUAL_LIMIT, Finding, Point
from sleepovers.nights.words import few_nights_words


def finding_words(finding: Finding, home: str, for_staff: bool) -> str:
    """One reason as a sentence, such as that Moira has no bed free on Fri 27 Nov."""
    if finding.point in KNOWN_TO_STAFF and not for_staff:
        said: str = gettext("Your liaison worker has to look at this one first.")
        return said
    values = {
        "home": home,
        "nights": few_nights_words(finding.nights) if finding.nights else "",
        "children": gettext(" and ").join(finding.children),
        "number": finding.number,
        "limit": USUAL_LIMIT,
    }
    if finding.point is Point.CLOSED:
        return _closed_words(finding.status or HomeStatus.AWAY, values)
    sentence: str = gettext(SENTENCES[finding.point], **values)
    return sentence


def several_words(findings: Iterable[Finding], home: str, for_staff: bool) -> list[str]:
    """Each reason once: two that carers may not tell apart are said as one."""
    return list(dict.fromkeys(finding_words(finding, home, for_staff) for finding in findings))


def others_free_words(homes: list[str]) -> str:
    """Say who else has a bed on all these nights: `Patel has a bed.`, or nothing."""
    if not homes:
        return ""
    shown = homes[:3]
    names = gettext(" and ").join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
    said: str = ngettext("%(names)s has a bed.", "%(names)s have a bed.", len(shown), names=names)
    return said


def _closed_words(status: HomeStatus, values: dict[str, object]) -> str:
    if status is HomeStatus.LEFT:
        said: str = gettext("%(home)s has left on %(nights)s.", **values)
    else:
        said = gettext("%(home)s is %(stands)s on %(nights)s.", stands=in_words(status), **values)
    return said


def _(words: str) -> str:
    """Mark words for the translators; they are said in the reader's language when they are needed."""
    return words


SENTENCES: dict[Point, str] = {
    Point.ALREADY_AWAY: _("%(children)s is down for another stay on %(nights)s."),
    Point.LIVES_THERE: _("%(children)s lives with %(home)s on %(nights)s, so that is no sleepover."),
    Point.AWAY: _("%(home)s is away on %(nights)s."),
    Point.NO_BED: _("%(home)s has no bed free on %(nights)s."),
    Point.LIMIT: _(
        "%(home)s would foster %(number)s children on %(nights)s. More than %(limit)s need to be siblings, "
        "or an exemption."
    ),
    Point.APPROVAL: _("%(home)s is approved for %(number)s on %(nights)s, and there would be more."),
    Point.SOLO: _("A child who must be without other children would not be alone on %(nights)s."),
    Point.NOT_TOGETHER: _("%(children)s must not be together with a child who is there on %(nights)s."),
    Point.NOT_ALLOWED: _("%(children)s may not sleep elsewhere."),
    Point.AGREEMENT: _("%(children)s’s social worker has to agree first."),
    Point.AGREEMENT_AFTERWARDS: _("%(children)s’s social worker has to be asked. In an emergency that may come after."),
    Point.RESPITE_ONLY: _("%(home)s takes children for respite only."),
    Point.NOT_USUAL: _("%(home)s does not usually have room on %(nights)s. You can ask all the same."),
}
