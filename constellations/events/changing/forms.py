"""What is asked of who changes an event: how much of it, and what it becomes."""

import datetime as dt
from collections.abc import Collection

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Length as Letters

from constellations.core.choices import options
from constellations.core.forms import Form, one_line
from constellations.events.changing.actions import OneDate, Part
from constellations.events.changing.queries import Changeable
from constellations.events.changing.rules import Scope
from constellations.events.planning.forms import DateForm, EventForm
from constellations.events.planning.rules import LONGEST_LINE
from constellations.events.rules import Length

SCOPE_WORDS: dict[Scope, object] = {
    Scope.THIS: _("Only this one"),
    Scope.FOLLOWING: _("This one and those after it"),
    Scope.ALL: _("All that are still to come"),
}


def scope_of(typed: str | None, offered: Collection[Scope]) -> Scope:
    """How much of an event an address means; the least that may be changed where it does not say."""
    found = [one for one in offered if one.value == typed]
    return (found or list(offered) or [Scope.ALL])[0]


class ScopeForm(Form):
    """How much of an event is called off, on the page of one version."""

    version = HiddenField()
    scope = RadioField(_("How much of it?"), choices=[])
    why = StringField(
        _("Why (if you want to say)"),
        [Letters(max=LONGEST_LINE)],
        [one_line],
        description=_("Everybody who sees the event reads it. No names of children, please."),
    )

    def offer(self, scopes: Collection[Scope]) -> "ScopeForm":
        """Offer what may be called off; the least of it is chosen."""
        self.scope.choices = options({one.value: str(SCOPE_WORDS[one]) for one in scopes})
        if not self.is_submitted():
            self.scope.data = next((one.value for one in scopes), None)
        return self


class ChangeDateForm(DateForm):
    """What a single date of a series becomes."""

    version = HiddenField()

    def begin(self, found: Changeable) -> None:
        """Begin with what it is."""
        _begin(self, found, found.at, found.place)
        self.bring.data = found.bring

    @property
    def one_date(self) -> OneDate:
        """What is wanted of it."""
        return OneDate(self.title.data or "", self.place.data or "", self.bring.data or "", self.at)


class ChangeEventForm(EventForm):
    """What an event becomes, or its series from a date on."""

    version = HiddenField()

    def begin(self, found: Changeable) -> None:
        """Begin with what it is, from its first date that may be changed."""
        event = found.event
        _begin(self, found, Length(found.since, event.starts_at, event.minutes), event.place)
        self.title.data, self.bring.data, self.words.data = event.title, event.bring, event.words
        self.kind.data, self.photos.data, self.repeats.data = event.kind.value, event.photos.value, event.repeats.value
        self.host.data = str(event.host_id or "")
        self.capacity.data = event.capacity
        self.cost.process_data(event.cost_pence)
        self.times.data = found.times if event.times is not None else None
        self.until.data = event.until


def part_of(form: Form, found: Changeable, scope: Scope) -> Part:
    """The part of an event that a form means."""
    return Part(found.occurrence_id, form.seen_version, scope)


def _begin(form: DateForm, found: Changeable, at: Length, place: str) -> None:
    form.version.data = str(found.version)
    form.title.data, form.place.data = found.title, place
    form.first.data, form.starts_at.data = at.starts_on, at.starts_at
    form.ends_at.data = at.ends.time() if at.starts_at is not None else None
    last: dt.date = at.ends.date() if at.starts_at is not None else at.last_day
    form.last.data = last if last != at.starts_on else None
