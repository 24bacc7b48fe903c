"""What is said of disputes, adjustments and payments, and what people are told of them; no child is ever named."""

import datetime as dt

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from constellations.core.clock import Month
from constellations.core.words import day_words, full_day_words, month_words
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus, DisputeState

DISPUTE_WORDS: dict[DisputeState, str] = {
    DisputeState.OPEN: _("staff are looking at it"),
    DisputeState.STANDS: _("stands as it was counted"),
    DisputeState.PUT_RIGHT: _("put right"),
}

ADJUSTMENT_WORDS: dict[AdjustmentStatus, str] = {
    AdjustmentStatus.PROPOSED: _("proposed, waits for a second person"),
    AdjustmentStatus.APPROVED: _("approved"),
    AdjustmentStatus.EXPORTED: _("sent to be paid"),
    AdjustmentStatus.PAID: _("paid"),
    AdjustmentStatus.WAIVED: _("let be"),
}

ADJUSTMENT_TONES: dict[AdjustmentStatus, str] = {
    AdjustmentStatus.PROPOSED: "attention",
    AdjustmentStatus.APPROVED: "good",
    AdjustmentStatus.EXPORTED: "good",
    AdjustmentStatus.PAID: "good",
}

LINE_WORDS: dict[LineState, str] = {
    LineState.SENT: _("sent"),
    LineState.PAID: _("paid"),
    LineState.BOUNCED: _("came back"),
}

LINE_TONES: dict[LineState, str] = {LineState.SENT: "mine", LineState.PAID: "good", LineState.BOUNCED: "urgent"}


def approved_news(month: Month) -> str:
    """Tell carers that their uplift is approved."""
    return str(
        gettext("The uplift of your home for %(month)s is approved. See the statement.", month=month_words(month))
    )


def paid_news(month: Month, paid_on: dt.date) -> str:
    """Tell carers that their uplift is paid."""
    return str(
        gettext(
            "The uplift of your home for %(month)s was paid on %(day)s. See the statement.",
            month=month_words(month),
            day=full_day_words(paid_on),
        )
    )


def disputed_news(home: str, night: dt.date) -> str:
    """Tell staff that a carer says something is wrong."""
    return str(
        gettext(
            "%(home)s says that something is wrong with the night of %(night)s. Please look at it.",
            home=home,
            night=day_words(night),
        )
    )


def written_down_news(night: dt.date, who: str) -> str:
    """Tell a carer what a member of staff wrote down for them."""
    return str(
        gettext(
            "%(who)s wrote down for you that something is wrong with the night of %(night)s. See if that is right.",
            who=who,
            night=day_words(night),
        )
    )


def waits_long_news(home: str, night: dt.date, days: int) -> str:
    """Tell managers that a carer has waited long."""
    return str(
        gettext(
            "%(home)s has waited for %(days)s days: something is wrong with the night of %(night)s.",
            home=home,
            days=days,
            night=day_words(night),
        )
    )


def settled_news(night: dt.date, state: DisputeState) -> str:
    """Tell carers what came of what they said."""
    return str(
        gettext(
            "You said that something is wrong with the night of %(night)s. Staff have looked at it: %(outcome)s.",
            night=day_words(night),
            outcome=DISPUTE_WORDS[state],
        )
    )


def put_right_words(night: dt.date) -> str:
    """Why money is taken back, as a statement prints it."""
    return str(gettext("The night of %(night)s was put right.", night=day_words(night)))


def adjusted_news(month: Month) -> str:
    """Tell carers that something is put right."""
    return str(
        gettext(
            "Something in the uplift of your home for %(month)s is to be put right. See what, and say if it is wrong.",
            month=month_words(month),
        )
    )
