"""What is asked of who asks for a sleepover, and of who answers."""

import datetime as dt
from dataclasses import replace
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from constellations.core.forms import DayField, Form, KeysField, one_line
from sleepovers.asks.look.queries import Choice, Family
from sleepovers.asks.rules import LONGEST_NOTE, MOST_REPEATS, morning_after
from sleepovers.asks.series.rules import WEEKS_APART, Often, times_of, times_or_once
from sleepovers.asks.wanted import Wanted
from sleepovers.rules import Moment, StayKind
from sleepovers.stays.rules import LONGEST_REASON

KINDS = {StayKind.PLANNED: _("planned"), StayKind.RESPITE: _("respite"), StayKind.EMERGENCY: _("emergency")}

OFTEN = {Often.ONCE: _("Only this time"), Often.WEEKLY: _("Every week"), Often.FORTNIGHTLY: _("Every second week")}


class AskForm(Form):
    """For whom, which nights, and whom to ask."""

    family = HiddenField()
    children = KeysField(_("Who is to stay?"))
    arrive_on = DayField(_("First night"), [InputRequired(_("Choose the first night."))])
    last_night = DayField(
        _("Last night"), [Optional()], description=_("The same as the first where it is one night. Home the day after.")
    )
    homes = KeysField(_("Whom do you ask?"))
    apart = BooleanField(_("They may be with different homes"))
    often = SelectField(_("How often?"), choices=[], default=Often.ONCE.value)
    weeks = IntegerField(
        _("How many times in all?"),
        [Optional(), NumberRange(1, MOST_REPEATS, _("Enter a number from 1 to 26."))],
    )
    until = DayField(_("Or until which day?"), [Optional()])
    kind = SelectField(_("Kind"), choices=[], default=StayKind.PLANNED.value)
    note = StringField(
        _("Anything the home should know?"),
        [Length(max=LONGEST_NOTE, message=_("Say it in fewer words: at most 300 letters."))],
        filters=[one_line],
        description=_("A few words, without anybody’s name."),
    )
    wish = StringField(
        _("What does the child wish?"),
        [Length(max=LONGEST_NOTE, message=_("Say it in fewer words: at most 300 letters."))],
        filters=[one_line],
        description=_("In a few words of yours, without anybody’s name. The home that hosts reads it."),
    )

    def offer(self, family: Family) -> None:
        """Offer the family's children and the homes around it; a single child, and the hub, are chosen already."""
        self.family.data = str(family.home_id)
        self.children.choices = _choices(family.children)
        self.homes.choices = _choices(family.homes)
        self.often.choices = [(often.value, str(words)) for often, words in OFTEN.items()]
        self.kind.choices = [(kind.value, str(words)) for kind, words in KINDS.items()]

    def preset(self, family: Family, children: list[str], homes: list[str], nights: list[dt.date | None]) -> None:
        """Begin with what the way here says, else with the only child and the hub."""
        known = {str(choice.key) for choice in (*family.children, *family.homes)}
        only = [str(choice.key) for choice in family.children] if len(family.children) == 1 else []
        self.children.data = [one for one in children if one in known] or only
        self.homes.data = [one for one in homes if one in known] or [str(hub) for hub in family.hub_ids[:1]]
        self.arrive_on.data, self.last_night.data = nights
        self.often.data, self.kind.data = Often.ONCE.value, StayKind.PLANNED.value

    @property
    def is_readable(self) -> bool:
        """Whether it says enough to look at the nights, whatever else is still missing."""
        return bool(self.arrive_on.data and self.kind.data in {kind.value for kind in KINDS})

    @property
    def wanted(self) -> Wanted:
        """What is asked for; raises a rule that says what is wrong with how often."""
        often = Often(self.often.data)
        times = times_of(often, self.weeks.data, self.arrive_on.chosen, self.until.data)
        return replace(self.wanted_once, weeks=times, every=WEEKS_APART[often])

    @property
    def wanted_so_far(self) -> Wanted:
        """What is asked for as far as the form says it already, before it is sent."""
        often = Often(self.often.data) if self.often.data in set(Often) else Often.ONCE
        times = times_or_once(often, self.weeks.data, self.arrive_on.chosen, self.until.data)
        return replace(self.wanted_once, weeks=times, every=WEEKS_APART[often])

    @property
    def wanted_once(self) -> Wanted:
        """The first of what is asked for: its nights are those that can be looked at."""
        first = self.arrive_on.chosen
        last = self.last_night.data or first
        return Wanted(
            child_ids=self.children.keys,
            home_ids=self.homes.keys,
            arrive=Moment(first),
            depart=Moment(morning_after(last)),
            kind=StayKind(self.kind.data),
            together=not self.apart.data,
            note=self.note.data or None,
            wish=self.wish.data or None,
        )


def _choices(offered: tuple[Choice, ...]) -> list[tuple[str, str]]:
    return [(str(choice.key), choice.words) for choice in offered]


class VersionForm(Form):
    """One press, on the page of one version."""

    version = HiddenField()
    reason = StringField(filters=[one_line], validators=[Length(max=LONGEST_REASON)])

    def at(self, place: str) -> Self:
        """The form of one of several boxes of a page: what is wrong with the reason is said at this one alone."""
        self.reason.id = place
        return self


class AgreeForm(VersionForm):
    """Agreeing; staff say why where the booking check says no, and of children who may be apart some may be chosen."""

    reason = StringField(
        _("Why all the same?"),
        [Length(max=LONGEST_REASON, message=_("Say it in fewer words: at most 500 letters."))],
        filters=[one_line],
        description=_("Without anybody’s name. It is written down with your name."),
    )


REASONS = (
    _("No room that night"),
    _("We have other plans"),
    _("We need a rest"),
    _("It would not suit the children here"),
)
"""What a home says most often; another reason is typed."""


class DeclineForm(VersionForm):
    """Why a home cannot."""

    usual = SelectField(_("Why not?"), choices=[], default="0")
    reason = StringField(
        _("Or in your own words"),
        [Length(max=LONGEST_REASON, message=_("Say it in fewer words: at most 500 letters."))],
        filters=[one_line],
        description=_("Without anybody’s name."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.usual.choices = [(str(n), str(words)) for n, words in enumerate(REASONS)]

    @property
    def why(self) -> str:
        """The typed reason, else the chosen one."""
        return self.reason.data or str(REASONS[int(self.usual.data)])


class OtherNightsForm(VersionForm):
    """Other nights at the same home."""

    other_first = DayField(_("First night"), [InputRequired(_("Choose the first night."))])
    other_last = DayField(_("Last night"), [Optional()], description=_("The same as the first where it is one night."))

    @property
    def nights(self) -> tuple[dt.date, dt.date]:
        """The day of coming and that of going home."""
        first = self.other_first.chosen
        return first, morning_after(self.other_last.data or first)


class OtherHomeForm(VersionForm):
    """Another home in place of this one."""

    other_home = SelectField(_("Which home?"), choices=[], validators=[InputRequired(_("Choose a home."))])
