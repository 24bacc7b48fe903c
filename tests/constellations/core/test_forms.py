"""What a form does with what is sent, and with a rule that says no."""

import io
import re

import pytest
from flask import Flask
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField

from constellations.core.errors import RuleBroken
from constellations.core.forms import Form, accepted, printable


class BedsForm(Form):
    """A form with one field."""

    beds = StringField("Beds")


class VersionedForm(BedsForm):
    """The same, of one version."""

    version = HiddenField()


class TooManyBeds(RuleBroken):
    """A rule about the beds."""

    about = "beds"


class NotToday(RuleBroken):
    """A rule about nothing that was typed."""


class NotHere(RuleBroken):
    """A rule about what this form does not ask."""

    about = "home"


@pytest.mark.parametrize(
    ("broken", "beside", "above"),
    [
        (TooManyBeds("Enter fewer beds."), ["Enter fewer beds."], []),
        (NotToday("Come back tomorrow."), [], ["Come back tomorrow."]),
        (NotHere("Choose another home."), [], ["Choose another home."]),
    ],
)
def test_a_rule_is_said_beside_the_field_that_it_is_about(
    app: Flask, broken: RuleBroken, beside: list[str], above: list[str]
) -> None:
    def refuse() -> None:
        raise broken

    with app.test_request_context(method="POST", data={"beds": "40"}):
        form = BedsForm(meta={"csrf": False})
        assert not accepted(form, refuse)
        assert form.beds.errors == beside
        assert form.form_errors == above
        assert form.beds.data == "40"


def test_what_is_hidden_in_a_form_has_no_id(app: Flask) -> None:
    with app.test_request_context():
        hidden = VersionedForm().hidden_tag()
    assert re.findall(r'name="([^"]+)"', hidden) == ["version", "csrf_token"]
    assert "id=" not in hidden


def test_what_no_rule_refuses_is_done_once(app: Flask) -> None:
    done: list[str] = []
    with app.test_request_context(method="POST", data={"beds": "2"}):
        form = BedsForm(meta={"csrf": False})
        assert accepted(form, lambda: done.append(form.beds.data or ""))
    assert done == ["2"]


class WordsForm(Form):
    """A form with words of several lines, and a file."""

    words = TextAreaField("Words")
    file = FileField("File")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One\r\ntwo\tthree\n", "One\r\ntwo\tthree\n"),
        ("a\x00b", "ab"),
        ("\x1b[31mred\x7f\x85", "[31mred"),
        ("half \ud83e of one", "half  of one"),
        ("Zoë \U0001f989 – “so”", "Zoë \U0001f989 – “so”"),
    ],
)
def test_no_control_character_is_kept_but_line_breaks_and_tabs_are(typed: str, kept: str) -> None:
    assert printable(typed) == kept


def test_none_gets_past_a_form_be_it_filled_in_or_in_an_address(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"words": "a\x00b\nc", "file": (io.BytesIO(b"\x00"), "a.bin")}):
        form = WordsForm(meta={"csrf": False})
        assert form.words.data == "ab\nc"
        assert form.file.data.read() == b"\x00", "a file is what it is"
        assert WordsForm(MultiDict({"words": "a\x00b"}), meta={"csrf": False}).words.data == "ab"
    with app.test_request_context(method="POST", json={"words": "a\x00b", "file": 7}):
        assert WordsForm(meta={"csrf": False}).words.data == "ab"
    with app.test_request_context():
        assert WordsForm(meta={"csrf": False}).words.data is None
