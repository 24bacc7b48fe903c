"""What is asked where a contact is written down, or a family is left in peace."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, one_line
from constellations.engagement.contacts.actions import Peace, Written
from constellations.engagement.contacts.rules import LONGEST_NOTE, LONGEST_WORDS, ContactKind, SnoozeReason
from constellations.engagement.contacts.words import KIND_WORDS, REASON_WORDS

_NO_NAME = _("For the next person who calls. No child’s name, initials are enough; only staff read it.")
_TOO_LONG = _("Use fewer letters.")


class VisitForm(Form):
    """When somebody means to visit a family."""

    day = DayField(_("When?"), [InputRequired(_("Choose the day of the visit."))])
    note = TextAreaField(
        _("Note (it may stay empty)"), [Length(max=LONGEST_NOTE, message=_TOO_LONG)], description=_NO_NAME
    )


class ContactForm(Form):
    """One line of the contact log, put right."""

    version = HiddenField()
    kind = RadioField(
        _("What was it?"),
        [InputRequired(_("Choose what it was."))],
        choices=options({kind.value: said for kind, said in KIND_WORDS.items()}),
        coerce=ContactKind,
    )
    day = DayField(_("On which day?"), [InputRequired(_("Choose the day."))])
    note = TextAreaField(
        _("Note (it may stay empty)"), [Length(max=LONGEST_NOTE, message=_TOO_LONG)], description=_NO_NAME
    )

    @property
    def written(self) -> Written:
        """What a filled-in form says."""
        return Written(self.kind.data, self.day.chosen, self.note.data)


class SnoozeForm(Form):
    """Why and until when a family is left in peace."""

    reason = RadioField(
        _("Why?"),
        [InputRequired(_("Choose a reason."))],
        choices=options({reason.value: said for reason, said in REASON_WORDS.items()}),
        coerce=SnoozeReason,
    )
    words = StringField(
        _("In a few words, for another reason"),
        [Length(max=LONGEST_WORDS, message=_TOO_LONG)],
        [one_line],
        description=_("No child’s name. Only staff read it."),
    )
    until = DayField(
        _("Back on the list on"),
        [InputRequired(_("Choose the day on which the family comes back to the list."))],
    )

    @property
    def peace(self) -> Peace:
        """What a filled-in form says."""
        return Peace(self.reason.data, self.until.chosen, self.words.data)
