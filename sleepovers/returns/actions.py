"""Answering the questions of a return, submitting it, sending it back, locking it, and adding a note."""

import uuid

from constellations.access import Viewer, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from sleepovers.cards.names.queries import names_noticed
from sleepovers.returns import rules
from sleepovers.returns.figures.kept import kept_of
from sleepovers.returns.log.actions import take_turn
from sleepovers.returns.models import MonthlyReturn, ReturnNote
from sleepovers.returns.queries import figures_now, row_of
from sleepovers.returns.reading.queries import Door, carers_who_sign_in, door_to, homes_during, staff_to_tell
from sleepovers.returns.rules import Answers, ReturnState, Said
from sleepovers.returns.words import locked_news, sent_back_news, submitted_news

ANSWERED = ("resignations", "endings", "story")


def keep_answers(viewer: Viewer, constellation_id: uuid.UUID, month: Month, answers: Answers, version: int) -> None:
    """Keep what was answered so far. Raises NotTheHub, NotOpen, Overtaken, HowMany, StoryTooLong, MayName, NotFound."""
    with transaction():
        door, row = _to_write(viewer, constellation_id, month, version)
        _answer(row, _checked(door, answers))
        _note(viewer, row, "kept_return", ANSWERED)


def submit_return(viewer: Viewer, constellation_id: uuid.UUID, month: Month, answers: Answers, version: int) -> None:
    """Answer, and hand the return over with its figures as they are now: from then on these stand.

    Raises MonthNotOver and NotSaid too.
    """
    rules.must_be_over(month, viewer.today)
    with transaction():
        door, row = _to_write(viewer, constellation_id, month, version)
        rules.must_be_answered(answers)
        sound, snapshot = _checked(door, answers), dict(kept_of(figures_now(door, viewer.today)))
        _answer(row, sound)
        row.state, row.snapshot = ReturnState.SUBMITTED, snapshot
        row.submitted_by, row.submitted_at = viewer.person_id, clock.now()
        _note(viewer, row, "submitted_return", (*ANSWERED, "state", "snapshot"))
        news = submitted_news(door.constellation.name, month)
        tell(staff_to_tell(door.constellation, viewer.today), _news(row, "submitted", news))


def send_back(viewer: Viewer, constellation_id: uuid.UUID, month: Month, words: str, version: int) -> None:
    """Send a return back to the hub, with words. Raises NotSubmitted, Overtaken, NoWords, NotFound."""
    said = rules.tidy_words(words)
    with transaction():
        door, row = _to_decide(viewer, constellation_id, month, version)
        row.state, row.snapshot, row.submitted_by, row.submitted_at = ReturnState.OPEN, None, None, None
        _say(viewer, row, Said.SENT_BACK, said)
        _note(viewer, row, "sent_back_return", ("state", "snapshot"))
        tell(_hub_carers(door), _news(row, "sent-back", sent_back_news(month)))


def lock_return(viewer: Viewer, constellation_id: uuid.UUID, month: Month, version: int) -> None:
    """Lock a return: after that only notes are added. Raises NotSubmitted, Overtaken, NotFound."""
    with transaction():
        door, row = _to_decide(viewer, constellation_id, month, version)
        row.state, row.locked_by, row.locked_at = ReturnState.LOCKED, viewer.person_id, clock.now()
        _note(viewer, row, "locked_return", ("state",))
        tell(_hub_carers(door), _news(row, "locked", locked_news(month)), by_mail=False)


def add_note(viewer: Viewer, constellation_id: uuid.UUID, month: Month, words: str, sure: bool = False) -> None:
    """Add a note to a locked return. Raises NotLocked, NoWords, MayName, NotTheHub, NotFound."""
    said = rules.tidy_words(words)
    with transaction():
        door = door_to(viewer, constellation_id, month)
        if not (door.may_finish or viewer.may(Permission.LOCK_RETURNS)):
            raise rules.NotTheHub
        row = row_of(viewer, constellation_id, month)
        if row is None or row.state is not ReturnState.LOCKED:
            raise rules.NotLocked
        rules.must_name_nobody("words", _may_name(door, said), sure)
        _say(viewer, row, Said.NOTE, said)
        record(viewer, "noted_on_return", row.id, service_id=row.service_id)
        audit(viewer, Change("noted_on_return", "return_note", row.id, ("words",)), row.service_id)


def _to_write(viewer: Viewer, constellation_id: uuid.UUID, month: Month, version: int) -> tuple[Door, MonthlyReturn]:
    """A return that the viewer may write in, held; made where nobody has said anything of its month yet."""
    viewer.must(Permission.KEEP_RETURNS)
    door = door_to(viewer, constellation_id, month)
    if not door.may_finish:
        raise rules.NotTheHub
    take_turn(constellation_id)
    row = row_of(viewer, constellation_id, month)
    if row is not None and row.state is not ReturnState.OPEN:
        raise rules.NotOpen
    if (row.version if row else 0) != version:
        raise rules.Overtaken
    if row is None:
        service_id = door.constellation.service_id
        row = MonthlyReturn(service_id=service_id, constellation_id=constellation_id, month=month, month_end=month.end)
    return door, row


def _to_decide(viewer: Viewer, constellation_id: uuid.UUID, month: Month, version: int) -> tuple[Door, MonthlyReturn]:
    """A return that was submitted, held."""
    viewer.must(Permission.LOCK_RETURNS)
    door = door_to(viewer, constellation_id, month)
    take_turn(constellation_id)
    row = row_of(viewer, constellation_id, month)
    if row is None or row.state is not ReturnState.SUBMITTED:
        raise rules.NotSubmitted
    row = hold(viewer, MonthlyReturn, row.id)
    if row.version != version:
        raise rules.Overtaken
    return door, row


def _checked(door: Door, answers: Answers) -> Answers:
    sound = rules.must_be_sound(answers)
    rules.must_name_nobody("story", _may_name(door, sound.story), sound.sure)
    return sound


def _answer(row: MonthlyReturn, sound: Answers) -> None:
    row.resignations, row.endings, row.story = sound.resignations, sound.endings, sound.story


def _may_name(door: Door, words: str) -> bool:
    """Whether words may name a child who lives with a home of the constellation."""
    homes = homes_during(door.constellation.id, door.month.first, door.month.end)
    return bool(names_noticed({0: (words, frozenset(homes))}))


def _say(viewer: Viewer, row: MonthlyReturn, said: Said, words: str) -> None:
    session().add(ReturnNote(return_id=row.id, said=said, words=words, written_by=viewer.person_id))


def _hub_carers(door: Door) -> set[uuid.UUID]:
    return carers_who_sign_in({one.home_id for one in door.finishers})


def _note(viewer: Viewer, row: MonthlyReturn, action: str, fields: tuple[str, ...]) -> None:
    # Added here, with all that its checks ask for: what was asked meanwhile would have stored half of it.
    session().add(row)
    session().flush()
    record(viewer, action, row.id, service_id=row.service_id)
    audit(viewer, Change(action, "monthly_return", row.id, fields), row.service_id)


def _news(row: MonthlyReturn, what: str, words: str) -> News:
    """Said anew each time that a return goes back and forth."""
    return News(
        f"return/{row.id}/{what}/{row.version}", words, f"/constellations/{row.constellation_id}/returns/{row.month}"
    )
