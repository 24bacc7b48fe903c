"""The words for whom a concern is about, how it stands, and how it ended."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from messaging.safeguarding.rules import About, Outcome, Standing

ABOUT_WORDS: dict[About, LazyString] = {
    About.NOBODY: _("No"),
    About.LIAISON: _("Yes, about a liaison worker: managers alone read it"),
    About.HUB_CARER: _("Yes, about a hub carer: the liaison worker alone reads it"),
}
"""The answers to whether it is about somebody who would read it."""

OUTCOME_WORDS: dict[Outcome, LazyString] = {
    Outcome.NOTHING_MORE: _("Looked into, and nothing more is needed"),
    Outcome.TALKED: _("Talked about with those whom it concerns"),
    Outcome.PASSED_ON: _("Passed on to those whose task it is"),
}
"""How a concern ended."""

STANDING_WORDS: dict[Standing, LazyString] = {
    Standing.WAITING: _("not acknowledged yet"),
    Standing.LATE: _("not acknowledged, and late"),
    Standing.ACKNOWLEDGED: _("acknowledged"),
    Standing.CLOSED: _("closed"),
}
"""How a concern stands."""

LOCKED = _("Roost cannot open these words: the key that sealed them is missing.")
"""What stands in the place of words that no key opens."""
