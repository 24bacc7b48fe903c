"""What is asked of who wants Roost in a calendar."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from constellations.core.choices import options
from constellations.core.forms import Form, one_line
from constellations.feeds.addresses.actions import Wish
from constellations.feeds.rules import LONGEST_NAME, Content, Detail
from constellations.words import CONTENT_WORDS, DETAIL_WORDS


class FeedForm(Form):
    """Which calendar, what shall stand in it, and how much it may say."""

    name = StringField(
        _("Which phone or calendar is it for?"),
        [
            InputRequired(_("Give it a name, so that you know it again.")),
            Length(max=LONGEST_NAME, message=_("Give it a shorter name: at most 60 letters.")),
        ],
        [one_line],
        description=_("Such as my phone, or the tablet in the kitchen."),
    )
    contents = SelectMultipleField(_("What shall stand in it?"), choices=[])
    detail = RadioField(
        _("How much may it say?"),
        choices=options({one.value: DETAIL_WORDS[one] for one in Detail}),
        default=Detail.KIND.value,
    )

    def offer(self, contents: Iterable[Content]) -> "FeedForm":
        """Offer what there is for somebody; at first all of it is chosen."""
        offered: dict[str, str] = {one.value: CONTENT_WORDS[one] for one in contents}
        self.contents.choices = options(offered)
        if not self.is_submitted():
            self.contents.data = list(offered)
        return self

    @property
    def wish(self) -> Wish:
        """What a filled-in form says."""
        contents = frozenset(Content(one) for one in self.contents.data or ())
        return Wish(self.name.data or "", contents, Detail(self.detail.data))
