"""How long a mailed link is good."""

import datetime as dt

from constellations.accounts.links.rules import good_for


def test_an_invitation_waits_a_week_and_the_way_to_a_new_password_an_hour() -> None:
    assert good_for(is_invitation=True) == dt.timedelta(days=7)
    assert good_for(is_invitation=False) == dt.timedelta(hours=1)
