"""What is asked where a policy or a rate starts."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, MoneyField
from constellations.rules import ChildStatus, HomeRole
from constellations.words import CHILD_STATUS_WORDS
from sleepovers.policies.rules import LARGEST_THRESHOLD
from sleepovers.policies.words import BASIS_WORDS, KIND_WORDS, ROLE_WORDS, SHAPE_WORDS
from sleepovers.rules import StayKind
from sleepovers.uplift import Basis, Policy, Rate, Shape


def _options(words: Mapping[StrEnum, str]) -> list[tuple[str, str]]:
    return options({word.value: said for word, said in words.items()})


class PolicyForm(Form):
    """A policy, and from when."""

    valid_from = DayField(
        _("From"), [InputRequired(_("Enter the day on which it starts."))], description=_("The 1st of a month.")
    )
    threshold = IntegerField(
        _("Beyond how many a month"),
        [
            InputRequired(_("Enter a number from 0 to 200.")),
            NumberRange(0, LARGEST_THRESHOLD, _("Enter a number from 0 to 200.")),
        ],
        description=_("An uplift is due from the next night on: beyond 16 means from the 17th."),
    )
    basis = RadioField(_("What is counted"), choices=_options(BASIS_WORDS), coerce=Basis)
    shape = RadioField(_("What is due"), choices=_options(SHAPE_WORDS), coerce=Shape)
    eligible_roles = SelectMultipleField(
        _("Which homes"),
        [InputRequired(_("Choose at least one kind of home."))],
        choices=_options(ROLE_WORDS),
        coerce=HomeRole,
    )
    counted_kinds = SelectMultipleField(
        _("Which stays count"),
        [InputRequired(_("Choose at least one kind of stay."))],
        choices=_options(KIND_WORDS),
        coerce=StayKind,
    )
    counted_statuses = SelectMultipleField(
        _("Which children count, by the arrangement they live under"),
        [InputRequired(_("Choose at least one arrangement."))],
        choices=_options(CHILD_STATUS_WORDS),
        coerce=ChildStatus,
    )

    @property
    def policy(self) -> Policy:
        """The policy that a filled-in form describes."""
        return Policy(
            valid_from=self.valid_from.chosen,
            threshold=self.threshold.data or 0,
            basis=self.basis.data,
            shape=self.shape.data,
            eligible_roles=frozenset(self.eligible_roles.data or ()),
            counted_kinds=frozenset(self.counted_kinds.data or ()),
            counted_statuses=frozenset(self.counted_statuses.data or ()),
        )


class RateForm(Form):
    """A rate, and from when."""

    valid_from = DayField(
        _("From"),
        [InputRequired(_("Enter the day on which it starts."))],
        description=_("Any day. The rate of a night is the one in force on its date."),
    )
    per_night = MoneyField(
        _("For each night beyond"), description=_("Leave it empty if your policy pays by the month.")
    )
    flat = MoneyField(_("For the month"), description=_("Leave it empty if your policy pays by the night."))

    @property
    def rate(self) -> Rate:
        """The rate that a filled-in form describes."""
        return Rate(self.valid_from.chosen, self.per_night.pence, self.flat.pence)
