"""How reasons of leaving are said to staff, who alone read them."""

from flask_babel import lazy_gettext as _

from constellations.support.leaving.rules import Reason, Scope

REASON_WORDS: dict[Reason, str] = {
    Reason.RETIRED: _("retired"),
    Reason.MOVED: _("moved away"),
    Reason.HEALTH: _("own health, or that of somebody in the family"),
    Reason.PLACEMENT_ENDED: _("a placement ended"),
    Reason.PERMANENCE: _("adopted, or has a special guardianship order"),
    Reason.LACK_OF_SUPPORT: _("not enough support"),
    Reason.MONEY: _("money"),
    Reason.OTHER_AGENCY: _("went to another service or agency"),
    Reason.SERVICE_DECISION: _("a decision of the service"),
    Reason.OTHER: _("another reason"),
}

SCOPE_WORDS: dict[Scope, str] = {
    Scope.CONSTELLATION: _("the constellation, and goes on fostering"),
    Scope.FOSTERING: _("fostering with this service"),
}
