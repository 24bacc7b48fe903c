"""Which second steps somebody has, what their page says of them, and who is half way in."""

import datetime as dt
import uuid
from dataclasses import dataclass

import segno
from sqlalchemy import ColumnElement, func, select

from constellations.access import Viewer, covering, visible
from constellations.accounts.council.queries import is_connected
from constellations.accounts.passkeys.queries import has_passkey
from constellations.accounts.queries import token_hash
from constellations.accounts.second_step.models import CodeApp, HalfWay, RecoveryCode
from constellations.accounts.second_step.rules import (
    SET_UP,
    SecondStep,
    address_of_key,
    in_fours,
    is_half_way,
    is_key_shown,
)
from constellations.core import clock
from constellations.core.database import session
from constellations.core.seals import KeyLost, seal, unseal
from constellations.core.settings import current_settings
from constellations.models import Person


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """What somebody's page says of their second steps."""

    steps: frozenset[SecondStep]
    app_since: dt.datetime | None
    codes_left: int

    @property
    def has_one(self) -> bool:
        """Whether a password alone lets nobody in."""
        return bool(self.steps & SET_UP)


@dataclass(frozen=True, slots=True)
class KeyShown:
    """The key of an app as its page shows it: to scan, to press on the phone itself, and to type."""

    key: str
    address: str

    @property
    def picture(self) -> str:
        """For a camera, within the page itself: no other request carries the key."""
        return segno.make(self.address, error="m").svg_data_uri(scale=5, border=3, dark="#1c2733", light="#ffffff")

    @property
    def in_fours(self) -> str:
        """For who types it."""
        return in_fours(self.key)


def second_steps_of(person_id: uuid.UUID) -> frozenset[SecondStep]:
    """What a person can give after their password; empty where the password alone lets them in."""
    steps = set()
    if app_since(person_id) is not None:
        steps.add(SecondStep.APP)
    if codes_left(person_id):
        steps.add(SecondStep.RECOVERY_CODE)
    if has_passkey(person_id):
        steps.add(SecondStep.PASSKEY)
    if is_connected(person_id):
        steps.add(SecondStep.COUNCIL)
    return frozenset(steps)


def app_since(person_id: uuid.UUID) -> dt.datetime | None:
    """Since when a person has an app that counts."""
    since: dt.datetime | None = session().scalar(
        covering(Viewer.system(), select(CodeApp.proven_at).where(CodeApp.person_id == person_id))
    )
    return since


def codes_left(person_id: uuid.UUID) -> int:
    """How many recovery codes of a person were not used yet."""
    left = select(func.count()).select_from(RecoveryCode).where(_is_good(person_id))
    return session().scalar(covering(Viewer.system(), left)) or 0


def recovery_code_of(person_id: uuid.UUID, name: str) -> RecoveryCode | None:
    """The recovery code of a name, where it was not used yet."""
    named = visible(Viewer.system(), RecoveryCode).where(_is_good(person_id), RecoveryCode.name == name)
    return session().scalars(named).one_or_none()


def own_app(viewer: Viewer) -> CodeApp | None:
    """The viewer's app, also one that is not proven yet."""
    return session().scalars(visible(viewer, CodeApp)).one_or_none()


def own_steps(viewer: Viewer) -> OwnSteps:
    """The viewer's second steps."""
    if viewer.person_id is None:
        return OwnSteps(frozenset(), None, 0)
    me = viewer.person_id
    return OwnSteps(second_steps_of(me), app_since(me), codes_left(me))


def key_shown(viewer: Viewer) -> KeyShown | None:
    """The key that the viewer is about to put into an app; none where none was made lately."""
    app = own_app(viewer)
    if app is None or app.proven_at is not None or not is_key_shown(app.begun_at, clock.now()):
        return None
    mine = covering(viewer, select(Person.email), Person).where(Person.id == viewer.person_id)
    return KeyShown(app.key, address_of_key(app.key, session().scalars(mine).one()))


def half_way(token: str) -> tuple[HalfWay, Person] | None:
    """Who gave their password a moment ago and their second step not yet."""
    found = covering(Viewer.system(), select(HalfWay, Person)).where(
        HalfWay.token_hash == token_hash(token), Person.id == HalfWay.person_id, Person.left_at.is_(None)
    )
    row = session().execute(found).one_or_none()
    if row is None or not is_half_way(row[0].begun_at, row[0].tries, clock.now()):
        return None
    return row[0], row[1]


def sealed(codes: list[str]) -> str:
    """Recovery codes as a browser may keep them until the one page that shows them: nobody reads them there."""
    return seal(" ".join(codes), current_settings().field_keys)


def unsealed(kept: str) -> list[str]:
    """Recovery codes that were just made, as people write them; none where none were."""
    try:
        codes = unseal(kept, current_settings().field_keys).split()
    except KeyLost:
        return []
    return [in_fours(code, "-") for code in codes]


def _is_good(person_id: uuid.UUID) -> ColumnElement[bool]:
    return (RecoveryCode.person_id == person_id) & RecoveryCode.used_at.is_(None)
