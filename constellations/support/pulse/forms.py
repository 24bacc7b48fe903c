"""What a carer presses to say how a month is."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import Form
from constellations.support.pulse.rules import PulseWord, Sharing
from constellations.words import words_of


class WordForm(Form):
    """One word for the running month."""

    said = RadioField(
        _("How is fostering for you this month?"),
        [InputRequired(_("Choose a word."))],
        choices=options(words_of(PulseWord)),
        coerce=PulseWord,
    )


class SharingForm(Form):
    """Who reads it."""

    shared_with = RadioField(
        _("Who may read it?"),
        [InputRequired(_("Choose who may read it."))],
        choices=options(words_of(Sharing)),
        coerce=Sharing,
    )
