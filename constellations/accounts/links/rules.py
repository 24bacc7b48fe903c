"""For how long a mailed link is good, and the words of the mails."""

import datetime as dt

INVITATION_GOOD_FOR = dt.timedelta(days=7)
RESET_GOOD_FOR = dt.timedelta(hours=1)

INVITATION_SUBJECT = "Your invitation to Roost"

INVITATION_BODY = """Hello %(name)s

%(service)s invites you to Roost, where families of a constellation plan sleepovers and find each other.

Choose a password here, and you are in:
%(address)s

The link is good until %(until)s, and once. It is meant for you alone: please do not pass it on.
"""

RESET_SUBJECT = "A new password for Roost"

RESET_BODY = """Hello %(name)s

Somebody, probably you, asked for a new password for Roost. Choose it here:
%(address)s

The link is good for one hour, and once. If you did not ask, there is nothing to do: your password stays as it is.
"""


def good_for(is_invitation: bool) -> dt.timedelta:
    """A week for an invitation, an hour for the way to a new password (OWASP ASVS 5.0, 6.4.1)."""
    return INVITATION_GOOD_FOR if is_invitation else RESET_GOOD_FOR
