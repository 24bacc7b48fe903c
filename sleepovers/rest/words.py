"""How it is said that a home could do with a rest: of people and nights, never of money or of who hosts more."""

from flask_babel import gettext, ngettext

from constellations.core.clock import Month
from constellations.core.words import month_words


def month_news(home: str, month: Month, nights: int, is_second: bool) -> str:
    """Tell a liaison worker that a home has had many nights in a month."""
    said = {"home": home, "nights": nights, "month": month_words(month)}
    if is_second:
        words: str = gettext(
            "%(home)s has had %(nights)s nights with children to stay in %(month)s. "
            "Please ask them soon how they are, and which other home could take the next sleepover.",
            **said,
        )
    else:
        words = gettext(
            "%(home)s has had %(nights)s nights with children to stay in %(month)s. "
            "It is a good time to ask how they are, and whether another home could have a turn.",
            **said,
        )
    return words


def weekends_news(home: str, weekends: int) -> str:
    """Tell a liaison worker that a home has had no free weekend for a while."""
    words: str = gettext(
        "%(home)s has had a child to stay on each of the last %(weekends)s weekends. "
        "Please ask them how they are, and which other home could take the next one.",
        home=home,
        weekends=weekends,
    )
    return words


def stay_news(home: str, nights: int) -> str:
    """Tell a liaison worker that one stay has become long; no child is named."""
    words: str = ngettext(
        "A stay at %(home)s has come to %(num)s night. Please ask how everybody is, and what comes after it.",
        "A stay at %(home)s has come to %(num)s nights. Please ask how everybody is, and what comes after it.",
        nights,
        home=home,
    )
    return words


def full_month_words(home: str, month: Month, nights: int, is_own: bool) -> str:
    """Say beside an ask how full a month of the home would be; to the home itself as "you"."""
    said = {"home": home, "nights": nights, "month": month_words(month)}
    if is_own:
        words: str = gettext(
            "With this you have %(nights)s nights with children to stay in %(month)s. "
            "Yes or no is both fine; you can also name another home.",
            **said,
        )
    else:
        words = gettext(
            "With this %(home)s has %(nights)s nights with children to stay in %(month)s. "
            "You can ask all the same; another home could have a turn too.",
            **said,
        )
    return words


def full_weekends_words(home: str, weekends: int, is_own: bool) -> str:
    """Say beside an ask how many weekends in a row a home would have a child to stay."""
    said = {"home": home, "weekends": weekends}
    if is_own:
        words: str = gettext(
            "This makes %(weekends)s weekends in a row with a child to stay. "
            "Yes or no is both fine; you can also name another home.",
            **said,
        )
    else:
        words = gettext(
            "This makes %(weekends)s weekends in a row with a child to stay at %(home)s. "
            "You can ask all the same; another home could have a turn too.",
            **said,
        )
    return words


def long_stay_words(nights: int, level: int) -> str:
    """Say beside an ask that the stay would be long."""
    words: str = gettext(
        "%(nights)s nights are a long stay: from %(level)s nights on your liaison worker asks how everybody is.",
        nights=nights,
        level=level,
    )
    return words
