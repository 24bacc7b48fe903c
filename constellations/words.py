"""What the words of constellations, homes, children and the calendar are called on the screen."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from constellations.events.answers.rules import Coming
from constellations.events.answers.words import heads_words
from constellations.events.rules import Circle, EventKind, Photos
from constellations.feeds.rules import Content, Detail
from constellations.permissions import Role
from constellations.rules import ChildStatus, ConstellationKind, HomeRole, HomeStatus, Nation, StayAuthority
from constellations.support.learning.words import hours_words

KIND_WORDS: dict[StrEnum, str] = {
    ConstellationKind.MOCKINGBIRD: _("Mockingbird constellation"),
    ConstellationKind.HIVE: _("Hive"),
}

NATION_WORDS: dict[StrEnum, str] = {
    Nation.ENGLAND: _("England"),
    Nation.WALES: _("Wales"),
    Nation.SCOTLAND: _("Scotland"),
    Nation.NORTHERN_IRELAND: _("Northern Ireland"),
}

HOME_STATUS_WORDS: dict[StrEnum, str] = {
    HomeStatus.ACTIVE: _("active"),
    HomeStatus.ON_HOLD: _("on hold"),
    HomeStatus.AWAY: _("away"),
    HomeStatus.RESPITE_ONLY: _("respite only"),
    HomeStatus.LEFT: _("left"),
}

HOME_ROLE_WORDS: dict[StrEnum, str] = {
    HomeRole.HUB: _("hub home"),
    HomeRole.SATELLITE: _("satellite"),
}

CHILD_STATUS_WORDS: dict[StrEnum, str] = {
    ChildStatus.LOOKED_AFTER: _("looked after"),
    ChildStatus.KINSHIP: _("kinship care"),
    ChildStatus.SHORT_BREAK: _("short break"),
    ChildStatus.SPECIAL_GUARDIANSHIP: _("special guardianship"),
    ChildStatus.ADOPTED: _("adopted"),
    ChildStatus.STAYING_PUT: _("staying put"),
}

STAY_AUTHORITY_WORDS: dict[StrEnum, str] = {
    StayAuthority.DELEGATED: _("the carers decide"),
    StayAuthority.ASK_FIRST: _("ask the child’s social worker first"),
    StayAuthority.NOT_ALLOWED: _("not allowed"),
    StayAuthority.UNKNOWN: _("not known, so ask first"),
}

ROLE_WORDS: dict[StrEnum, str] = {
    Role.HUB_CARER: _("hub carer"),
    Role.SATELLITE_CARER: _("satellite carer"),
    Role.LIAISON: _("liaison worker"),
    Role.MANAGER: _("service manager"),
    Role.FINANCE: _("finance"),
    Role.REGIONAL: _("regional viewer"),
}

EVENT_KIND_WORDS: dict[StrEnum, str] = {
    EventKind.GATHERING: _("gathering"),
    EventKind.CARERS_MEETING: _("carers’ meeting"),
    EventKind.TRAINING: _("training"),
    EventKind.SUPPORT_GROUP: _("support group"),
    EventKind.FAMILY_TIME: _("family time"),
    EventKind.MEETING: _("meeting"),
}

CIRCLE_WORDS: dict[StrEnum, str] = {
    Circle.CONSTELLATIONS: _("for the constellation"),
    Circle.SERVICE: _("for the whole service"),
    Circle.HOME: _("for one family only"),
}

PHOTOS_WORDS: dict[StrEnum, str] = {
    Photos.NONE: _("no photos, please"),
    Photos.ASK: _("ask before you take a photo"),
    Photos.WELCOME: _("photos are welcome"),
}

COMING_WORDS: dict[StrEnum, str] = {
    Coming.GOING: _("going"),
    Coming.MAYBE: _("maybe"),
    Coming.NO: _("not coming"),
}

CONTENT_WORDS: dict[StrEnum, str] = {
    Content.EVENTS: _("gatherings, meetings and whatever else is on"),
    Content.STAYS: _("sleepovers at your home, and those of the children who live with you"),
    Content.NIGHTS: _("sleepovers of the whole constellation"),
    Content.TASKS: _("what you still have to say in Roost"),
}

DETAIL_WORDS: dict[StrEnum, str] = {
    Detail.BUSY: _("only that you are busy"),
    Detail.KIND: _("what kind of thing it is, such as “Gathering” or “Sleepover”: no child, no place"),
    Detail.INITIALS: _("children by their initials; gatherings and meetings by their kind alone"),
    Detail.FULL: _("gatherings and meetings in full, with their place; children by their initials"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Role: ROLE_WORDS,
    Content: CONTENT_WORDS,
    Detail: DETAIL_WORDS,
    ConstellationKind: KIND_WORDS,
    Nation: NATION_WORDS,
    HomeStatus: HOME_STATUS_WORDS,
    HomeRole: HOME_ROLE_WORDS,
    ChildStatus: CHILD_STATUS_WORDS,
    StayAuthority: STAY_AUTHORITY_WORDS,
    EventKind: EVENT_KIND_WORDS,
    Circle: CIRCLE_WORDS,
    Photos: PHOTOS_WORDS,
    Coming: COMING_WORDS,
}


def in_words(value: StrEnum) -> str:
    """Say a word of ours as people say it, in the reader's language."""
    return str(WORDS[type(value)][value])


def words_of(kind: type[StrEnum]) -> dict[str, str]:
    """All words of a kind and how they are said, for the choices of a form."""
    return {value.value: words for value, words in WORDS[kind].items()}


FILTERS = {"in_words": in_words, "heads_words": heads_words, "hours_words": hours_words}
"""What templates may call: `{{ home.status | in_words }}`, `{{ adults | heads_words(children) }}`."""
