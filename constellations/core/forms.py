"""The ground of every form: Flask-WTF's, which carries the token, and what is done to every line that is typed."""

import unicodedata

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no hints
    """A form of ours: it carries the token, and WTForms' own words come in the reader's language."""


def one_line(text: str | None) -> str | None:
    """What was typed on a line, without control characters and without space around it or doubled."""
    if text is None:
        return None
    printable = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(printable).split())
