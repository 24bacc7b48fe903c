"""How a family's answer, and how many people come, are said."""

from flask_babel import gettext, ngettext

from constellations.events.answers.rules import Coming


def heads_words(adults: int, children: int) -> str:
    """Say how many people, as `2 adults and 3 children`."""
    grown = ngettext("%(num)s adult", "%(num)s adults", adults)
    young = ngettext("%(num)s child", "%(num)s children", children)
    if not children:
        return str(grown)
    return str(gettext("%(adults)s and %(children)s", adults=grown, children=young)) if adults else str(young)


def answer_words(said: Coming, adults: int, children: int, *, waits: bool) -> str:
    """Say what a family answered, when it has just done so."""
    if said is Coming.NO:
        return str(gettext("Thank you. You are not coming."))
    heads = heads_words(adults, children)
    if waits:
        return str(gettext("All places are taken. You wait for places: %(heads)s. You are told.", heads=heads))
    if said is Coming.MAYBE:
        return str(gettext("Thank you. Maybe you come: %(heads)s.", heads=heads))
    return str(gettext("Thank you. You are going: %(heads)s.", heads=heads))
