"""What is asked where a month is closed: nothing but the press of a button."""

from constellations.core.forms import Form


class CloseForm(Form):
    """A form with a token and no field."""
