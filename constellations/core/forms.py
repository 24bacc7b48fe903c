"""The ground of every form: Flask-WTF's, which carries the token, and what is done to every line that is typed."""

import unicodedata
from collections.abc import Callable

from flask_wtf import FlaskForm

from constellations.core.errors import RuleBroken


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no hints
    """A form of ours: it carries the token, and WTForms' own words come in the reader's language."""


def one_line(text: str | None) -> str | None:
    """What was typed on a line, without control characters and without space around it or doubled."""
    if text is None:
        return None
    printable = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(printable).split())


def accepted(form: Form, act: Callable[[], object]) -> bool:
    """Do what a filled-in form asks for; where a rule says no, the form says so and keeps what was typed."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except RuleBroken as broken:
        form.form_errors.append(broken.words)
        return False
    return True
