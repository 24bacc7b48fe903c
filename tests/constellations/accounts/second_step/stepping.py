"""How tests give somebody a second step, read the codes that their app shows, and ask them of staff."""

import re
from collections.abc import Sequence

import pyotp
from flask import Flask

from constellations.access import Viewer, find, visible
from constellations.accounts.second_step.codes.actions import fresh_codes, keep_codes
from constellations.accounts.second_step.models import CodeApp, HalfWay, RecoveryCode
from constellations.accounts.second_step.rules import step_at
from constellations.core import clock as house_clock
from constellations.core.database import session, transaction
from constellations.core.settings import EXTENSION
from constellations.models import Person, Service
from tests.client import RoostClient, client_of
from tests.constellations.accounts.signing_in import sign_in

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The key of every app in tests."""

SECOND_STEP, MINE, AGAIN = "/sign-in/second-step", "/me/second-step", "/sign-in/again"


def shown_code(ahead: int = 0, key: str = KEY) -> str:
    """What an app shows now, or so many codes later."""
    return pyotp.TOTP(key).generate_otp(step_at(house_clock.now()) + ahead)


def with_app(person: Person) -> Person:
    """Give somebody an app that counts."""
    with transaction() as here:
        here.add(CodeApp(person_id=person.id, key=KEY, proven_at=house_clock.now()))
    return person


def with_codes(person: Person) -> list[str]:
    """Give somebody recovery codes; gives them."""
    fresh = fresh_codes()
    with transaction():
        return keep_codes(person.id, fresh)


def stored_app(person: Person) -> CodeApp | None:
    """Somebody's app as the database has it."""
    person_id = person.id
    session().rollback()
    return session().scalars(visible(Viewer.system(), CodeApp).where(CodeApp.person_id == person_id)).one_or_none()


def stored_codes(person: Person) -> Sequence[RecoveryCode]:
    """Somebody's recovery codes as the database has them."""
    person_id = person.id
    session().rollback()
    theirs = visible(Viewer.system(), RecoveryCode).where(RecoveryCode.person_id == person_id)
    return session().scalars(theirs.order_by(RecoveryCode.id)).all()


def service_of(person: Person) -> Service:
    """The service of somebody who has one."""
    assert person.service_id
    return find(Viewer.system(), Service, person.service_id)


def half_ways() -> Sequence[HalfWay]:
    """Everybody who is half way in."""
    session().rollback()
    return session().scalars(visible(Viewer.system(), HalfWay)).all()


def half_way_client(app: Flask, person: Person) -> RoostClient:
    """A browser in which somebody has given their password and no more."""
    client = client_of(app)
    answer = sign_in(client, person.email)
    assert (answer.status_code, answer.location) == (302, SECOND_STEP)
    return client


def ask_it_of_staff(app: Flask) -> None:
    """Let staff reach nothing without a second step, as in production."""
    app.extensions[EXTENSION] = app.extensions[EXTENSION].model_copy(update={"second_step_for_staff": True})


def set_up(client: RoostClient) -> list[str]:
    """Set an app up by the pages; gives the recovery codes that are shown."""
    assert client.post(f"{MINE}/app/begin").location == f"{MINE}/app"
    page = client.get(f"{MINE}/app").text
    (key,) = re.findall(r'second-step__key">([A-Z2-7 ]+)<', page)
    assert f"secret={key.replace(' ', '')}&amp;issuer=Roost" in page
    assert 'src="data:image/svg+xml' in page
    done = client.post(f"{MINE}/app", data={"code": shown_code(key=key.replace(" ", ""))})
    assert done.location == f"{MINE}/codes"
    return re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", client.get(f"{MINE}/codes").text)
