"""Writing into the support log, putting a line right, and taking it back."""

import uuid
from dataclasses import replace

from sqlalchemy import select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record, record_opposite
from constellations.activity.rules import Change
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.models import Constellation
from constellations.permissions import Permission
from sleepovers.cards.names.queries import names_noticed
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.log import rules
from sleepovers.returns.log.queries import entry_of, log_to_write, member_spans, month_is_open
from sleepovers.returns.log.rules import Helped
from sleepovers.returns.models import SupportEntry
from sleepovers.returns.reading.queries import Around, homes_during
from sleepovers.returns.rules import must_name_nobody

HELPED_FAMILY, TOOK_BACK_HELP = "helped_family", "took_back_help"
"""Participation in the activity log: the hub helped."""

WAS_HELPED, WAS_NOT_HELPED = "was_helped", "was_not_helped"
"""The same of the family, where the hub spoke with it."""

SPOKE_WITH = frozenset({Help.CARERS, Help.CHECK_IN})

FIELDS = ("home_id", "help", "helped_on", "times", "minutes", "children", "note")


def write_down_help(viewer: Viewer, constellation_id: uuid.UUID, helped: Helped) -> uuid.UUID:
    """Write down how the viewer's hub helped a home; gives the line's id.

    Raises the errors of `rules.py`, MayName, NotFound.
    """
    viewer.must(Permission.KEEP_RETURNS)
    rules.must_be_sound(helped, viewer.today)
    with transaction() as here:
        around = month_to_write(viewer, constellation_id, helped)
        row = SupportEntry(
            service_id=around.constellation.service_id,
            constellation_id=constellation_id,
            hub_id=viewer.home_id,
            written_by=viewer.person_id,
        )
        _fill(row, helped)
        here.add(row)
        here.flush()
        _note_help(viewer, row)
        audit(viewer, Change("helped_family", "support_entry", row.id, FIELDS), row.service_id)
        return row.id


def change_help(viewer: Viewer, support_id: uuid.UUID, helped: Helped, version: int) -> Month:
    """Put a line right, also onto another day; gives the month in which it stands now. Raises as writing it down."""
    viewer.must(Permission.KEEP_RETURNS)
    rules.must_be_sound(helped, viewer.today)
    with transaction():
        row = _held(viewer, support_id, version)
        month_to_write(viewer, row.constellation_id, helped)
        _take_back(viewer, row)
        _fill(row, helped)
        _note_help(viewer, row)
        record(viewer, "changed_help", row.id, service_id=row.service_id)
        audit(viewer, Change("changed_help", "support_entry", row.id, FIELDS), row.service_id)
        return row.month


def take_back_help(viewer: Viewer, support_id: uuid.UUID) -> tuple[uuid.UUID, Month]:
    """Take a line back, as if it had not been written; gives its constellation and month. Raises MonthSubmitted."""
    viewer.must(Permission.KEEP_RETURNS)
    with transaction() as here:
        row = _held(viewer, support_id)
        here.delete(row)
        _take_back(viewer, row)
        audit(viewer, Change("took_back_help", "support_entry", row.id, FIELDS), row.service_id)
        return row.constellation_id, row.month


def month_to_write(viewer: Viewer, constellation_id: uuid.UUID, helped: Helped) -> Around:
    """Hold the month into which a line goes, so that it is not submitted meanwhile."""
    around = log_to_write(viewer, constellation_id)
    rules.must_be_hub(around.hubs, viewer.home_id, helped.on)
    if helped.home_id is None or helped.home_id == viewer.home_id:
        raise rules.NotAMember
    rules.must_be_member(member_spans(constellation_id, helped.home_id), helped.on)
    take_turn(constellation_id)
    month = Month.of(helped.on)
    if not month_is_open(constellation_id, month):
        raise rules.MonthSubmitted
    homes = frozenset(homes_during(constellation_id, month.first, month.end))
    must_name_nobody("note", bool(names_noticed({0: (helped.note, homes)})), helped.sure)
    return around


def take_turn(constellation_id: uuid.UUID) -> None:
    """Hold a constellation: of two who write into a month and submit it, the second sees what the first did."""
    turn = select(Constellation.id).where(Constellation.id == constellation_id).with_for_update(key_share=True)
    session().execute(covering(Viewer.system(), turn))


def _held(viewer: Viewer, support_id: uuid.UUID, version: int | None = None) -> SupportEntry:
    """A line that may still be changed."""
    row, _door = entry_of(viewer, support_id)
    log_to_write(viewer, row.constellation_id)
    take_turn(row.constellation_id)
    row = hold(viewer, SupportEntry, support_id)
    if version is not None and row.version != version:
        raise rules.EntryOvertaken
    if not month_is_open(row.constellation_id, row.month):
        raise rules.MonthSubmitted
    return row


def _note_help(viewer: Viewer, row: SupportEntry) -> None:
    """Note who took part, on the day on which it was: the hub that helped, also where the next one puts it right."""
    viewer = replace(viewer, home_id=row.hub_id)
    record(viewer, HELPED_FAMILY, row.id, row.hub_id, row.service_id, row.helped_on)
    if row.help in SPOKE_WITH:
        record(viewer, WAS_HELPED, row.id, row.home_id, row.service_id, row.helped_on)


def _take_back(viewer: Viewer, row: SupportEntry) -> None:
    """The same taken back, with the days and homes that it had: whoever takes it back may be of the next hub."""
    said = row.id, row.service_id, row.helped_on
    record_opposite(viewer, HELPED_FAMILY, TOOK_BACK_HELP, *said)
    record_opposite(viewer, WAS_HELPED, WAS_NOT_HELPED, *said)


def _fill(row: SupportEntry, helped: Helped) -> None:
    month = Month.of(helped.on)
    row.help, row.helped_on, row.month, row.month_end = helped.help, helped.on, month, month.end
    row.times, row.minutes, row.children, row.note = helped.times, helped.minutes, helped.children, helped.note
    if helped.home_id is not None:
        row.home_id = helped.home_id
