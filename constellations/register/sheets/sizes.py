"""Warnings about constellations as they will be: days without a hub, and too few or too many homes."""

from sqlalchemy import Integer, String, and_, case, cast, func, literal, or_, select

from constellations.register.known import CONSTELLATIONS, MEMBERSHIPS, NO_END
from constellations.register.problems import warn_of
from constellations.register.sheet import Condition, Import
from constellations.rules import ConstellationKind, HomeRole

FEWEST_SATELLITES = 7
MOST_SATELLITES = 10
MOST_HOMES_OF_A_HIVE = 20

FILE = "constellations.csv"
C = CONSTELLATIONS.c
M = MEMBERSHIPS.c


def warn_of_constellations(run: Import) -> None:
    """Warn of constellations that this import touches."""
    _warn_of_days_without_hub()
    _warn_of_no_members(run)
    _warn_of_sizes(run)


def _touched() -> Condition:
    member = select(M.row).where(M.constellation_id == C.id, M.news).correlate(CONSTELLATIONS)
    return or_(C.news, member.exists())


def _warn_of_days_without_hub() -> None:
    """The first day without one: that of the first member, or one on which a hub leaves."""
    hub = MEMBERSHIPS.alias("hub")
    candidates = (
        select(M.constellation_id.label("constellation_id"), func.min(M.starts_on).label("day"))
        .group_by(M.constellation_id)
        .union(select(M.constellation_id, M.ends_on).where(M.role == HomeRole.HUB.value, M.ends_on < NO_END))
        .subquery("candidate")
    )
    day = candidates.c.day
    later = MEMBERSHIPS.alias("later")
    covered = select(literal(1)).where(
        hub.c.constellation_id == candidates.c.constellation_id,
        hub.c.role == HomeRole.HUB.value,
        hub.c.starts_on <= day,
        hub.c.ends_on > day,
    )
    lives = select(literal(1)).where(later.c.constellation_id == candidates.c.constellation_id, later.c.ends_on > day)
    first = (
        select(candidates.c.constellation_id, func.min(day).label("day"))
        .where(~covered.correlate(candidates).exists(), lives.correlate(candidates).exists())
        .group_by(candidates.c.constellation_id)
        .subquery("first")
    )
    words = literal("constellation ") + C.key + literal(" has no hub on ") + cast(first.c.day, String)
    found = select(literal(FILE), C.row, C.service_id, words, literal(False)).join(
        first, first.c.constellation_id == C.id
    )
    warn_of(found.where(_touched()))


def _warn_of_no_members(run: Import) -> None:
    """Where nobody ever was a member there is no first day: it has no hub today."""
    words = literal("constellation ") + C.key + literal(f" has no hub on {run.today}")
    warn_of(select(literal(FILE), C.row, C.service_id, words, literal(False)).where(_touched(), ~_ever_had_members()))


def _ever_had_members() -> Condition:
    return select(literal(1)).where(M.constellation_id == C.id).correlate(CONSTELLATIONS).exists()


def _warn_of_sizes(run: Import) -> None:
    """Satellites and homes that are members today; a constellation of the past is left alone."""
    there = and_(M.constellation_id == C.id, M.starts_on <= run.today, M.ends_on > run.today)
    to_come = select(literal(1)).where(M.constellation_id == C.id, M.ends_on > run.today).correlate(CONSTELLATIONS)
    counts = (
        select(
            C.id.label("id"),
            func.count(M.id).label("homes"),
            func.coalesce(func.sum(case((M.role == HomeRole.SATELLITE.value, 1), else_=0)), 0).label("satellites"),
        )
        .outerjoin(MEMBERSHIPS, there)
        .where(_touched(), or_(to_come.exists(), ~_ever_had_members()))
        .group_by(C.id)
        .subquery("counts")
    )
    homes, satellites = counts.c.homes, counts.c.satellites
    is_hive = C.kind == ConstellationKind.HIVE.value
    wrong = case(
        (is_hive, homes > MOST_HOMES_OF_A_HIVE),
        else_=or_(satellites < FEWEST_SATELLITES, satellites > MOST_SATELLITES),
    )
    size = case(
        (
            is_hive,
            literal(" has ") + cast(homes, String) + literal(f" homes: a Hive has up to {MOST_HOMES_OF_A_HIVE}"),
        ),
        else_=literal(" has ")
        + cast(cast(satellites, Integer), String)
        + literal(f" satellites: {FEWEST_SATELLITES} to {MOST_SATELLITES} are usual"),
    )
    words = literal("constellation ") + C.key + size
    found = select(literal(FILE), C.row, C.service_id, words, literal(False)).join(counts, counts.c.id == C.id)
    warn_of(found.where(wrong))
