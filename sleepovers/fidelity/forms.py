"""What is asked of who sets the checklist, adds to it, and answers it."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, one_line
from sleepovers.fidelity.own.rules import LONGEST_MONTHS, Answered
from sleepovers.fidelity.rules import Item, Terms
from sleepovers.fidelity.words import ITEM_WORDS

YES, NO = "yes", "no"


def _number(label: str, most: int, least: int = 1, words: str = "") -> IntegerField:
    wrong = _("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(label, [InputRequired(wrong), NumberRange(least, most, wrong)], description=words)


class TermsForm(Form):
    """What the checklist asks for, from today on."""

    version = HiddenField()
    items = SelectMultipleField(
        _("What is looked at"),
        choices=options({item.value: words for item, words in ITEM_WORDS.items()}),
        coerce=Item,
    )
    smallest = _number(_("Satellites of a constellation: at least"), 40)
    largest = _number(_("Satellites of a constellation: at most"), 40)
    hive_largest = _number(_("Homes of a Hive: at most"), 60)
    beds = _number(_("Beds kept"), 20, 0, _("Those of the hub home, or of who covers for it; of a Hive those of all."))
    months = _number(_("How many months back asks are looked at"), 12)

    @property
    def terms(self) -> Terms:
        """What a filled-in form describes."""
        return Terms(
            smallest=self.smallest.data or 0,
            largest=self.largest.data or 0,
            hive_largest=self.hive_largest.data or 0,
            beds=self.beds.data or 0,
            months=self.months.data or 0,
            off=frozenset(Item) - frozenset(self.items.data or ()),
        )

    @classmethod
    def of(cls, terms: Terms, number: int) -> "TermsForm":
        """The form with what holds now."""
        asked = [item for item in Item if item not in terms.off]
        return cls(obj=terms, items=asked, version=number)


class ItemForm(Form):
    """An item of a service's own."""

    words = StringField(
        _("What should be so?"),
        [DataRequired(_("Say in a few words what should be so.")), Length(max=120)],
        [one_line],
        description=_("For example: The children have met each other this season."),
    )
    months = _number(
        _("For how many months does an answer hold?"),
        LONGEST_MONTHS,
        words=_("A month before it runs out the item is said to be about to slip."),
    )


class AnswerForm(Form):
    """How an own item stands in a constellation."""

    version = HiddenField()
    is_met = RadioField(
        _("Is it so?"), [InputRequired(_("Choose yes or no."))], choices=options({YES: _("Yes"), NO: _("No")})
    )
    answered_on = DayField(_("Since when?"), [InputRequired(_("Enter a day."))])
    note = StringField(
        _("Note"),
        [Optional(), Length(max=200)],
        [one_line],
        description=_("Staff and the hub home read it. Name no child and no family."),
    )

    @property
    def answer(self) -> Answered:
        """What a filled-in form says."""
        return Answered(self.answered_on.chosen, self.is_met.data == YES, self.note.data or "")
