"""What is asked of who sees to a concern."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import Form
from messaging.safeguarding.words import OUTCOME_WORDS


class NoteForm(Form):
    """Words for the other readers."""

    words = TextAreaField(_("Note for the other readers"), description=_("Who raised it does not read this."))


class CloseForm(Form):
    """How it ended."""

    outcome = RadioField(
        _("How did it end?"),
        [InputRequired(_("Choose how it ended."))],
        choices=options({outcome.value: words for outcome, words in OUTCOME_WORDS.items()}),
    )
    words = TextAreaField(_("Anything to note for the other readers?"))
    remove = BooleanField(
        _("Remove it for good"),
        description=_("The message or note. Otherwise everybody who could can read it from now on."),
    )
