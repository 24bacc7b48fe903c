"""What is said of an uplift: how a claim stands, and what people are told on the way to sixteen."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from constellations.core.clock import Month
from constellations.core.words import month_words
from sleepovers.uplift import RATE_NOT_SET, ClaimStatus, Why

STATUS_WORDS: dict[str | None, str] = {
    ClaimStatus.FLAGGED: _("flagged, waits to be checked"),
    ClaimStatus.CHECKED: _("checked"),
    ClaimStatus.APPROVED: _("approved"),
    ClaimStatus.EXPORTED: _("sent to be paid"),
    ClaimStatus.PAID: _("paid"),
    ClaimStatus.VOID: _("not due any more"),
    None: _("no claim"),
}

STATUS_TONES: dict[str | None, str] = {
    ClaimStatus.FLAGGED: "attention",
    ClaimStatus.CHECKED: "mine",
    ClaimStatus.APPROVED: "good",
    ClaimStatus.EXPORTED: "good",
    ClaimStatus.PAID: "good",
}

WHY_WORDS: dict[Why, str] = {
    Why.KIND: _("not counted: stays of this kind do not count"),
    Why.STATUS: _("not counted: the child’s arrangement that night does not count"),
    Why.ROLE: _("not counted: the home was not of a role that counts that night"),
}

REASON_WORDS: dict[str, str] = {RATE_NOT_SET: _("rate not set")}


def carer_news(month: Month, counted: int, threshold: int) -> str:
    """Tell the carers of a home how far its month has come; no child is named."""
    said = {"counted": counted, "threshold": threshold, "month": month_words(month)}
    if counted > threshold:
        words = gettext(
            "%(counted)s nights are counted at your home in %(month)s, more than %(threshold)s. "
            "An uplift is due. See how it was counted.",
            **said,
        )
    elif counted == threshold:
        words = gettext(
            "Your home has had %(counted)s nights in %(month)s, a full month. "
            "If you need a rest, tell your liaison worker.",
            **said,
        )
    else:
        words = gettext(
            "Your home has had %(counted)s of %(threshold)s nights in %(month)s. "
            "If that is enough for now, tell your liaison worker.",
            **said,
        )
    return str(words)


def liaison_news(home: str, month: Month, counted: int, threshold: int) -> str:
    """Tell a liaison worker how far a home's month has come: first of all a question of how its people are."""
    said = {"home": home, "counted": counted, "threshold": threshold, "month": month_words(month)}
    if counted > threshold:
        words = gettext(
            "%(home)s: %(counted)s nights are counted in %(month)s, more than %(threshold)s. "
            "An uplift is due and waits to be checked.",
            **said,
        )
    elif counted == threshold:
        words = gettext(
            "%(home)s has had %(counted)s nights in %(month)s, a full month. "
            "Please see that they get a rest; another home may have a bed.",
            **said,
        )
    elif counted == threshold - 1:
        words = gettext(
            "%(home)s has had %(counted)s of %(threshold)s nights in %(month)s. "
            "Another home may have a bed for the next sleepover.",
            **said,
        )
    else:
        words = gettext(
            "%(home)s has had %(counted)s of %(threshold)s nights in %(month)s. "
            "This is a good time to ask how they are.",
            **said,
        )
    return str(words)
