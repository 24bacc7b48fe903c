"""What is asked of who announces something."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from constellations.core.choices import options
from constellations.core.clock import london
from constellations.core.forms import DayField, Form, WallTimeField, chosen_key
from messaging.announcements.actions import Drafted
from messaging.announcements.queries import AnnouncementShown
from messaging.announcements.rules import Standing, instant_of

NOW, LATER = "now", "later"

EVERYBODY = "everybody"
"""The choice of the whole service, which is no constellation."""


class WordsForm(Form):
    """What is announced, of something that is out already."""

    version = HiddenField()
    title = StringField(_("Title"), description=_("One line. No child’s name, please."))
    body = TextAreaField(_("What is it about?"), description=_("Plain words. A web address becomes a link."))

    @property
    def drafted(self) -> Drafted:
        """What is written; for whom and when stand already."""
        return Drafted(self.title.data or "", self.body.data or "", None)


class AnnouncementForm(WordsForm):
    """What is announced, to whom, and when it goes out."""

    audience = RadioField(_("Who is it for?"), [InputRequired(_("Choose who it is for."))])
    when = RadioField(
        _("When does it go out?"), choices=options({NOW: _("Now"), LATER: _("Later, on this day")}), default=NOW
    )
    day = DayField(_("Day"), [Optional()])
    at = WallTimeField(_("Time"), [Optional()], description=_("By the clock in London, such as 08:00."))

    def offer(self, audiences: Mapping[UUID | None, str]) -> "AnnouncementForm":
        """Offer those to whom one may write; where there is one choice it is made."""
        self.audience.choices = options({str(key or EVERYBODY): words for key, words in audiences.items()})
        if len(audiences) == 1 and self.audience.data is None:
            self.audience.data = str(next(iter(audiences)) or EVERYBODY)
        return self

    def validate_when(self, _: Field) -> None:
        """Later has a day and a time."""
        if self.when.data == LATER and (self.day.data is None or self.at.data is None):
            raise ValidationError(gettext("Enter the day and the time at which it goes out."))

    @property
    def drafted(self) -> Drafted:
        """What is written, for whom, and when it goes out."""
        return Drafted(self.title.data or "", self.body.data or "", self._audience, self._moment)

    @property
    def _audience(self) -> UUID | None:
        return None if self.audience.data == EVERYBODY else chosen_key(self.audience.data)

    @property
    def _moment(self) -> dt.datetime | None:
        return instant_of(self.day.chosen, self.at.chosen) if self.when.data == LATER else None


class GotItForm(Form):
    """The version that was read, and the page to go back to."""

    version = HiddenField()
    back = HiddenField()


def form_of(known: AnnouncementShown, audiences: Mapping[UUID | None, str]) -> WordsForm:
    """The form for changing an announcement: all of it while it waits for its moment, then its words alone."""
    words = {"title": known.title, "body": known.body, "version": known.version}
    if known.standing is not Standing.PLANNED:
        return WordsForm(data=words)
    wall = london(known.at)
    for_whom = {
        "audience": str(known.constellation_id or EVERYBODY),
        "when": LATER,
        "day": wall.date(),
        "at": wall.time(),
    }
    return AnnouncementForm(data={**words, **for_whom}).offer(audiences)
