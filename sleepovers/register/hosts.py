"""What else can be wrong with a stay: its host, its child, its months; and what is worth a second look."""

from sqlalchemy import Column as Stored
from sqlalchemy import Date, Integer, String, and_, cast, exists, insert, literal, or_, select

from constellations.register.known import CHILDREN, MEMBERSHIPS, PLACEMENTS, TERMS
from constellations.register.problems import complain, warn
from constellations.register.sheet import Import, besides
from constellations.register.sheets.children import WAITING as CHILDREN_WAITING
from constellations.register.sheets.placements import WAITING as PLACEMENTS_WAITING
from constellations.register.statements import execute, is_news
from constellations.rules import CLOSED_TO_VISITORS
from sleepovers.models import Stay, StayNight
from sleepovers.register.closed import CLOSED, EXPECTED
from sleepovers.register.nights import NIGHTS, SLEPT, D, N, is_dropped
from sleepovers.register.states import RegisterState
from sleepovers.register.waiting_stays import HAS_NIGHTS, NEWS, WAITING, W
from sleepovers.rules import NEW_PLACEMENT_NIGHTS, NightState, StayKind

TOUCHED = besides("touched_day", Stored("row", Integer, index=True), Stored("day", Date))
"""Days of which the import says something new."""


def complain_of_hosts(run: Import) -> None:
    """A child is born before it stays, is not hosted where it lives, and not sent to a home that takes nobody."""
    born = CHILDREN.c.born
    with_child = WAITING.join(CHILDREN, CHILDREN.c.id == W.child_id)
    words = literal("a day not before the child's month of birth, ") + cast(born, String)
    complain(WAITING, "arrive", words, NEWS, W.arrive_on < born, source=with_child)
    p = PLACEMENTS.c
    lives = and_(p.child_id == N.child_id, p.home_id == N.home_id, p.starts_on <= N.night, p.ends_on > N.night)
    at_home = select(literal(1)).where(N.row == W.row).join(PLACEMENTS, lives).correlate(WAITING)
    complain(WAITING, "host", "a home other than the one in which the child is placed that night", at_home.exists())
    t = TERMS.c
    words = literal("a home that takes visitors; from ") + cast(t.starts_on, String) + literal(" it is ") + t.status
    # A stay under way is a fact that its home may have been closed around.
    to_come = [NEWS, W.state == RegisterState.AGREED.value, W.first_night >= run.today]
    shut = [
        t.status.in_([status.value for status in CLOSED_TO_VISITORS]),
        t.starts_on <= W.last_day,
        t.ends_on > W.first_night,
    ]
    complain(WAITING, "host", words, *to_come, *shut, source=WAITING.join(TERMS, t.home_id == W.host_id))
    _complain_of_stored_stays()


def _complain_of_stored_stays() -> None:
    """What children.csv and placements.csv change must fit the stays that are stored and stay."""
    c, s = CHILDREN_WAITING.c, StayNight
    replaced = select(literal(1)).where(W.id == Stay.id, W.fate != "same").correlate(Stay)
    early = select(literal(1)).where(Stay.child_id == c.id, Stay.arrive_on < c.born, ~replaced.exists())
    complain(
        CHILDREN_WAITING,
        "born",
        "a month not after the child's stays",
        c.fields.contains("born;"),
        early.correlate(CHILDREN_WAITING).exists(),
    )
    p = PLACEMENTS.c
    w = PLACEMENTS_WAITING
    lies = and_(s.child_id == p.child_id, s.home_id == p.home_id, s.night >= p.starts_on, s.night < p.ends_on)
    at_home = (
        select(literal(1))
        .select_from(PLACEMENTS)
        .join(s, lies)
        .where(p.row == w.c.row, p.news, s.state.in_(SLEPT), ~is_dropped(s))
        .correlate(w)
    )
    complain(w, "home", "a home other than the one that hosts the child in a stay then", is_news(w), at_home.exists())


def complain_of_closed_nights() -> None:
    """What is new of a night, and of a stay without nights, must not lie in a closed month."""
    s = StayNight
    counted_otherwise = or_(W.fields.contains("kind;"), W.fields.contains("child;"))
    told = and_(W.state == RegisterState.HAPPENED.value, s.state != NightState.HAPPENED)
    kept = select(N.row, N.night).join(WAITING, W.row == N.row)
    kept = kept.join(s, and_(s.child_id == N.child_id, s.night == N.night)).where(
        N.is_kept, or_(counted_otherwise, told)
    )
    for days in (
        select(N.row, N.night).where(N.is_kept.is_(False)),
        kept,
        select(D.row, D.night),
        select(W.row, W.arrive_on).where(NEWS, or_(~HAS_NIGHTS, W.nights == 0, W.fields.contains("arrive;"))),
        select(W.row, W.depart_on).where(NEWS, W.fields.contains("depart;")),
    ):
        execute(insert(TOUCHED).from_select(["row", "day"], days))
    day = TOUCHED.c.day
    touched = select(literal(1)).where(TOUCHED.c.row == W.row, day >= CLOSED.c.first, day < CLOSED.c.ends_on)
    source = WAITING.join(CLOSED, CLOSED.c.service_id == W.service_id)
    column = "arrive"
    complain(WAITING, column, EXPECTED + CLOSED.c.month, touched.correlate(WAITING, CLOSED).exists(), source=source)


def warn_of_stays(run: Import) -> None:
    """Stays that are no error and yet look odd."""
    stay = literal("stay ") + W.stay
    asked, agreed = W.state == RegisterState.ASKED.value, W.state == RegisterState.AGREED.value
    warn(WAITING, stay + " is asked for, and its first day is past", NEWS, asked, W.arrive_on < run.today)
    warn(WAITING, stay + " is agreed, and it is over: what happened?", NEWS, agreed, W.depart_on < run.today)
    live = or_(asked, HAS_NIGHTS)
    long = stay + literal(" has ") + cast(W.nights, String) + literal(" nights: that is a new placement")
    warn(WAITING, long, NEWS, live, W.nights >= NEW_PLACEMENT_NIGHTS)
    warn(WAITING, stay + " is day care over a night", NEWS, live, W.kind == StayKind.DAY_CARE.value, W.nights > 0)
    m = MEMBERSHIPS.c
    member = exists().where(m.home_id == N.home_id, m.starts_on <= N.night, m.ends_on > N.night)
    alone = select(literal(1)).where(N.row == W.row, ~member.correlate(NIGHTS)).correlate(WAITING)
    warn(WAITING, stay + ": its host is in no constellation on one of its nights", NEWS, alone.exists())
