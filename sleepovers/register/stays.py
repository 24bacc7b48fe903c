"""stays.csv: sleepovers asked for, agreed, declined, cancelled and happened."""

import datetime as dt

from sqlalchemy import String, case, cast, func, literal, select, update

from constellations.core.ids import new_id
from constellations.register.known import CHILDREN, HOMES, complain_of_other_service, complain_of_taken, refer
from constellations.register.problems import complain
from constellations.register.sheet import Cells, Complain, Expression, Fate, Import, Sheet
from constellations.register.sheets.memberships import HOME_EXPECTED
from constellations.register.sheets.placements import CHILD_EXPECTED
from constellations.register.statements import Compared, any_row, execute, settle_fate, tie
from sleepovers.asks.models import Answer, Ask, AskChild
from sleepovers.models import Stay
from sleepovers.register.beds import assign_beds
from sleepovers.register.closed import CLOSED, complain_of_closed_people
from sleepovers.register.due import warn_of_rates_not_set
from sleepovers.register.history import lay_history_ready
from sleepovers.register.hosts import complain_of_closed_nights, complain_of_hosts, warn_of_stays
from sleepovers.register.moments import read_moment
from sleepovers.register.nights import complain_of_confirmed_nights, complain_of_overlaps, lay_out_nights
from sleepovers.register.states import MAY_BECOME, OF_ASK, OF_STAY, ONLY_AN_ASK, RegisterState
from sleepovers.register.storing import write_stays
from sleepovers.register.waiting_stays import COLUMNS, ONLY_ASK, SUBJECT, WAITING, W
from sleepovers.rules import departs_before_arriving, first_night, may_have_happened

DAY = dt.timedelta(days=1)


def derive(cells: Cells, today: dt.date, complain_here: Complain) -> dict[str, object]:
    """The days and nights of a stay; it departs after it arrives, and has not happened in the future."""
    arrive, depart = read_moment(str(cells["arrive"])), read_moment(str(cells["depart"]))
    if departs_before_arriving(arrive, depart):
        complain_here("depart", f"a departure not before the arrival, {arrive.iso}")
        return {}
    if cells["state"] == RegisterState.HAPPENED and not may_have_happened(depart, today):
        complain_here("depart", f"a day not after {today}: a stay cannot have happened in the future")
    first = first_night(arrive)
    nights = max((depart.on - first).days, 0)
    # What is not there is left out: a hundred thousand times nothing takes time too.
    ask = {"ask_id": new_id()} if cells["state"] in ONLY_AN_ASK else {}
    return {
        **ask,
        "arrive_on": arrive.on,
        "arrive_at": arrive.at,
        "depart_on": depart.on,
        "depart_at": depart.at,
        "first_night": first,
        "nights": nights,
        "last_day": depart.on - DAY if nights else arrive.on,
    }


def settle(run: Import) -> None:
    """Tie rows to their child, host, service, and to the ask or stay that is stored under their key."""
    refer(WAITING, "child", CHILDREN, "child_id", CHILD_EXPECTED)
    refer(WAITING, "host", HOMES, "host_id", HOME_EXPECTED)
    execute(update(WAITING).values(service_id=HOMES.c.service_id).where(HOMES.c.id == W.host_id))
    complain_of_other_service(run, WAITING, "host")
    strange = select(literal(1)).where(CHILDREN.c.id == W.child_id, CHILDREN.c.service_id != W.service_id)
    complain(WAITING, "child", "a child of the host's own service", strange.exists())
    execute(update(WAITING).values(is_ask=False, is_stay=False, was=None))
    stay = [Stay.key == W.stay, Stay.service_id == W.service_id]
    was = case({state.value: word.value for state, word in OF_STAY.items()}, value=cast(Stay.state, String))
    tied = update(WAITING).values(id=Stay.id, is_stay=True, was=was, ask_id=func.coalesce(Stay.ask_id, W.ask_id))
    execute(tied.where(*stay))
    ask = [Ask.key == W.stay, Ask.service_id == W.service_id]
    was = case({state.value: word.value for state, word in OF_ASK.items()}, value=cast(Ask.state, String))
    execute(update(WAITING).values(ask_id=Ask.id, is_ask=True, was=func.coalesce(W.was, was)).where(*ask))
    settle_fate(WAITING, stay, _compared(Stay, Stay.child_id, Stay.host_id))
    asked = select(Answer.home_id).where(Answer.ask_id == Ask.id, Answer.home_id == W.host_id)
    of_ask = select(AskChild.child_id).where(AskChild.ask_id == Ask.id, AskChild.child_id == W.child_id)
    child, host = (one.correlate(WAITING, Ask).scalar_subquery() for one in (of_ask, asked))
    tie(WAITING, [*ask, W.is_stay.is_(False)], _compared(Ask, child, host))
    execute(update(WAITING).values(id=W.ask_id).where(ONLY_ASK))
    _complain_of_keys_and_states()


def _compared(model: type[Ask] | type[Stay], child: Expression, host: Expression) -> Compared:
    return {
        "child": (W.child_id, child),
        "host": (W.host_id, host),
        "arrive": (_moment_of(W.arrive_on, W.arrive_at), _moment_of(model.arrive_on, model.arrive_at)),
        "depart": (_moment_of(W.depart_on, W.depart_at), _moment_of(model.depart_on, model.depart_at)),
        "kind": (W.kind, model.kind),
        "state": (W.state, W.was),
    }


def _moment_of(on: Expression, at: Expression) -> Expression:
    """A date and perhaps a time as one value to compare."""
    return cast(on, String) + func.coalesce(cast(at, String), literal("-"))


def _complain_of_keys_and_states() -> None:
    complain_of_taken(WAITING, Stay.key, Stay.service_id)
    complain_of_taken(WAITING, Ask.key, Ask.service_id)
    for was, allowed in MAY_BECOME.items():
        words = literal(f"{' or '.join(allowed)}: stay ") + W.stay + f" is {was} and never moves backwards"
        complain(WAITING, "state", words, W.was == was.value, W.state.not_in([one.value for one in allowed]))
    _complain_of_several_children()


def _complain_of_several_children() -> None:
    """A row speaks of one child; an ask that was made in Roost for several is followed there."""
    children = select(func.count()).where(AskChild.ask_id == W.ask_id).correlate(WAITING).scalar_subquery()
    words = literal("a stay of one child: ") + W.stay + " was asked for in Roost, for several children at once"
    complain(WAITING, "stay", words, W.is_ask, W.is_stay.is_(False), W.fate != Fate.SAME, children > 1)


def check(run: Import) -> None:
    """Everything about nights: whose they are, that no child is in two places, beds, births, closed months."""
    lay_out_nights()
    complain_of_confirmed_nights()
    complain_of_overlaps()
    assign_beds()
    lay_history_ready()
    complain_of_hosts(run)
    if any_row(CLOSED):
        complain_of_closed_nights()
        complain_of_closed_people()
    warn_of_stays(run)
    warn_of_rates_not_set()


STAYS_SHEET = Sheet("stays", COLUMNS, WAITING, "stay", settle, write_stays, check, derive, subject_of=SUBJECT)
