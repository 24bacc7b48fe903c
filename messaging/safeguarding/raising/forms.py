"""What is asked of who worries about something written."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from constellations.core.choices import options
from constellations.core.forms import Form
from messaging.safeguarding.raising.actions import Worry
from messaging.safeguarding.rules import About
from messaging.safeguarding.words import ABOUT_WORDS


class WorryForm(Form):
    """Why, in a few words; about whom; and whether it cannot wait."""

    words = TextAreaField(
        _("What worries you?"),
        description=_("A few words are enough. Initials, please, and no child’s name."),
    )
    about = RadioField(
        _("Is it about somebody who would read this?"),
        [InputRequired(_("Choose one, so that the right people read it."))],
        choices=options({about.value: words for about, words in ABOUT_WORDS.items()}),
        description=_("Whoever wrote what worries you never reads it."),
    )
    in_danger = BooleanField(
        _("Somebody is in danger now"),
        description=_("Phone first. This wakes those who read it, also at night."),
    )

    @property
    def worry(self) -> Worry:
        """What a form that was filled in says."""
        return Worry(self.words.data or "", About(self.about.data), bool(self.in_danger.data))
