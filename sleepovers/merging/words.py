"""What the rows of a double are called on the page that shows two records side by side."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

COLUMN_WORDS: Mapping[str, str] = {
    "stay.child_id": _("Sleepovers"),
    "stay_night.child_id": _("Nights"),
    "ask_child.child_id": _("Asks"),
    "agreement.child_id": _("Agreements"),
    "placement.child_id": _("Homes lived with"),
    "child_status.child_id": _("Arrangements (those of the kept one stand)"),
    "stay_card.child_id": _("Stay card"),
    "stay_card_view.child_id": _("Times that a stay card was read"),
    "exemption_child.child_id": _("Exemptions"),
    "event_guest.child_id": _("Answers to events"),
    "event_attended.child_id": _("Events they came to"),
    "stay.host_id": _("Sleepovers hosted"),
    "stay_night.home_id": _("Nights hosted"),
    "answer.home_id": _("Answers to asks"),
    "membership.home_id": _("Memberships"),
    "person.home_id": _("People who sign in"),
    "placement.home_id": _("Children who live or lived there"),
    "home_terms.home_id": _("What the home is ready for (that of the kept one stands)"),
    "claim.home_id": _("Uplift claims (counted anew for the kept one)"),
    "claim_adjustment.home_id": _("Adjustments"),
    "payment_line.home_id": _("Payments"),
    "exemption.home_id": _("Exemptions of the home"),
    "event_answer.home_id": _("Answers to events as a family"),
    "event_attendance.home_id": _("Events the family came to"),
    "contact.home_id": _("Calls and visits"),
    "support_entry.home_id": _("Lines of the support log"),
    "activity.home_id": _("Lines of activity"),
}
"""In the order in which they are shown; what a home or child may also have moves without being counted there."""
