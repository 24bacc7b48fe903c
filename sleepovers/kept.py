"""How long each kind of record of sleepovers is kept, and why the other tables are not emptied by age."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from constellations.keeping.declaration import Kept
from sleepovers.asks import kept as asks
from sleepovers.availability import kept as availability
from sleepovers.cards.keeping import kept as cards
from sleepovers.payments import kept as payments
from sleepovers.returns import kept as returns
from sleepovers.stays import kept as stays

KEPT: tuple[Kept, ...] = (
    *cards.KEPT,
    *stays.KEPT,
    *asks.KEPT,
    *availability.KEPT,
    *payments.KEPT,
    *returns.KEPT,
)

OWN_SETTING = _("What the service set for itself. It is about nobody, and the next setting takes its place.")
HELD_THEN = _("A rule with the day from which it holds: without it no earlier figure can be worked out again.")

LASTING: Mapping[str, LazyString] = {
    **dict.fromkeys(("asking_rules", "ladder_waits", "rest_levels", "payment_layout"), OWN_SETTING),
    **dict.fromkeys(
        ("uplift_policy", "uplift_rate", "nights_off_policy", "fidelity_terms", "fidelity_item"), HELD_THEN
    ),
    "closed_month": _("That a month is closed. It is about nobody, and keeps what was paid from being changed."),
    "closed_weekday": _("On which days of the week a home has no room. It stays until the home says otherwise."),
    "payee": _("The supplier number of a home. It stays as long as the home, and finance corrects it."),
}
"""The tables that no kind looks after, each with its reason."""
