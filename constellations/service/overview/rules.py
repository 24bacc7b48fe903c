"""What a link of the audit trail tells of a service's settings, and what it is called where it changed none of them."""

from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _

ACTS = {
    "loaded_events": _("Events of a calendar file"),
    "tried_mail_again": _("Mail that was laid aside, tried again"),
    "test_account": _("A test of GOV.UK Notify"),
}
"""What is done with the service, or with a setting, and leaves it as it is: by the action, and what that is called."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a link says was done: the action, the table, and the names of fields."""

    action: str
    subject: str
    fields: tuple[str, ...]


def told_of(action: str, subject: str, fields: str) -> Told:
    """The same of a link as it is stored, its fields in one text."""
    return Told(action, subject, tuple(fields.split(";")) if fields else ())


def act_words(told: Told) -> str:
    """What something is called that is told of the tables of settings and is a change of none."""
    return str(ACTS.get(told.action, gettext("The service")))
