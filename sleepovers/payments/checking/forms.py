"""What is asked of who looks at a claim."""

from wtforms import HiddenField

from constellations.core.forms import Form


class VersionForm(Form):
    """One press on a page that may be stale."""

    version = HiddenField()
