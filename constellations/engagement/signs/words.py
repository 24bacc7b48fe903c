"""How signs of life are said."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from constellations.core.words import day_words, full_day_words
from constellations.engagement.signs.rules import LastSign, Sign

SIGN_WORDS = {
    Sign.CAME: _("Came to something"),
    Sign.ANSWERED: _("Answered"),
    Sign.HOSTED: _("Had a child to stay"),
    Sign.ASKED: _("Asked for a sleepover"),
    Sign.WROTE: _("Wrote in Talk"),
    Sign.HELPED: _("Did something for others"),
    Sign.CALLED: _("Spoke with liaison worker, hub or buddy"),
}
"""The heading of a kind."""

SHORT_WORDS = {
    Sign.CAME: _("Came"),
    Sign.ANSWERED: _("Answered"),
    Sign.HOSTED: _("Hosted"),
    Sign.ASKED: _("Asked"),
    Sign.WROTE: _("Wrote"),
    Sign.HELPED: _("Helped"),
    Sign.CALLED: _("Spoke"),
}
"""The same where there is little room, in the same order."""

DID_WORDS = {
    Sign.CAME: _("came to something"),
    Sign.ANSWERED: _("answered"),
    Sign.HOSTED: _("had a child to stay"),
    Sign.ASKED: _("asked for a sleepover"),
    Sign.WROTE: _("wrote in Talk"),
    Sign.HELPED: _("did something for others"),
    Sign.CALLED: _("spoke with the liaison worker"),
}
"""What a family did, within a sentence; some actions have words of their own (`Parts.signs_said`)."""

COUNTED_WORDS = {
    Sign.CAME: _("You came to a gathering, a meeting or a training, and somebody ticked you on its list."),
    Sign.ANSWERED: _("You said whether you come to something, answered a poll, or answered an ask."),
    Sign.HOSTED: _("A child stayed the night with you. Each night counts, once somebody says that it happened."),
    Sign.ASKED: _("You asked for a sleepover, or said that you would have but knew it was full."),
    Sign.WROTE: _("You wrote in a conversation: once for each person, conversation and day. Never what you wrote."),
    Sign.HELPED: _(
        "You planned something for others, kept the list of who came, offered a bed for tonight, or talked with "
        "somebody as their buddy or mentor. Of a hub also that it wrote down how it helped a family."
    ),
    Sign.CALLED: _(
        "Your liaison worker, or somebody else of your service, spoke with you or came to see you; or your hub wrote "
        "down that it was there for you by day, or asked how you are; or your buddy or mentor that you talked."
    ),
}
"""What is counted, as its family is told."""

A_LONG_TIME = 180
"""In days: whatever is further back is said with its year."""


def did_words(last: LastSign, said: Mapping[str, object], title: str = "") -> str:
    """What a family did last, within a sentence: `came to the picnic`, where it is known what it was.

    `said` has the actions with words of their own.
    """
    if last.sign is Sign.CAME and title:
        came: str = gettext("came to “%(what)s”", what=title)
        return came
    return str(said.get(last.action, DID_WORDS[last.sign]))


def on_words(on: dt.date, today: dt.date) -> str:
    """A date as `Fri 27 Nov`; a long time ago as `Friday 27 November 2025`."""
    return day_words(on) if (today - on).days < A_LONG_TIME else full_day_words(on)


def ago_words(on: dt.date, today: dt.date) -> str:
    """How long ago a date is: today, yesterday, or so many days."""
    days = (today - on).days
    if days < 1:
        return str(_("today"))
    return str(_("yesterday")) if days == 1 else str(ngettext("%(num)s day ago", "%(num)s days ago", days))
