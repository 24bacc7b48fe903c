"""Mail addresses, standing, and the days of cover."""

import datetime as dt
import uuid

import pytest

from constellations.people.rules import (
    CoverWithoutEnd,
    DaysTheWrongWayRound,
    OfNoService,
    OutlastsDeputy,
    Standing,
    TooFarAhead,
    day_after,
    mail_address,
    must_be_of_service,
    must_not_outlast,
    standing,
)
from constellations.permissions import Role

FRIDAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anita@example.org", "anita@example.org"),
        ("  Anita.OHare@Example.ORG ", "anita.ohare@example.org"),
        ("o'hare+roost@fairvale.test", "o'hare+roost@fairvale.test"),
        ("", None),
        ("anita", None),
        ("anita@", None),
        ("@example.org", None),
        ("anita@example.org\nBcc: all@example.org", None),
        ("Anita <anita@example.org>", None),
        ("a b@example.org", None),
        ("anita@exa\x00mple.org", None),
    ],
)
def test_a_mail_address_is_kept_in_small_letters_or_refused(typed: str, kept: str | None) -> None:
    assert mail_address(typed) == kept


@pytest.mark.parametrize(
    ("has_password", "is_invited", "has_left", "expected"),
    [
        (False, False, False, Standing.NOT_INVITED),
        (False, True, False, Standing.INVITED),
        (True, False, False, Standing.SIGNS_IN),
        (True, True, False, Standing.SIGNS_IN),
        (True, True, True, Standing.LEFT),
        (False, False, True, Standing.LEFT),
    ],
)
def test_how_somebody_stands(has_password: bool, is_invited: bool, has_left: bool, expected: Standing) -> None:
    assert standing(has_password, is_invited, has_left) is expected


@pytest.mark.parametrize("of_viewer", [None, uuid.UUID(int=2)])
def test_who_is_of_no_service_or_another_is_nobodys_to_change(of_viewer: uuid.UUID | None) -> None:
    must_be_of_service(uuid.UUID(int=1), uuid.UUID(int=1))
    for service_id in (None, uuid.UUID(int=1)):
        with pytest.raises(OfNoService):
            must_be_of_service(service_id, of_viewer)


def test_the_last_day_is_part_of_the_time() -> None:
    assert day_after(FRIDAY, FRIDAY, is_cover=True) == FRIDAY + dt.timedelta(days=1)
    assert day_after(FRIDAY, None, is_cover=False) is None


def test_cover_has_a_last_day() -> None:
    with pytest.raises(CoverWithoutEnd):
        day_after(FRIDAY, None, is_cover=True)


def test_a_last_day_is_one_that_somebody_can_mean() -> None:
    assert day_after(FRIDAY, dt.date(2028, 3, 31), is_cover=True) == dt.date(2028, 4, 1)
    with pytest.raises(TooFarAhead):
        day_after(FRIDAY, dt.date.max, is_cover=False)


def test_the_last_day_is_not_before_the_first() -> None:
    with pytest.raises(DaysTheWrongWayRound):
        day_after(FRIDAY, FRIDAY - dt.timedelta(days=1), is_cover=False)


@pytest.mark.parametrize(("is_oneself", "role"), [(False, Role.MANAGER), (False, Role.FINANCE), (True, Role.LIAISON)])
def test_a_deputy_gives_nothing_that_outlasts_their_days(is_oneself: bool, role: Role) -> None:
    with pytest.raises(OutlastsDeputy):
        must_not_outlast(acts_as_own=False, is_oneself=is_oneself, roles=[role])
    must_not_outlast(acts_as_own=True, is_oneself=is_oneself, roles=[role])
    must_not_outlast(acts_as_own=False, is_oneself=False, roles=[Role.LIAISON])
