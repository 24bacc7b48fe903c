"""How the figures of a region are said."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from constellations.region.rules import FEW, Told
from sleepovers.region.rules import Figure, ItemMet

FIGURE_WORDS: dict[Figure, str] = {
    Figure.CONSTELLATIONS: _("Constellations"),
    Figure.CHECKLISTS_MET: _("Checklist met"),
    Figure.HOMES: _("Homes"),
    Figure.BEDS: _("Beds"),
    Figure.NIGHTS: _("Nights"),
    Figure.ASKS: _("Asks"),
    Figure.ASKS_MET: _("Asks met"),
    Figure.GATHERINGS: _("Gatherings"),
    Figure.JOINED: _("Joined"),
    Figure.LEFT: _("Left"),
}


def told_words(one: Told | None) -> str:
    """Say a number as it may be told: "12", "fewer than 5", "95 to 98", "not told"."""
    if one is None:
        return str(gettext("not told"))
    if one.is_exact:
        return str(one.least)
    if one.most <= FEW:
        return str(gettext("fewer than 5"))
    return str(gettext("%(least)s to %(most)s", least=one.least, most=one.most))


def item_words(one: ItemMet) -> str:
    """Say in how many constellations an item is met: "11 of 14", "about 9 in 10", "too few to say"."""
    if one.told is not None:
        return str(gettext("%(met)s of %(all)s", met=told_words(one.told), all=one.of))
    if one.tenths is not None:
        return str(gettext("about %(num)s in 10", num=one.tenths))
    return str(gettext("too few to say"))
