"""What is asked of who plans an event."""

import datetime as dt
import uuid
from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, KeysField, MoneyField, WallTimeField, chosen_key
from constellations.events.actions import Again, Plan, Wording
from constellations.events.planning.queries import MayPlan, Named
from constellations.events.planning.rules import USUAL_END, USUAL_START, minutes_of, next_saturday
from constellations.events.rules import Circle, EventKind, Length, Pattern, Photos, Repeats
from constellations.words import in_words, words_of

REPEATS_WORDS: dict[Repeats, object] = {
    Repeats.NEVER: _("Only this time"),
    Repeats.WEEKLY: _("Every week"),
    Repeats.FORTNIGHTLY: _("Every second week"),
    Repeats.MONTHLY_DAY: _("Every month on this day, such as the 17th"),
    Repeats.MONTHLY_WEEKDAY: _("Every month on this weekday, such as the third Saturday"),
}

FOR_WHOM_WORDS: dict[Circle, object] = {
    Circle.CONSTELLATIONS: _("Everyone in the constellation"),
    Circle.SERVICE: _("Everyone in the service"),
    Circle.HOME: _("One family only"),
}


class DateForm(Form):
    """What a single date says, and when it is."""

    title = StringField(_("What is it called?"), description=_("No child’s name, please."))
    first = DayField(_("Day"), [InputRequired(_("Choose the day."))])
    starts_at = WallTimeField(_("From"), [Optional()])
    ends_at = WallTimeField(_("Until"), [Optional()])
    last = DayField(
        _("Last day"), [Optional()], description=_("Where it goes on for several. A whole day has no times.")
    )
    place = StringField(_("Where?"), description=_("Empty: at the home of who hosts."))
    bring = StringField(_("What to bring"))

    @property
    def at(self) -> Length:
        """When it is; raises what `minutes_of` raises."""
        first = self.first.chosen
        return Length(first, *minutes_of(first, self.starts_at.data, self.last.data, self.ends_at.data))


class EventForm(DateForm):
    """What an event says, and how it comes again."""

    kind = SelectField(_("What kind?"), choices=[])
    words = TextAreaField(_("More words"), description=_("Those whom it is for read them. No child’s name."))
    host = SelectField(_("Who hosts?"), choices=[])
    capacity = IntegerField(_("Room for how many people?"), [Optional()], description=_("Empty: as many as come."))
    cost = MoneyField(_("What it may cost"), description=_("Only those read it who see the activity budget."))
    photos = SelectField(_("Photos"), choices=[])
    repeats = SelectField(_("How often?"), choices=[])
    times = IntegerField(_("How many times in all?"), [Optional()])
    until = DayField(_("Or until which day?"), [Optional()])

    def offer_words(self, hosts: Named, *, photos_allowed: bool) -> None:
        """Offer what there is to choose from."""
        self.kind.choices = options(words_of(EventKind))
        self.host.choices = options({"": str(_("nobody in particular")), **_by_key(hosts)})
        allowed = words_of(Photos) if photos_allowed else {Photos.NONE.value: in_words(Photos.NONE)}
        self.photos.choices = options(allowed)
        self.repeats.choices = options({one.value: str(words) for one, words in REPEATS_WORDS.items()})

    @property
    def wording(self) -> Wording:
        """What it says; without a title it is called what it is."""
        kind = EventKind(self.kind.data)
        return Wording(
            kind=kind,
            title=self.title.data or in_words(kind).capitalize(),
            place=self.place.data or "",
            bring=self.bring.data or "",
            words=self.words.data or "",
            capacity=self.capacity.data,
            cost_pence=self.cost.pence,
            photos=Photos(self.photos.data),
        )

    @property
    def dates(self) -> Pattern:
        """On which days it is; of what comes only this time no end is read."""
        repeats = Repeats(self.repeats.data)
        if repeats is Repeats.NEVER:
            return Pattern(self.first.chosen)
        return Pattern(self.first.chosen, repeats, self.until.data, self.times.data)

    @property
    def again(self) -> Again:
        """What an event that is there becomes."""
        at = self.at
        return Again(self.wording, self.dates, at.starts_at, at.minutes, chosen_key(self.host.data))


class PlanForm(EventForm):
    """The same, with whom it is for."""

    circle = SelectField(_("For whom?"), choices=[])
    title = StringField(_("What is it called?"), description=_("Empty: what kind it is. No child’s name, please."))
    constellations = KeysField(_("Which constellations?"))
    home = SelectField(_("Which family?"), choices=[], description=_("Only where it is for one family."))

    def offer(self, may: MayPlan) -> "PlanForm":
        """Offer what there is to choose from."""
        self.offer_words(may.hosts, photos_allowed=may.photos_allowed)
        self.circle.choices = options({one.value: str(FOR_WHOM_WORDS[one]) for one in may.circles})
        self.constellations.choices = options(_by_key(may.constellations))
        self.home.choices = options({"": str(_("choose")), **_by_key(may.families)})
        return self

    def preset(self, may: MayPlan, today: dt.date, day: dt.date | None, constellation: uuid.UUID | None) -> "PlanForm":
        """Begin with a gathering on the next Saturday afternoon at the hub; for who is no hub, with family time."""
        known = [key for key, _name in may.constellations]
        chosen = constellation if constellation in known else known[0] if len(known) == 1 else None
        is_for_family = may.circles[0] is Circle.HOME
        self.kind.data = (EventKind.FAMILY_TIME if is_for_family else EventKind.GATHERING).value
        self.first.data = day or next_saturday(today)
        self.starts_at.data, self.ends_at.data = USUAL_START, USUAL_END
        self.circle.data, self.repeats.data, self.photos.data = may.circles[0].value, Repeats.NEVER.value, Photos.NONE
        self.constellations.data = [str(chosen)] if chosen else []
        self.home.data = str(may.own_home or "")
        self.host.data = str(may.host_for(chosen) or "")
        return self

    @property
    def plan(self) -> Plan:
        """The event that is wanted; of what is for others than constellations or a family none is read."""
        at, circle = self.at, Circle(self.circle.data)
        return Plan(
            wording=self.wording,
            circle=circle,
            dates=self.dates,
            starts_at=at.starts_at,
            minutes=at.minutes,
            constellations=self.constellations.keys if circle is Circle.CONSTELLATIONS else (),
            home_id=chosen_key(self.home.data) if circle is Circle.HOME else None,
            host_id=chosen_key(self.host.data),
        )


def _by_key(named: Iterable[tuple[uuid.UUID, str]]) -> dict[str, str]:
    return {str(key): name for key, name in named}
