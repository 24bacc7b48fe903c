"""How ties, shares and months are said, and what stands in their files."""

from collections import Counter

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from constellations.core.tables import as_csv
from constellations.core.words import full_day_words
from constellations.rules import ConstellationKind
from sleepovers.picture.giving.rules import Flow, Large, Other, Unused
from sleepovers.picture.page import PicturePage
from sleepovers.picture.rules import HubChange, Period, Standing, Strength, Together
from sleepovers.picture.year.page import YearPage

PERIOD_WORDS: dict[Period, str] = {Period.SIXTY_DAYS: _("60 days"), Period.YEAR: _("12 months")}

STRENGTH_WORDS: dict[Strength, str] = {
    Strength.SELDOM: _("seldom"),
    Strength.SOMETIMES: _("now and then"),
    Strength.OFTEN: _("often"),
}

FLOW_WORDS: dict[Flow, str] = {
    Flow.BY_HUB: _("at the hub home"),
    Flow.AMONG_SATELLITES: _("satellites for each other"),
    Flow.FOR_HUB: _("satellites for the hub home"),
    Flow.ELSEWHERE: _("with homes that are not of this constellation"),
}

TIE_COLUMNS = (
    *("constellation", "first_day", "last_day", "home", "other_home"),
    *("nights", "visits", "events", "talk_days", "days_in_touch", "strength"),
)
HOME_COLUMNS = (
    *("constellation", "first_day", "last_day", "home", "role", "left_on", "standing"),
    *("hosted_nights", "hosted_for_hub", "hosted_for_satellites", "hosted_for_others"),
    *("received_nights", "received_from_hub", "received_from_satellites", "received_from_others"),
    *("visits_given", "visits_received", "gatherings_hosted"),
)
MONTH_COLUMNS = (
    *("constellation", "month", "is_known", "nights", "nights_hub", "nights_satellites", "beds_used", "bed_nights"),
    *("events", "registers", "families", "families_came", "asks_met", "asks_unmet"),
)
GATHERING_COLUMNS = (
    *("constellation", "day", "kind", "title", "register_kept", "families", "families_came", "adults", "children"),
)


def standing_words(standing: Standing, period: Period, kind: ConstellationKind) -> str:
    """Say how a family is tied: "only tied to the hub home"."""
    if standing is Standing.NO_TIE:
        said = gettext("no tie in %(period)s", period=PERIOD_WORDS[period])
    elif standing is Standing.NEW:
        said = gettext("joined a short time ago")
    elif standing is Standing.TIED:
        said = gettext("tied to others")
    elif kind is ConstellationKind.HIVE:
        said = gettext("only tied to the support worker’s home")
    else:
        said = gettext("only tied to the hub home")
    return str(said)


def large_host_words(large: Large, home: str) -> str:
    """Say that a home carried much: "Kelly had 24 of 30 nights to stay: 80 in 100."."""
    said: str = gettext(
        "%(home)s had %(nights)s of %(all)s nights to stay: %(share)s in 100.",
        home=home,
        nights=large.nights,
        all=large.of_all,
        share=large.in_hundred,
    )
    return said


def large_family_words(large: Large, home: str) -> str:
    """Say that a family's children slept elsewhere often."""
    said: str = gettext(
        "The children of %(home)s had %(nights)s of %(all)s nights: %(share)s in 100.",
        home=home,
        nights=large.nights,
        all=large.of_all,
        share=large.in_hundred,
    )
    return said


def unused_words(unused: Unused, home: str) -> str:
    """Say that a family had no sleepover for long, and when it last had one."""
    if unused.last is None:
        said: str = gettext("%(home)s: no sleepover in 90 days, and none known in the last 12 months.", home=home)
    else:
        day = full_day_words(unused.last)
        said = gettext("%(home)s: no sleepover in 90 days; the last was on %(day)s.", home=home, day=day)
    return said


def hub_change_words(change: HubChange) -> str:
    """Say that another home became the hub, for nights are counted by what a home was on them."""
    said: str = gettext(
        "%(home)s became the hub home on %(day)s, after %(before)s. Each night is counted by what a home was on it.",
        home=change.home,
        day=full_day_words(change.day),
        before=change.before,
    )
    return said


def untold_words(untold: int) -> str:
    """Say how many nights are not counted yet."""
    said: str = ngettext(
        "%(num)s night that is over waits to be confirmed. It is not counted here.",
        "%(num)s nights that are over wait to be confirmed. They are not counted here.",
        untold,
    )
    return said


def ties_as_csv(page: PicturePage) -> str:
    """A row for each two homes that had to do with each other; talk is blank where the reader is not told of it."""
    rows = (
        [
            *(page.name, page.first, page.last, line.home, line.other),
            *(line.tie.counts[what] for what in (Together.NIGHT, Together.BY_DAY, Together.EVENT)),
            *(line.talk_days, len(line.tie.days), line.strength.value),
        ]
        for line in page.ties
    )
    return as_csv(TIE_COLUMNS, rows)


def homes_as_csv(page: PicturePage) -> str:
    """A row for each home, with what it gave and took; how it is tied is for staff."""
    rows = (
        [
            *(page.name, page.first, page.last, line.home, line.role and line.role.value, line.left_on),
            line.standing and line.standing.value,
            *_nights(line.share.hosted),
            *_nights(line.share.received),
            *(line.share.visits_given, line.share.visits_received, line.share.gatherings),
        ]
        for line in page.shares
    )
    return as_csv(HOME_COLUMNS, rows)


def months_as_csv(page: YearPage) -> str:
    """A row for each month; asks are for staff."""
    rows = (
        [
            *(page.name, str(one.month), one.is_known, one.nights, one.nights_hub, one.nights_satellites),
            *(one.beds_used, one.bed_nights, one.events, one.registers, one.families, one.families_came),
            *((one.wanted.met, one.wanted.unmet) if one.wanted else (None, None)),
        ]
        for one in page.months
    )
    return as_csv(MONTH_COLUMNS, rows)


def gatherings_as_csv(page: YearPage) -> str:
    """A row for each event of these months."""
    rows = (
        [
            *(page.name, line.gathering.day, line.gathering.kind.value, line.gathering.title, line.gathering.is_kept),
            *(line.families, line.families_came, line.gathering.adults, line.gathering.children),
        ]
        for line in page.gatherings
    )
    return as_csv(GATHERING_COLUMNS, rows)


def _nights(counted: Counter[Other]) -> list[int]:
    return [counted.total(), *(counted[other] for other in Other)]
