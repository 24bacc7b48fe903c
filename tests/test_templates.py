"""What the shared templates draw and say: fields with their errors, and the pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from jinja2.environment import TemplateModule
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from constellations.core.choices import options


@dataclass(frozen=True)
class Light:
    """A home of a constellation, or a bed, as a picture is given it."""

    label: str | None = "Patel"
    href: str = "/homes/1"
    dimmed: bool = False
    tie: int = 1
    words: str = "free tonight"
    lit: bool = False


class Sleepover(Form):
    """A form with one field of each kind that looks different."""

    who = StringField(
        "Who?", [InputRequired("Say who."), Length(max=3, message="Initials only.")], description="Initials"
    )
    first = DateField("First night", [InputRequired("Choose the first night.")])
    kind = SelectField("Kind", choices=options({"planned": "Planned", "emergency": "Emergency"}))
    happened = RadioField(
        "Did it happen?", choices=options({"yes": "Yes, all nights", "no": "No"}), validators=[InputRequired("Choose.")]
    )
    told = BooleanField("The hub home knows", [InputRequired("Tell the hub home first.")])
    note = TextAreaField("Note")
    password = PasswordField("Password")


@pytest.fixture
def _request(app: Flask) -> Iterator[None]:
    """A page being made."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def fields(app: Flask, _request: None) -> TemplateModule:
    """The macros for forms."""
    return app.jinja_env.get_template("_fields.html").module


@pytest.fixture
def macros(app: Flask, _request: None) -> TemplateModule:
    """The small pieces of every page."""
    return app.jinja_env.get_template("_macros.html").module


@pytest.fixture
def pictures(app: Flask, _request: None) -> TemplateModule:
    """The macros for drawings."""
    return app.jinja_env.get_template("_pictures.html").module


def drawn(module: TemplateModule, macro: str, *given: object) -> str:
    """What a macro makes of what it is given, on one line."""
    return " ".join(str(getattr(module, macro)(*given)).split())


def sent(**typed: str) -> Sleepover:
    """The form as somebody sent it."""
    form = Sleepover(MultiDict(typed))
    form.validate()
    return form


def test_a_button_of_a_row_says_of_what_it_is_to_who_hears_it(macros: TemplateModule) -> None:
    html = drawn(macros, "button", "Going", "", "answer", "going", "Tea & <b>cake")
    assert '> Going<span class="govuk-visually-hidden">: Tea &amp; &lt;b&gt;cake</span> </button>' in html
    assert "span" not in drawn(macros, "button", "Going")


def test_what_was_typed_is_kept_and_cannot_become_markup(fields: TemplateModule) -> None:
    html = drawn(fields, "text_field", sent(who='"><script>').who)
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert "<script>" not in html


def test_an_error_stands_beside_its_field_and_is_tied_to_it(fields: TemplateModule) -> None:
    html = drawn(fields, "text_field", sent(who="Jay Brown").who)
    assert '<p id="who-error" class="govuk-error-message">' in html
    assert "Initials only." in html
    assert 'aria-describedby="who-hint who-error"' in html


def test_the_summary_leads_to_each_field_that_is_wrong(fields: TemplateModule) -> None:
    html = drawn(fields, "error_summary", sent(who="JB", kind="planned"))
    assert re.findall(r'<a href="#(\w+)"> ?([^<]+?) ?</a>', html) == [
        ("first", "Choose the first night."),
        ("happened", "Choose."),
        ("told", "Tell the hub home first."),
    ]


def test_a_form_without_a_fault_has_no_summary(fields: TemplateModule) -> None:
    form = sent(who="JB", first="2026-11-27", kind="planned", happened="yes", told="y")
    assert drawn(fields, "error_summary", form) == ""


def test_a_date_that_is_none_is_shown_again_as_typed(fields: TemplateModule) -> None:
    html = drawn(fields, "date_field", sent(first="27th").first)
    assert 'type="date"' in html
    assert 'value="27th"' in html


def test_the_first_radio_is_where_the_summary_leads(fields: TemplateModule) -> None:
    html = drawn(fields, "radios_field", sent(happened="no").happened)
    assert 'id="happened"' in html
    assert re.search(r'id="happened-2"[^>]*value="no" checked', html)


def test_the_chosen_option_stays_chosen(fields: TemplateModule) -> None:
    html = drawn(fields, "select_field", sent(kind="emergency").kind)
    assert '<option value="emergency" selected>Emergency</option>' in html


def test_a_ticked_box_stays_ticked(fields: TemplateModule) -> None:
    assert "checked" in drawn(fields, "checkbox_field", sent(told="y").told)
    assert "checked" not in drawn(fields, "checkbox_field", sent().told)


def test_a_password_is_never_sent_back(fields: TemplateModule) -> None:
    assert "secret" not in drawn(fields, "password_field", sent(password="secret").password)
    assert 'autocomplete="current-password"' in drawn(fields, "password_field", sent().password)


def test_a_note_keeps_its_words(fields: TemplateModule) -> None:
    assert ">back by 4 &amp; fed</textarea>" in drawn(fields, "textarea_field", sent(note="back by 4 & fed").note)


def lights(html: str) -> list[str]:
    """The lights of a gauge in order, by the first letters of what they are: slept, planned, open; and beyond."""
    kinds = re.findall(r'gauge__light gauge__light--(\w+)(?: gauge__light--(beyond))?"', html)
    return [kind[0].upper() if beyond else kind[0] for kind, beyond in kinds]


@pytest.mark.parametrize(
    ("counted", "planned", "expected"),
    [
        (0, 0, "o" * 16),
        (14, 1, "s" * 14 + "p" + "o"),
        (14, 2, "s" * 14 + "pp"),
        (16, 0, "s" * 16),
        (16, 1, "s" * 16 + "P"),
        (17, 2, "s" * 16 + "SPP"),
        (31, 0, "s" * 16 + "S" * 15),
    ],
)
def test_the_gauge_has_a_light_for_each_night(
    pictures: TemplateModule, counted: int, planned: int, expected: str
) -> None:
    html = drawn(pictures, "night_gauge", counted, planned, 16, "nights in October")
    assert "".join(lights(html)) == expected
    assert (">beyond<" in html) == (counted + planned > 16)
    assert "nights in October" in html


@pytest.mark.parametrize("threshold", [0, 1, 5, 40])
def test_the_gauge_can_be_drawn_for_any_threshold(pictures: TemplateModule, threshold: int) -> None:
    html = drawn(pictures, "night_gauge", 6, 0, threshold, "6 nights")
    assert len(lights(html)) == max(threshold, 6)
    assert lights(html).count("S") == max(0, 6 - threshold)


def test_no_nights_of_none_are_told_without_a_picture(pictures: TemplateModule) -> None:
    html = drawn(pictures, "night_gauge", 0, 0, 0, "No nights")
    assert "<svg" not in html
    assert "No nights" in html


@pytest.mark.parametrize("homes", [0, 1, 6, 7, 10, 11, 20])
def test_every_home_of_a_constellation_is_a_link(pictures: TemplateModule, homes: int) -> None:
    satellites = [Light(href=f"/homes/{n}", tie=n % 4) for n in range(homes)]
    html = drawn(pictures, "constellation_picture", Light(label="Moira", href="/homes/hub"), satellites, "Harbour")
    assert re.findall(r'<a [^>]*href="([^"]+)"', html) == ["/homes/hub", *(home.href for home in satellites)]
    assert len(re.findall(r"constellation__tie--\d", html)) == homes


def test_a_constellation_without_a_hub_says_so(pictures: TemplateModule) -> None:
    html = drawn(pictures, "constellation_picture", None, [Light()], "Harbour")
    assert ">no hub home<" in html
    assert "constellation__tie" not in html


def test_a_quiet_home_is_called_quiet_not_only_dimmed(pictures: TemplateModule) -> None:
    html = drawn(pictures, "constellation_picture", None, [Light(dimmed=True), Light(label="Davies")], "Harbour")
    assert re.findall(r'aria-label="([^"]+)"', html) == ["Picture of Harbour", "Patel, quiet"]


def test_a_bed_is_lit_where_someone_sleeps(pictures: TemplateModule) -> None:
    beds = [Light(label="JB", lit=True, words="2nd of 3 nights"), Light(label=None)]
    html = drawn(pictures, "tonights_beds", beds)
    assert html.count("beds__bed--lit") == 1
    assert html.count("beds__label") == 1
    assert "2nd of 3 nights" in html
    assert "free tonight" in html


def test_names_in_pictures_cannot_become_markup(pictures: TemplateModule) -> None:
    html = drawn(pictures, "constellation_picture", None, [Light(label="<b>")], "Harbour & co")
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
