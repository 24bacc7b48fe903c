"""What is asked where the key of the extracts is renewed."""

from wtforms import HiddenField

from constellations.core.forms import Form


class KeyForm(Form):
    """The number of the key that was seen."""

    version = HiddenField()
