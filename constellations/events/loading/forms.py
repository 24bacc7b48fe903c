"""What is asked where a calendar file is handed over."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from constellations.core.choices import options
from constellations.core.forms import Form
from constellations.events.rules import EventKind
from constellations.words import words_of


class FileForm(Form):
    """A calendar file."""

    file = FileField(
        _("Calendar file"),
        [FileRequired(_("Choose the file."))],
        description=_("An iCalendar file (.ics) of at most 1 MB, as Outlook, Google and training sites export it."),
    )


class LoadEventsForm(Form):
    """The press with which a checked file is loaded, and what kind of events they are."""

    kind = SelectField(
        _("What is new in it is"), choices=options(words_of(EventKind)), default=EventKind.TRAINING.value
    )
