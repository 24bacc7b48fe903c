"""How it is said that a family needs somebody, and why: facts, without praise and without blame."""

import datetime as dt
from collections.abc import Iterator, Mapping

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from constellations.core.words import day_words, full_day_words
from constellations.engagement.contacts.rules import InTouch, PeaceLine
from constellations.engagement.contacts.words import ran_out_words
from constellations.engagement.needs.rules import (
    Fact,
    Known,
    Levels,
    Matter,
    Sooner,
    Standing,
    State,
    fired_sooner,
)
from constellations.engagement.signs.rules import LastSign
from constellations.engagement.signs.words import did_words, on_words

STATE_WORDS: dict[State, str] = {
    State.CALL_THEM: _("Call them"),
    State.DRIFTING: _("Drifting"),
    State.CONNECTED: _("Connected"),
}

MATTER_WORDS: dict[Matter, str] = {
    Matter.STRAIN: _("Could do with a rest"),
    Matter.UNMET: _("Ask unmet"),
}


def state_words(state: State) -> str:
    """Say how a family stands."""
    return str(STATE_WORDS[state])


def matter_words(matter: Matter) -> str:
    """Say in a word or two what makes a family that is connected need somebody."""
    return str(MATTER_WORDS[matter])


def heard_words(last: LastSign, said: Mapping[str, object], title: str, today: dt.date) -> str:
    """Say the last sign of life with its day, as `came to “the picnic” on Sat 19 Sep`."""
    words: str = gettext("%(did)s on %(day)s", did=did_words(last, said, title), day=on_words(last.on, today))
    return words


def silence(standing: Standing, known: Known, levels: Levels, heard: str) -> Iterator[str]:
    """Say for how long nothing was heard of a family, where that is why it is on the list."""
    if standing.state is State.CONNECTED:
        return
    days = ngettext("No sign of life for %(num)s day", "No sign of life for %(num)s days", standing.days)
    if known.last_on is not None and known.last_on >= standing.since:
        yield gettext("%(days)s: last, %(heard)s", days=days, heard=heard)
    elif known.joined_on > known.counted_from:
        yield gettext("%(days)s: none since they joined on %(day)s", days=days, day=full_day_words(known.joined_on))
    else:
        began = full_day_words(known.counted_from)
        yield gettext("%(days)s: none since your service began with Roost on %(day)s", days=days, day=began)
    if fired_sooner(standing, levels):
        yield _sooner_words(standing, levels)


def _sooner_words(standing: Standing, levels: Levels) -> str:
    if standing.sooner is Sooner.UNMET:
        words: str = gettext("After %(days)s days already, because an ask came to nothing", days=levels.sooner_days)
    else:
        said = gettext("After %(days)s days already, because they were approved less than two years ago")
        words = said % {"days": levels.sooner_days}
    return words


def fact_words(fact: Fact, is_hub: bool) -> str:
    """Say what happened; of a hub that has a lot of it, that it is one."""
    said = fact.words[:1].upper() + fact.words[1:]
    return gettext("Hub: %(fact)s", fact=fact.words) if is_hub and fact.matter is Matter.STRAIN else said


def came_of_it(ran_out: PeaceLine | None, touch: InTouch, last_on: dt.date | None) -> Iterator[str]:
    """Say what staff had done, where the family is back on the list all the same."""
    if ran_out is not None and (last_on is None or last_on < ran_out.until):
        yield ran_out_words(ran_out)
    if touch.missed_on is not None:
        yield gettext("A visit was booked for %(day)s. Was somebody there? Log it.", day=day_words(touch.missed_on))


def remarks(name: str, homes: int, has_hub: bool) -> Iterator[str]:
    """Say what is missing of a constellation, so that nobody takes an empty list for a good one."""
    if not homes:
        yield gettext("%(name)s has no family yet.", name=name)
    elif not has_hub:
        yield gettext("%(name)s has no hub home today.", name=name)
    if homes == 1:
        yield gettext("%(name)s has one family only: there is nobody yet to whom it could be tied.", name=name)
