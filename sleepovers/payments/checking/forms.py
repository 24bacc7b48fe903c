"""What is asked where something is wrong with a night, and where that is settled."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from constellations.core.choices import options
from constellations.core.forms import DayField, Form
from sleepovers.payments.rules import DisputeState


class VersionForm(Form):
    """One press on a page that may be stale."""

    version = HiddenField()


class WrongForm(Form):
    """Which night, and what is wrong with it."""

    night = DayField(_("Which night"), [InputRequired(_("Choose the night."))])
    words = TextAreaField(
        _("What is wrong?"),
        [InputRequired(_("Say in a few words what is wrong.")), Length(max=500)],
        description=_("Write no child’s name: initials are enough. Your liaison worker reads this."),
    )


class SettleForm(Form):
    """What came of it."""

    version = HiddenField()
    state = RadioField(
        _("What came of it?"),
        [InputRequired(_("Choose one."))],
        choices=options(
            {
                DisputeState.STANDS.value: _("The night was counted rightly: it is paid as it stands"),
                DisputeState.PUT_RIGHT.value: _("The home is right: the night was counted wrongly"),
            }
        ),
    )
    answer = TextAreaField(
        _("What do you say to the home?"),
        [InputRequired(_("Say in a few words what you found.")), Length(max=500)],
        description=_("The home reads this. Write no child’s name."),
    )
