"""What is asked where something was spent, or a budget is decided on."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from constellations.budget.actions import Decision, Line
from constellations.budget.receipts.forms import RECEIPT_HINT, sent_file
from constellations.budget.rules import LONGEST_WORDS, MOST_PEOPLE, FinancialYear
from constellations.core.choices import options
from constellations.core.files.laying import SentFile
from constellations.core.forms import DayField, Form, MoneyField, chosen_key, one_line
from constellations.core.words import day_words
from constellations.events.queries import OnTheCalendar

_WORDS = [
    InputRequired(_("Say it in a few words.")),
    Length(max=LONGEST_WORDS, message=_("Say it in fewer words: at most 120 letters.")),
]


def _must_be_typed(field: Field) -> None:
    if isinstance(field, MoneyField) and field.pence is None and not field.errors:
        raise ValidationError(gettext("Enter an amount in pounds, such as 40 or 42.50."))


class SpendForm(Form):
    """What was paid for, when, how much, where the receipt is, and how many came."""

    what = StringField(
        _("What for?"), _WORDS, [one_line], description=_("Such as bowling, or a picnic. No child’s name.")
    )
    spent_on = DayField(_("When?"), [InputRequired(_("Enter the day."))])
    amount = MoneyField(_("How much?"))
    receipt = StringField(
        _("Where is the receipt?"), _WORDS, [one_line], description=_("Its number, or where it is kept.")
    )
    people = IntegerField(
        _("How many people came?"),
        [Optional(), NumberRange(1, MOST_PEOPLE, _("Enter a number from 1 to 500."))],
        description=_("Grown-ups and children together. Leave it empty where nobody counted."),
    )

    files = FileField(_("The receipt as a file"), description=_("%(hint)s It may follow later.", hint=RECEIPT_HINT))
    occurrence = SelectField(_("For which event?"), choices=[])

    def offer(self, events: Sequence[OnTheCalendar]) -> "SpendForm":
        """Offer the events that it may have been for."""
        said = {str(one.occurrence_id): f"{one.title}, {day_words(one.starts_on)}" for one in events}
        self.occurrence.choices = options({"": str(_("none")), **said})
        return self

    def validate_amount(self, field: Field) -> None:
        """Refuse a line without an amount."""
        _must_be_typed(field)

    @property
    def sent(self) -> SentFile | None:
        """The receipt, where there is one already."""
        return sent_file(self.files) if self.files.data else None

    @property
    def line(self) -> Line:
        """What a filled-in form says."""
        return Line(
            self.spent_on.chosen,
            self.amount.pence or 0,
            self.what.data or "",
            self.receipt.data or "",
            self.people.data,
            chosen_key(self.occurrence.data),
        )


class DecisionForm(Form):
    """What is added to a year's budget, or taken away, when it was decided, and why."""

    year = SelectField(_("Financial year"), choices=[], coerce=int)
    decided_on = DayField(_("Decided on"), [InputRequired(_("Enter the day of the decision."))])
    amount = MoneyField(_("How much?"))
    way = SelectField(
        _("Is it added?"),
        choices=options({"add": _("added to the budget"), "take": _("taken away from it")}),
        default="add",
    )
    reason = StringField(_("Which decision?"), _WORDS, [one_line], description=_("Such as Cabinet, December 2023."))

    def validate_amount(self, field: Field) -> None:
        """Refuse a decision without an amount."""
        _must_be_typed(field)

    def offer(self, this: FinancialYear) -> "DecisionForm":
        """Offer the year before, this one and the next."""
        years = [FinancialYear(this.begins + n) for n in (-1, 0, 1)]
        self.year.choices = [(year.begins, str(year)) for year in years]
        return self

    @property
    def decision(self) -> Decision:
        """What a filled-in form says."""
        pence = self.amount.pence or 0
        signed = -pence if self.way.data == "take" else pence
        return Decision(FinancialYear(self.year.data), self.decided_on.chosen, signed, self.reason.data or "")
