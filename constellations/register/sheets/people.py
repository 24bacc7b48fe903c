"""people.csv: carers, staff and regional viewers; they are stored without a way in, which is a separate invitation."""

import datetime as dt

from sqlalchemy import Column as Stored
from sqlalchemy import Select, String, and_, case, cast, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import aliased

from constellations.core import clock
from constellations.core.clock import ALWAYS
from constellations.core.columns import Id
from constellations.deputies.actions import let_deputies_follow
from constellations.models import LiaisonAssignment, Person, Region
from constellations.people.actions import begin_role
from constellations.people.homes.actions import note_homes
from constellations.permissions import CARERS, SERVICE_WIDE, Role
from constellations.register.columns import email, key, keys, text, word
from constellations.register.known import (
    CONSTELLATIONS,
    HOMES,
    KEY_USED,
    MEMBERSHIPS,
    REGIONS,
    SERVICES,
    complain_of_other_service,
    refer,
)
from constellations.register.problems import complain, warn
from constellations.register.sheet import Cells, Complain, Condition, Import, Sheet, spread, waiting
from constellations.register.sheets.constellations import SERVICE_EXPECTED
from constellations.register.sheets.memberships import CONSTELLATION_EXPECTED, HOME_EXPECTED
from constellations.register.statements import also_changed, execute, is_changed, is_new, is_news, rows_of, settle_fate
from constellations.rules import HomeRole

COLUMNS = (
    email("email"),
    text("name"),
    word("role", Role),
    key("home", may_be_absent=True),
    keys("constellation", CONSTELLATION_EXPECTED, may_be_absent=True),
    key("service", may_be_absent=True),
    key("region", may_be_absent=True),
)
WAITING = waiting("people", COLUMNS, ("email",), Stored("home_id", Id()))
W = WAITING.c
MANAGER_EXPECTED = "manager, for of those who can sign in nobody else of the service is one"
CARE = spread("people", "constellation")
A = LiaisonAssignment

_region_id = select(Region.id).where(Region.key == W.region).correlate(WAITING).scalar_subquery()
_stored_region = select(Region.key).where(Region.id == Person.region_id).correlate(Person).scalar_subquery()


def derive(cells: Cells, _today: dt.date, complain_here: Complain) -> dict[str, object]:
    """Each role has its own cells: a carer's home, a liaison worker's constellations, a regional viewer's region."""
    role = cells["role"]
    wanted = {
        "home": role in CARERS,
        "constellation": role == Role.LIAISON,
        "service": role in SERVICE_WIDE,
        "region": role == Role.REGIONAL,
    }
    expected = {
        "home": "the home of a carer",
        "constellation": "the constellations of a liaison worker, joined by ;",
        "service": SERVICE_EXPECTED,
        "region": "the region of a regional viewer",
    }
    for column, is_wanted in wanted.items():
        if is_wanted and not cells.get(column):
            complain_here(column, expected[column])
        if not is_wanted and cells.get(column) and column != "service":
            complain_here(column, f"nothing: this is {expected[column]}")
    if role == Role.REGIONAL and cells.get("service"):
        complain_here("service", "nothing")
    return {}


def settle(run: Import) -> None:
    """Tie rows to their service, home, constellations and stored people."""
    refer(WAITING, "home", HOMES, "home_id", HOME_EXPECTED)
    refer(WAITING, "service", SERVICES, "service_id", SERVICE_EXPECTED)
    carers = update(WAITING).values(service_id=HOMES.c.service_id)
    execute(carers.where(HOMES.c.id == W.home_id, W.service.is_(None)))
    _know_care()
    complain_of_other_service(run, WAITING, "service")
    if run.only_service is not None:
        complain(WAITING, "role", "people of the service alone", W.role == Role.REGIONAL.value)
    strange = select(literal(1)).where(HOMES.c.id == W.home_id, HOMES.c.service_id != W.service_id)
    complain(WAITING, "home", "a home of the person's own service", strange.exists())
    # Nothing is in no list either, where the list is empty.
    strange_region = W.region.is_not(None), W.region.not_in(select(REGIONS.c.key))
    complain(WAITING, "region", "a region of services.csv or one that is stored", *strange_region)
    _settle_care()
    stored = [Person.email == W.email]
    execute(update(WAITING).values(id=Person.id).where(*stored))
    compared = {
        "name": (W.name, Person.name),
        "role": (W.role, Person.role),
        "home": (W.home_id, Person.home_id),
        "region": (W.region, _stored_region),
    }
    settle_fate(WAITING, stored, compared)
    if run.has(WAITING, "constellation"):
        changed = or_(_care_wanted(run).exists(), _care_ended(run).exists())
        also_changed(WAITING, "constellation", W.fate != "added", changed)
    p = Person
    held = select(literal(1)).where(p.email == W.email, p.service_id.is_distinct_from(W.service_id))
    complain(WAITING, "email", KEY_USED, held.exists())


def _know_care() -> None:
    """Find the constellations of liaison workers, and from them the service of who gives none."""
    c = CONSTELLATIONS.c
    execute(update(CARE).values(id=None))
    execute(update(CARE).values(id=c.id).where(c.key == CARE.c.constellation))
    theirs = select(c.service_id).join(CARE, CARE.c.id == c.id).where(CARE.c.row == W.row)
    first = theirs.order_by(CARE.c.constellation).limit(1).correlate(WAITING).scalar_subquery()
    execute(update(WAITING).values(service_id=first).where(W.role == Role.LIAISON.value, W.service.is_(None)))


def _settle_care() -> None:
    c = CONSTELLATIONS.c
    both = WAITING.join(CARE, CARE.c.row == W.row)
    named = CARE.c.constellation
    complain(WAITING, "constellation", CONSTELLATION_EXPECTED, CARE.c.id.is_(None), value=named, source=both)
    strange = select(literal(1)).where(c.id == CARE.c.id, c.service_id != W.service_id).correlate(WAITING, CARE)
    expected = "a constellation of the person's own service"
    complain(WAITING, "constellation", expected, strange.exists(), value=named, source=both)


def _holds(run: Import) -> Condition:
    return and_(A.is_cover.is_(False), A.starts_on <= run.today, or_(A.ends_on.is_(None), A.ends_on > run.today))


def _care_wanted(run: Import) -> Select[int]:
    """Constellations of a waiting row that are not yet in the person's care."""
    has = select(literal(1)).where(A.person_id == W.id, A.constellation_id == CARE.c.id, _holds(run))
    return select(CARE.c.row).where(CARE.c.row == W.row, ~has.correlate(WAITING, CARE).exists()).correlate(WAITING)


def _care_ended(run: Import) -> Select[int]:
    """Constellations in a person's care that the waiting row does not name."""
    named = select(literal(1)).where(CARE.c.row == W.row, CARE.c.id == A.constellation_id).correlate(WAITING, A)
    return select(literal(1)).where(A.person_id == W.id, _holds(run), ~named.exists()).correlate(WAITING)


def check(run: Import) -> None:
    """Refuse a deputy what would outlast the days of one, and a service without a manager; warn of hub carers whose
    home is no hub today."""
    if not run.viewer.acts_as_own:
        wide = W.role.in_([role.value for role in SERVICE_WIDE])
        expected = "a row that no deputy loads for themself, nor to make a service manager or finance"
        complain(WAITING, "role", expected, is_news(WAITING), or_(wide, W.id == run.viewer.person_id))
    _keep_a_manager()
    m = MEMBERSHIPS.c
    hub = select(literal(1)).where(
        m.home_id == W.home_id, m.role == HomeRole.HUB.value, m.starts_on <= run.today, m.ends_on > run.today
    )
    words = W.email + literal(" is a hub carer, but the home ") + W.home + literal(" is no hub today")
    warn(WAITING, words, W.role == Role.HUB_CARER.value, ~hub.exists(), is_news(WAITING))


def _keep_a_manager() -> None:
    """Complain of managers who would be none, where nobody would be one who can sign in."""
    waits, other = WAITING.alias("waits"), aliased(Person)
    theirs = select(waits.c.role).where(waits.c.id == other.id).scalar_subquery()
    left = select(literal(1)).where(
        other.service_id == Person.service_id,
        func.coalesce(theirs, cast(other.role, String)) == Role.MANAGER.value,
        *_signs_in(other),
    )
    last = Person.role == Role.MANAGER, W.role != Role.MANAGER.value, *_signs_in(Person)
    both = WAITING.join(Person, Person.id == W.id)
    complain(WAITING, "role", MANAGER_EXPECTED, *last, ~left.correlate(Person).exists(), source=both)


def _signs_in(person: type[Person]) -> tuple[Condition, Condition]:
    return person.left_at.is_(None), person.password_hash.is_not(None)


def write(run: Import) -> None:
    """Store people, and which constellations are in the care of liaison workers from today.

    What another role opened is ended, and who has it is told in Roost, as where it is changed on a page; a register
    sends no mail.
    """
    columns = ["id", "email", "name", "role", "service_id", "region_id", "home_id", "created_at", "version"]
    at = literal(clock.now(), Person.created_at.type)
    new = select(W.id, W.email, W.name, W.role, W.service_id, _region_id, W.home_id, at, literal(1))
    execute(insert(Person).from_select(columns, new.where(is_new(WAITING))))
    changed = update(Person).values(
        name=W.name, role=W.role, home_id=W.home_id, region_id=_region_id, version=Person.version + 1
    )
    execute(changed.where(Person.id == W.id, is_changed(WAITING)))
    note_homes(select(W.id).where(is_news(WAITING)))
    if run.has(WAITING, "constellation"):
        _write_care(run)
    for person_id, role in rows_of(select(W.id, W.role).where(is_changed(WAITING), W.fields.contains("role;"))):
        begin_role(run.viewer, person_id, Role(role), by_mail=False)


def _write_care(run: Import) -> None:
    """End and begin what liaison workers look after; who covers for one of them covers what that is by now."""
    mine = select(W.id).where(is_changed(WAITING))
    named = select(literal(1)).where(W.id == A.person_id, CARE.c.row == W.row, CARE.c.id == A.constellation_id)
    ended = [A.person_id.in_(mine), _holds(run), ~named.correlate(A).exists()]
    execute(delete(A).where(*ended, A.starts_on == run.today))
    execute(update(A).values(ends_on=run.today).where(*ended))
    # Cover that began today gives way: there is one row a day of who looks after what.
    own = select(literal(1)).where(W.id == A.person_id, CARE.c.row == W.row, CARE.c.id == A.constellation_id)
    begins = own.where(is_changed(WAITING)).correlate(A).exists()
    execute(delete(A).where(A.is_cover, A.starts_on == run.today, begins))
    has = select(literal(1)).where(A.person_id == W.id, A.constellation_id == CARE.c.id, _holds(run))
    since = case((is_new(WAITING), literal(ALWAYS)), else_=literal(run.today))
    begun = (
        select(W.id, CARE.c.id, func.min(since), literal(False))
        .join(CARE, CARE.c.row == W.row)
        .where(is_news(WAITING), ~has.correlate(WAITING, CARE).exists())
        .group_by(W.id, CARE.c.id)
    )
    execute(insert(A).from_select(["person_id", "constellation_id", "starts_on", "is_cover"], begun))
    for (person_id,) in rows_of(select(W.id).where(is_changed(WAITING), W.fields.contains("constellation;"))):
        let_deputies_follow(run.viewer, person_id)


PEOPLE_SHEET = Sheet("people", COLUMNS, WAITING, "person", settle, write, check, derive, {"constellation": CARE})
