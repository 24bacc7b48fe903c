"""What somebody who keeps the handbook writes."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from constellations.core.forms import Form, one_line
from constellations.support.handbook.rules import LONGEST_PAGE, PageWords


class PageForm(Form):
    """A page of the handbook."""

    version = HiddenField()
    title = StringField(_("Title"), [DataRequired(_("Enter a title.")), Length(max=100)], [one_line])
    words = TextAreaField(
        _("What it says"),
        [Length(max=LONGEST_PAGE, message=_("That is too long for one page. Make two of it."))],
        description=_(
            "Plain words. A line that begins with “# ” is a heading, with “- ” an entry of a list; an empty line "
            "begins a paragraph. No child, no family, no names."
        ),
    )
    changed = TextAreaField(
        _("What has changed"),
        [Length(max=400)],
        [one_line],
        description=_("One or two sentences that people read first. On the first time it may stay empty."),
    )
    asks = BooleanField(
        _("Ask carers to say “I have read this”"),
        description=_("They are told, and you see by name who has. Leave it empty for a small correction."),
    )

    @property
    def page(self) -> PageWords:
        """What was written."""
        words = "\n".join((self.words.data or "").replace("\x00", "").splitlines()).strip()
        return PageWords(self.title.data or "", words, self.changed.data or "", bool(self.asks.data))


class PressForm(Form):
    """A press of a button on a page that may be a stale one."""

    version = HiddenField()
