"""Handing a child over: notes each way, what goes into the bag, and what was seen in it."""

import uuid
from collections.abc import Collection

from flask_babel import gettext

from constellations.access import Viewer
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.ids import new_id
from constellations.notices.actions import News, tell
from constellations.people.told.queries import carers_at
from constellations.permissions import Permission
from sleepovers.asks.telling.actions import journey_words
from sleepovers.asks.telling.queries import homes_of_children
from sleepovers.cards.actions import note_read
from sleepovers.cards.handover import rules
from sleepovers.cards.handover.queries import HandoverPage, handover_page, things_held, words_packed
from sleepovers.cards.handover.rules import Way
from sleepovers.cards.models import HandoverNote, PackedThing
from sleepovers.cards.queries import AtDoor, at_door
from sleepovers.cards.rules import Shown


def read_handover(viewer: Viewer, stay_id: uuid.UUID) -> HandoverPage:
    """The hand-over of a stay, with a line that the viewer has read it; raises as `at_door` does."""
    viewer.must(Permission.READ_STAY_CARDS)
    with transaction():
        page = handover_page(viewer, stay_id)
        note_read(viewer, page.door.stay.child_id, Shown.HANDOVER, stay_id)
        return page


def write_note(viewer: Viewer, stay_id: uuid.UUID, words: str, way: Way = Way.THERE) -> None:
    """Tell the other home something; a carer's own side says which way it goes, staff say it themselves.

    Raises NoNote, NoteTooLong, NoHandoverNow, and as `at_door` does.
    """
    viewer.must(Permission.HAND_OVER)
    note = rules.tidy_note(words)
    with transaction():
        door = _door(viewer, stay_id)
        went = _own_way(viewer, door) or way
        row = HandoverNote(id=new_id(), stay_id=stay_id, way=went, words=note, person_id=viewer.person_id)
        session().add(row)
        _note_done(viewer, door, "wrote_handover_note", ("words",))
        _tell_the_other_home(viewer, door, row)


def pack(viewer: Viewer, stay_id: uuid.UUID, text: str, off: Collection[uuid.UUID] = ()) -> None:
    """Put things on the list, one on a line, and take some off; what the host adds goes home only.

    Raises NoThing, ThingTooLong, TooManyThings, NoHandoverNow, and as `at_door` does.
    """
    viewer.must(Permission.HAND_OVER)
    with transaction():
        door = _door(viewer, stay_id)
        for thing in things_held(viewer, stay_id) if off else ():
            if thing.id in off:
                session().delete(thing)
        session().flush()
        if text.strip() or not off:
            new = rules.things_in(text, words_packed(viewer, stay_id))
            only_home = _own_way(viewer, door) is Way.HOME
            for thing_words in new:
                added = PackedThing(stay_id=stay_id, words=thing_words, only_home=only_home, added_by=viewer.person_id)
                session().add(added)
                # One after the other: what is stored together has no order of its own.
                session().flush()
        _note_done(viewer, door, "packed", ("words",))


def tick(
    viewer: Viewer, stay_id: uuid.UUID, way: Way, shown: Collection[uuid.UUID], ticked: Collection[uuid.UUID]
) -> None:
    """Say what is in the bag, one way; what others ticked since the page was made stays as they left it.

    Raises NoHandoverNow, and as `at_door` does.
    """
    viewer.must(Permission.HAND_OVER)
    with transaction():
        door = _door(viewer, stay_id)
        changed = rules.changed_ticks({str(key) for key in shown}, {str(key) for key in ticked})
        for thing in things_held(viewer, stay_id):
            if str(thing.id) in changed:
                _tick_one(viewer, thing, way, changed[str(thing.id)])
        _note_done(viewer, door, "ticked_packing", (f"{way.value}_at",))


def _tick_one(viewer: Viewer, thing: PackedThing, way: Way, on: bool) -> None:
    at, by = (clock.now(), viewer.person_id) if on else (None, None)
    if way is Way.THERE:
        thing.there_at, thing.there_by = at, by
    else:
        thing.home_at, thing.home_by = at, by


def _door(viewer: Viewer, stay_id: uuid.UUID) -> AtDoor:
    door = at_door(viewer, stay_id)
    rules.must_have_somebody(door.stay.state)
    return door


def _own_way(viewer: Viewer, door: AtDoor) -> Way | None:
    """Which way goes what a carer writes: from the child's home there, from the host home; none for staff."""
    if not viewer.is_carer:
        return None
    return Way.THERE if door.is_keeper else Way.HOME


def _note_done(viewer: Viewer, door: AtDoor, action: str, fields: tuple[str, ...]) -> None:
    record(viewer, action, door.stay.id, service_id=door.stay.service_id)
    audit(viewer, Change(action, "stay", door.stay.id, fields), door.stay.service_id)


def _tell_the_other_home(viewer: Viewer, door: AtDoor, note: HandoverNote) -> None:
    """Tell who should read a note that it is there; a host only once the door is open."""
    stay, is_for_host = door.stay, note.way is Way.THERE
    if is_for_host and not door.is_open:
        return
    homes = {stay.host_id} if is_for_host else homes_of_children([stay.child_id], viewer.today)
    path = f"/stays/{stay.id}/handover"
    words = gettext("There is a hand-over note for you: %(when)s.", when=journey_words(stay))
    people = {person for person in carers_at(homes) if person != viewer.person_id}
    tell(people, News(f"{path}/{note.id}", words, path))
