"""Saying how a month is, choosing who reads it, taking it back.

Nothing of this goes into the activity log or the audit log: that somebody answered is nobody's business either.
"""

from flask_babel import gettext
from sqlalchemy import delete

from constellations.access import Viewer, covering, hold, visible
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.notices.models import Notice
from constellations.permissions import Permission
from constellations.support.pulse.models import PulseAnswer
from constellations.support.pulse.queries import readers_of
from constellations.support.pulse.rules import (
    NobodyToShareWith,
    NoSuchMonth,
    PulseWord,
    Sharing,
    first_read,
)

UNSYNCHRONISED = {"synchronize_session": False}
"""Of what is removed, nothing is read again in the same transaction."""


def say_how_it_is(viewer: Viewer, said: PulseWord) -> None:
    """Give the running month a word; another one takes its place. Nobody else reads it until it is shared.

    With another word the sharing of the first ends: they chose who reads that one, not this.
    """
    viewer.must(Permission.ANSWER_PULSE)
    with transaction() as here:
        row = _of_month(viewer, Month.of(viewer.today))
        if row is None:
            row = PulseAnswer(person_id=viewer.person_id, month=Month.of(viewer.today), shared_with=Sharing.NOBODY)
        elif row.said is not said:
            _forget_notices(viewer, row.month)
            row.shared_with, row.shared_on = Sharing.NOBODY, None
        row.said = said
        here.add(row)


def share_pulse(viewer: Viewer, sharing: Sharing) -> None:
    """Choose who reads the word of the running month; those are told that there is one, not which.

    Raises NoSuchMonth where nothing was said, NobodyToShareWith.
    """
    viewer.must(Permission.ANSWER_PULSE)
    with transaction():
        row = _of_month(viewer, Month.of(viewer.today))
        if row is None:
            raise NoSuchMonth
        readers = readers_of(viewer, sharing)
        if sharing is not Sharing.NOBODY and not readers:
            raise NobodyToShareWith
        _forget_notices(viewer, row.month)
        row.shared_with = sharing
        row.shared_on = viewer.today if readers else None
        words = gettext("%(name)s would like you to know how this month is.", name=viewer.name)
        tell(readers, News(_once(viewer, row.month), words, f"/people/{viewer.person_id}/pulse"))


def take_back_pulse(viewer: Viewer, month: Month) -> None:
    """Take the word of one of one's own months back: nothing of it is left. Raises NoSuchMonth."""
    viewer.must(Permission.ANSWER_PULSE)
    with transaction() as here:
        row = _of_month(viewer, month)
        if row is None:
            raise NoSuchMonth
        here.delete(row)
        _forget_notices(viewer, month)


def _of_month(viewer: Viewer, month: Month) -> PulseAnswer | None:
    """The viewer's own word of a month; whoever changes it is alone with it."""
    if viewer.person_id is None:
        raise NotFound
    hold(viewer, Person, viewer.person_id)
    mine = visible(viewer, PulseAnswer).where(PulseAnswer.person_id == viewer.person_id, PulseAnswer.month == month)
    return session().scalars(mine).one_or_none()


def _once(viewer: Viewer, month: Month) -> str:
    return f"pulse:{viewer.person_id}:{month}"


def _forget_notices(viewer: Viewer, month: Month) -> None:
    """Take back what others were told of a word, so that it is shared anew or not at all."""
    if month >= first_read(viewer.today):
        told = delete(Notice).where(Notice.once == _once(viewer, month))
        session().execute(covering(Viewer.system(), told), execution_options=UNSYNCHRONISED)
