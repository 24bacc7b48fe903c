"""What a form does with a rule that says no."""

import pytest
from flask import Flask
from wtforms import StringField

from constellations.core.errors import RuleBroken
from constellations.core.forms import Form, accepted


class BedsForm(Form):
    """A form with one field."""

    beds = StringField("Beds")


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


def test_what_no_rule_refuses_is_done_once(app: Flask) -> None:
    done: list[str] = []
    with app.test_request_context(method="POST", data={"beds": "2"}):
        form = BedsForm(meta={"csrf": False})
        assert accepted(form, lambda: done.append(form.beds.data or ""))
    assert done == ["2"]
