"""Mail addresses, how somebody stands, and what keeps a service from losing its last manager."""

import datetime as dt
import uuid
from collections.abc import Collection
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from constellations.core.errors import Forbidden, RuleBroken
from constellations.permissions import SERVICE_WIDE, Role

LONGEST = dt.timedelta(days=3660)
"""No care for a constellation is agreed for longer than ten years."""


class Standing(StrEnum):
    """Whether somebody may come in."""

    SIGNS_IN = "can sign in"
    INVITED = "invited"
    NOT_INVITED = "not invited yet"
    LEFT = "has left"


class LastManager(RuleBroken):
    """A service always has somebody who can invite people."""

    def __init__(self) -> None:
        super().__init__(
            "This is the last service manager who can sign in. Make somebody else a service manager first, "
            "and wait until they have accepted their invitation."
        )


class AddressTaken(RuleBroken):
    """Mail addresses are unique in the installation; whose it is, is nobody's business."""

    about = "email"

    def __init__(self) -> None:
        super().__init__("This email address is used already. Check it, or use another one.")


class HomeMissing(RuleBroken):
    """Carers belong to a home."""

    about = "home_id"

    def __init__(self) -> None:
        super().__init__("A carer belongs to a home. Choose which.")


class NoRegion(RuleBroken):
    """Regional viewers belong to a region, and the service is in none."""

    about = "role"

    def __init__(self) -> None:
        super().__init__("Your service belongs to no region, so it has no regional viewers.")


class AlreadyLooksAfter(RuleBroken):
    """Two assignments to one constellation would overlap."""

    about = "first"

    def __init__(self) -> None:
        super().__init__("They look after this constellation on some of those days already. Choose other days.")


class CoverWithoutEnd(RuleBroken):
    """Cover is for a while."""

    about = "last"

    def __init__(self) -> None:
        super().__init__("Cover has a last day. Enter it, or make it no cover.")


class DaysTheWrongWayRound(RuleBroken):
    """A last day before the first."""

    about = "last"

    def __init__(self) -> None:
        super().__init__("The last day is before the first. Correct one of them.")


class TooFarAhead(RuleBroken):
    """A last day that nobody can mean."""

    def __init__(self) -> None:
        super().__init__("The last day is too far ahead. Leave it empty, then it holds until further notice.")


class HasLeft(RuleBroken):
    """Nothing is changed of somebody who has left."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has left. Let them back in first.")


class OfNoService(Forbidden):
    """People of a region are seen by all of its services, and belong to none of them."""

    def __init__(self) -> None:
        super().__init__(
            "This person belongs to the region, not to your service. You see them; whoever runs Roost changes their "
            "account."
        )


class OutlastsDeputy(Forbidden):
    """A deputy has for some days what is another's, and makes nothing of it that stays."""

    def __init__(self) -> None:
        super().__init__(
            "You stand in for a service manager. You give yourself nothing by that, and nobody else the whole service, "
            "for it would outlast those days. Ask somebody who is a service manager."
        )


def must_not_outlast(acts_as_own: bool, is_oneself: bool, roles: Collection[Role] = ()) -> None:
    """Raise OutlastsDeputy where who acts in another's role gives it to themself, or gives a role that sees the whole
    service, or the way into an account that has one."""
    if not acts_as_own and (is_oneself or not SERVICE_WIDE.isdisjoint(roles)):
        raise OutlastsDeputy


def must_be_of_service(service_id: uuid.UUID | None, of_viewer: uuid.UUID | None) -> None:
    """Raise OfNoService where an account is none of the viewer's service, so that no one service rules the region's."""
    if service_id is None or service_id != of_viewer:
        raise OfNoService


def mail_address(typed: str) -> str | None:
    """A mail address in small letters, as it is kept; none where it cannot be one. Nothing is asked of the network."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return checked.normalized.lower()


def standing(has_password: bool, is_invited: bool, has_left: bool) -> Standing:
    """Whether somebody may come in."""
    if has_left:
        return Standing.LEFT
    if has_password:
        return Standing.SIGNS_IN
    return Standing.INVITED if is_invited else Standing.NOT_INVITED


def day_after(first: dt.date, last: dt.date | None, is_cover: bool) -> dt.date | None:
    """The end (half-open) of a time with a last day; raises CoverWithoutEnd, DaysTheWrongWayRound or TooFarAhead."""
    if last is None:
        if is_cover:
            raise CoverWithoutEnd
        return None
    if last < first:
        raise DaysTheWrongWayRound
    if last - first > LONGEST:
        raise TooFarAhead
    return last + dt.timedelta(days=1)
