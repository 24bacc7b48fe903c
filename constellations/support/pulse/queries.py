"""A carer's own months, and what is shared with whoever asks; never a list of several carers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, Permission
from constellations.support.pairs.models import Pair
from constellations.support.pulse.models import PulseAnswer
from constellations.support.pulse.rules import PulseWord, Sharing, strip


@dataclass(frozen=True, slots=True)
class OwnPulse:
    """A carer's twelve months, what stands for the running one, and with whom it can be shared."""

    strip: Sequence[tuple[Month, PulseWord | None]]
    month: Month
    said: PulseWord | None
    shared_with: Sharing
    may_share: Sequence[Sharing]


@dataclass(frozen=True, slots=True)
class SharedPulse:
    """What one carer shares with the viewer: words of this month and the one before."""

    person_id: uuid.UUID
    who: str
    said: Sequence[tuple[Month, PulseWord]]


def own_pulse(viewer: Viewer) -> OwnPulse:
    """The viewer's own months."""
    viewer.must(Permission.ANSWER_PULSE)
    mine = visible(viewer, PulseAnswer).where(PulseAnswer.person_id == viewer.person_id)
    rows = {row.month: row for row in session().scalars(mine)}
    month = Month.of(viewer.today)
    now = rows.get(month)
    return OwnPulse(
        strip=strip({at: row.said for at, row in rows.items()}, viewer.today),
        month=month,
        said=now.said if now else None,
        shared_with=now.shared_with if now else Sharing.NOBODY,
        may_share=tuple(one for one in Sharing if one is Sharing.NOBODY or readers_of(viewer, one)),
    )


def is_asked(viewer: Viewer) -> bool:
    """Whether the viewer has said nothing of the running month."""
    said = visible(viewer, PulseAnswer).where(
        PulseAnswer.person_id == viewer.person_id, PulseAnswer.month == Month.of(viewer.today)
    )
    return viewer.may(Permission.ANSWER_PULSE) and session().scalars(said).one_or_none() is None


def shared_pulse(viewer: Viewer, person_id: uuid.UUID) -> SharedPulse:
    """What one carer shares with the viewer, perhaps nothing; raises NotFound where nobody could share with them.

    A liaison worker is answered of the carers looked after, a buddy or mentor of whom they help.
    """
    viewer.must(Permission.READ_PULSE)
    person = session().scalars(covering(Viewer.system(), select(Person).where(Person.id == person_id))).one_or_none()
    if person is None or person.role not in CARERS or person.home_id is None:
        raise NotFound
    if viewer.is_carer:
        _must_help(viewer, person_id)
    else:
        find(viewer, Home, person.home_id)
    said = visible(viewer, PulseAnswer).where(PulseAnswer.person_id == person_id).order_by(PulseAnswer.month.desc())
    words = tuple((row.month, row.said) for row in session().scalars(said))
    return SharedPulse(person_id, person.name, words)


def readers_of(viewer: Viewer, sharing: Sharing) -> set[uuid.UUID]:
    """Who would read a word that the viewer shares so: buddies and mentors of today, or liaison workers."""
    if sharing is Sharing.PAIR:
        helpers = select(Pair.helper_id).where(Pair.carer_id == viewer.person_id, holds_on(Pair, viewer.today))
        return set(session().scalars(covering(viewer, helpers, Pair)))
    if sharing is Sharing.LIAISON:
        workers = (
            select(LiaisonAssignment.person_id)
            .join(Membership, Membership.constellation_id == LiaisonAssignment.constellation_id)
            .where(
                Membership.home_id == viewer.home_id,
                holds_on(Membership, viewer.today),
                holds_on(LiaisonAssignment, viewer.today),
            )
        )
        return set(session().scalars(covering(viewer, workers, LiaisonAssignment, through=(Membership,))))
    return set()


def _must_help(viewer: Viewer, person_id: uuid.UUID) -> None:
    mine = visible(viewer, Pair).where(
        Pair.carer_id == person_id, Pair.helper_id == viewer.person_id, holds_on(Pair, viewer.today)
    )
    if session().scalars(mine).first() is None:
        raise NotFound
