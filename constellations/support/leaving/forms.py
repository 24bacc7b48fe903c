"""What staff are asked of a home that left, and of a placement that ended."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, KeysField
from constellations.support.leaving.queries import DepartureLine
from constellations.support.leaving.rules import LeavingWords, Reason, Scope
from constellations.support.leaving.words import REASON_WORDS, SCOPE_WORDS


class LeavingForm(Form):
    """Why a home left, when, and what."""

    version = HiddenField()
    on = HiddenField()
    reasons = KeysField(
        _("Why did the family leave?"),
        choices=options({reason.value: words for reason, words in REASON_WORDS.items()}),
        description=_("All that apply, as the family says it. Only liaison workers and managers see this."),
    )
    scope = RadioField(
        _("What has the family left?"),
        [InputRequired(_("Choose what the family has left."))],
        choices=options({scope.value: words for scope, words in SCOPE_WORDS.items()}),
    )
    left_on = DayField(_("On which day?"), [InputRequired(_("Enter the day."))])

    def begin_with(self, line: DepartureLine, version: int) -> "LeavingForm":
        """Begin with what is said already, or with what the register knows."""
        if not self.is_submitted():
            words, departure = line.words, line.departure
            self.version.data, self.on.data = str(version), departure.on.isoformat()
            self.reasons.data = sorted(words.reasons) if words else []
            self.scope.data = words.scope if words else departure.scope
            self.left_on.data = words.left_on if words else departure.on
        return self

    @property
    def words(self) -> LeavingWords:
        """What was entered."""
        return LeavingWords(
            Scope(self.scope.data), self.left_on.chosen, frozenset(map(Reason, self.reasons.data or ()))
        )


class EndingForm(Form):
    """Whether an ending was planned."""

    planned = RadioField(choices=options({"yes": _("Planned"), "no": _("Not planned")}), validators=[InputRequired()])
