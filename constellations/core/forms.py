"""The ground of every form: Flask-WTF's, which carries the token, and what is done to every line that is typed."""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectMultipleField, StringField, TimeField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from constellations.core.errors import RuleBroken, TooLarge, TooOften
from constellations.core.pence import pence_of
from constellations.core.words import pence_words

T = TypeVar("T")

REFUSED_AS = {TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TooOften: HTTPStatus.TOO_MANY_REQUESTS}

LONGEST_VERSION = 9
"""Figures of a version: more than any row is changed, and no more than a number is read from."""


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no hints
    """A form of ours: it carries the token, and WTForms' own words come in the reader's language.

    No control character gets past it, be it filled in or read from an address: databases refuse some, and nobody types
    any but a line break or a tab.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as its parent
        """What is done to all that is sent, before any field reads it."""

        def wrap_formdata(self, form: BaseForm, formdata: MultiDict[str, object] | None) -> object:
            """What is sent, as `printable`; files, and what is no text, as they are."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None:
                return None
            pairs = sent.items(multi=True)
            return MultiDict([(name, printable(one) if isinstance(one, str) else one) for name, one in pairs])

    refused_as: HTTPStatus | None = None
    """How a page with this form is answered where what was sent is not simply wrong: too large, or too often."""

    def hidden_tag(self) -> str:
        """The hidden fields, without ids: nothing leads to them, and a page with two forms would have each id twice."""
        for field in self:
            if isinstance(field.widget, HiddenInput):
                field.render_kw = {**(field.render_kw or {}), "id": False}
        tags: str = super().hidden_tag()
        return tags

    @property
    def http_status(self) -> HTTPStatus:
        """How a page with this form is answered: as wrong, or as was said, where it was sent and is shown again."""
        if self.refused_as:
            return self.refused_as
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.is_submitted() else HTTPStatus.OK

    @property
    def seen_version(self) -> int:
        """The version of the row that the form was made from; one long past where its field holds no number."""
        seen = str(self["version"].data or "")
        return int(seen) if seen.isdecimal() and len(seen) <= LONGEST_VERSION else 0


WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")
"""The ways in which a day may be written, the first being the one that a browser sends."""


class DayField(DateField):
    """A day, as the phone's own calendar sends it or as people write it: `2026-11-27` or `27/11/2026`."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **{"format": list(WRITTEN), **named})  # type: ignore[arg-type]  # as its parent takes them

    @property
    def chosen(self) -> dt.date:
        """The day of a form that was found to be filled in."""
        if self.data is None:
            raise ValueError(f"no day in {self.name}")
        return self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; a plain sentence where it is no day."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError(gettext("Enter a day, such as 27/11/2026.")) from unreadable


class MoneyField(StringField):
    """An amount typed in pounds and kept in pence; `pence` is none where nothing was typed."""

    pence: int | None = None

    def process_data(self, value: int | None) -> None:
        """Show pence as pounds."""
        self.pence = value
        self.data = "" if value is None else pence_words(value).removeprefix("£")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, and keep it as it was typed."""
        self.data = valuelist[0] if valuelist else ""
        try:
            self.pence = pence_of(self.data) if self.data.strip() else None
        except ValueError as unreadable:
            raise ValueError(gettext("Enter an amount in pounds, such as 40 or 42.50.")) from unreadable


class KeysField(SelectMultipleField):
    """Some of a few things, each by its key; what is none of them is said plainly."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        if any(chosen not in self._offered for chosen in self.data or ()):
            raise ValidationError(gettext("Choose from the list."))

    @property
    def keys(self) -> tuple[uuid.UUID, ...]:
        """What was chosen of what is offered, once each."""
        return tuple(dict.fromkeys(uuid.UUID(chosen) for chosen in self.data or () if chosen in self._offered))

    @property
    def _offered(self) -> frozenset[str]:
        return frozenset(str(value) for value, *_rest in self.iter_choices())


class SecretField(StringField):
    """A secret, which is never sent back, not even to who has just typed it."""

    def _value(self) -> str:
        return ""


class WallTimeField(TimeField):
    """A time of day, with our words for what is none."""

    @property
    def chosen(self) -> dt.time:
        """The time of a form that was found to be filled in."""
        if self.data is None:
            raise ValueError(f"no time in {self.name}")
        return self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError(gettext("Enter a time of day, such as 01:40.")) from unreadable


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of one, but for tab, line feed and carriage return."""


def printable(text: str) -> str:
    """A text without control characters, but with its line breaks."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str | None) -> str | None:
    """What was typed on a line, without control characters and without space around it or doubled."""
    if text is None:
        return None
    printable = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(printable).split())


def chosen_key(value: object) -> uuid.UUID | None:
    """The key that a choice stands for; none for the choice of nothing."""
    return uuid.UUID(str(value)) if value else None


def accepted(form: Form, act: Callable[[], object]) -> bool:
    """Do what a filled-in form asks for; where a rule says no, the form says so and keeps what was typed.

    It says so beside the field that the rule is about, where there is one.
    """
    if not form.validate_on_submit():
        return False
    try:
        act()
    except RuleBroken as broken:
        _say_beside(form, broken)
        return False
    return True


def worked_out(form: Form, read: Callable[[], T]) -> T | None:
    """What a filled-in form of an address asks to be worked out; none where it, or a rule, says why that cannot be."""
    if not form.validate():
        return None
    try:
        return read()
    except RuleBroken as broken:
        _say_beside(form, broken)
        return None


def _say_beside(form: Form, broken: RuleBroken) -> None:
    form.refused_as = next((status for kind, status in REFUSED_AS.items() if isinstance(broken, kind)), None)
    beside = form[broken.about].errors if broken.about in form else form.form_errors
    beside.append(broken.words)
