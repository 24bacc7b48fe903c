"""How long what is said is kept, what worried somebody, and who read or held what they were not in."""

from functools import partial

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, delete, select, update

from constellations.keeping.declaration import Kept as KindOfRecord
from constellations.keeping.declaration import OwnWay, Rows
from constellations.keeping.rules import FIFTY_YEARS, TEN_YEARS, Cut, Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_people, of_service
from constellations.rights.holds.queries import held_child_ids
from messaging.announcements.models import Announcement, GotIt
from messaging.attachments.models import Attachment
from messaging.keeping.models import LegalHold, WordsTaken
from messaging.keeping.queries import is_held
from messaging.keeping.removing.actions import remove_earlier_words, remove_talk
from messaging.keeping.removing.queries import announcements_too_old, earlier_words_too_old, messages_too_old
from messaging.keeping.rules import Kept
from messaging.keeping.words import KEPT_WORDS
from messaging.models import EarlierWords, Mention, Message, Reaction
from messaging.polls.models import Poll, PollAnswer, Vote
from messaging.safeguarding.models import Concern, ConcernChild, ConcernNote, Look
from messaging.search.models import MessageWords

MESSAGES = (Message, MessageWords, Attachment, Mention, Reaction, Poll, PollAnswer, Vote)

CHOICE = Limits(1, FIFTY_YEARS, for_ever=True)

AS_CHOSEN = _(
    "The service decides: what is said is its record until it chooses (UK GDPR, article 5(1)(e)). 24 months are enough "
    "for most. A concern or a hold keeps a conversation whole."
)
WHO_LOOKED = _("Who read what is asked years later: as long as the carer’s record.")


def _would_go(kept: Kept, cut: Cut) -> int:
    announcements = announcements_too_old(cut) if kept is Kept.CONSTELLATION else 0
    return messages_too_old(kept, cut) + announcements


def _remove(kept: Kept, cut: Cut) -> int:
    return remove_talk(kept, cut).total()


def _remove_earlier(cut: Cut) -> int:
    return remove_earlier_words(cut).total()


def _talk(kept: Kept) -> KindOfRecord:
    is_of_constellation = kept is Kept.CONSTELLATION
    return KindOfRecord(
        kind=f"talk_{kept.value}",
        words=KEPT_WORDS[kept],
        counted_from=_("the moment at which it was said"),
        source=AS_CHOSEN,
        unit=Unit.MONTHS,
        usual=None,
        limits=CHOICE,
        tables=(*MESSAGES, Announcement, GotIt) if is_of_constellation else MESSAGES,
        own_way=OwnWay(partial(_would_go, kept), partial(_remove, kept)),
    )


EARLIER = KindOfRecord(
    kind="talk_earlier",
    words=KEPT_WORDS[Kept.EARLIER],
    counted_from=_("the moment at which it was changed or removed"),
    source=AS_CHOSEN,
    unit=Unit.MONTHS,
    usual=None,
    limits=CHOICE,
    tables=(EarlierWords,),
    own_way=OwnWay(earlier_words_too_old, _remove_earlier),
)

TALK = (_talk(Kept.CONSTELLATION), _talk(Kept.ABOUT), _talk(Kept.PEOPLE), EARLIER)
"""What people say."""


def _stands_in_held() -> ColumnElement[bool]:
    """Whether the message that a concern is about stands in a conversation of which nothing goes."""
    about = select(Message.id).where(Message.id == Concern.message_id, is_held(Message.conversation_id))
    return about.exists()


def _is_of_held_child() -> ColumnElement[bool]:
    """Whether the note that a concern is about is of a child who is held."""
    of_held = select(ConcernChild.concern_id).where(
        ConcernChild.concern_id == Concern.id, ConcernChild.child_id.in_(held_child_ids())
    )
    return of_held.exists()


CONCERNS = KindOfRecord(
    kind="concerns",
    words=_("What worried somebody, with the notes to it"),
    counted_from=_("the day on which it was closed; an open one stays"),
    source=_(
        "Working Together to Safeguard Children: what is said of somebody who works with children is kept at least ten "
        "years. The child’s case record is the council’s."
    ),
    unit=Unit.MONTHS,
    usual=None,
    limits=Limits(TEN_YEARS, FIFTY_YEARS, for_ever=True),
    tables=(Concern, ConcernChild, ConcernNote),
    rows=(
        Rows(
            Concern,
            lambda cut: (
                of_service(Concern.service_id, cut),
                Concern.closed_at < cut.begins,
                nobody_held(Concern.author_id),
                nobody_held(Concern.raised_by),
                ~_is_of_held_child(),
                ~_stands_in_held(),
            ),
            lambda keys: (
                delete(ConcernNote).where(ConcernNote.concern_id.in_(keys)),
                delete(ConcernChild).where(ConcernChild.concern_id.in_(keys)),
                update(Look).where(Look.concern_id.in_(keys)).values(concern_id=None),
            ),
        ),
    ),
)

LOOKS = KindOfRecord(
    kind="looks",
    words=_("Who read a conversation they were not in, or took a copy of somebody’s words, and why"),
    counted_from=_("the moment at which it was read or taken"),
    source=WHO_LOOKED,
    unit=Unit.MONTHS,
    usual=TEN_YEARS,
    limits=Limits(72, FIFTY_YEARS, for_ever=True),
    tables=(Look, WordsTaken),
    rows=(
        Rows(Look, lambda cut: (Look.at < cut.begins, of_people(Look.person_id, cut), ~is_held(Look.conversation_id))),
        Rows(
            WordsTaken,
            lambda cut: (
                of_service(WordsTaken.service_id, cut),
                WordsTaken.at < cut.begins,
                nobody_held(WordsTaken.person_id),
                nobody_held(WordsTaken.taken_by),
            ),
        ),
    ),
)

HOLDS = KindOfRecord(
    kind="lifted_holds",
    words=_("Legal holds of conversations that were lifted"),
    counted_from=_("the day on which it was lifted; one that stands stays"),
    source=_("Why something was kept, or went, is asked years later: as long as who read it."),
    unit=Unit.MONTHS,
    usual=TEN_YEARS,
    limits=Limits(72, FIFTY_YEARS, for_ever=True),
    tables=(LegalHold,),
    rows=(
        Rows(
            LegalHold,
            lambda cut: (of_service(LegalHold.service_id, cut), LegalHold.lifted_at < cut.begins),
        ),
    ),
)

KEPT = (*TALK, CONCERNS, LOOKS, HOLDS)
"""What kept.py of the package hands over."""
