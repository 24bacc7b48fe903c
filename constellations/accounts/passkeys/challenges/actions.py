"""Giving out challenges, and taking each back once."""

import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy import delete

from constellations.access import Viewer, covering, visible
from constellations.accounts.passkeys.ceremony import wish_for_proof
from constellations.accounts.passkeys.models import PasskeyChallenge
from constellations.accounts.passkeys.queries import passkeys_of
from constellations.accounts.passkeys.rules import (
    ASKED_OF_ADDRESS,
    GOOD_FOR,
    Party,
    PasskeyRefused,
    Purpose,
    must_verify,
    party_at,
)
from constellations.core import clock
from constellations.core.database import transaction
from constellations.core.errors import TooOften
from constellations.core.settings import current_settings
from constellations.core.throttle import throttle

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that was given out: by its id the browser is known again, and the wish is for its device, as JSON."""

    challenge_id: uuid.UUID
    wish: str = field(repr=False)


def ask_for_proof(purpose: Purpose, network: str, person_id: uuid.UUID | None = None, is_carer: bool = False) -> Asked:
    """Ask a browser to show a passkey: one of a person's, or with no person any of this Roost's. Raises TooOften."""
    if not throttle().take(ASKED_OF_ADDRESS, "passkey", network):
        raise TooOften
    known = [each.credential_id for each in passkeys_of(person_id)] if person_id else []
    verified = must_verify(purpose, is_carer)
    return give_out(
        purpose, person_id, None, lambda challenge: wish_for_proof(party_here(), challenge, known, verified)
    )


def give_out(
    purpose: Purpose, person_id: uuid.UUID | None, handle: bytes | None, wish: Callable[[bytes], str]
) -> Asked:
    """Give out a challenge with the wish made of it; those that are over are forgotten."""
    challenge = secrets.token_bytes(32)
    given = PasskeyChallenge(
        purpose=purpose,
        person_id=person_id,
        challenge=challenge,
        handle=handle,
        good_until=clock.now() + GOOD_FOR,
    )
    with transaction() as here:
        over = delete(PasskeyChallenge).where(PasskeyChallenge.good_until <= clock.now())
        here.execute(covering(Viewer.system(), over))
        here.add(given)
        here.flush()
        return Asked(given.id, wish(challenge))


def take_back(challenge_id: uuid.UUID | None, answered: Mapping[Purpose, uuid.UUID | None]) -> PasskeyChallenge:
    """Take a challenge back, which is good no more whatever comes of it.

    `answered`: for what an answer may be, and by whom, none for anybody. Raises PasskeyRefused where the challenge was
    used, is over, was given out for something else or for another person.
    """
    found = visible(Viewer.system(), PasskeyChallenge).where(
        PasskeyChallenge.id == challenge_id, PasskeyChallenge.good_until > clock.now()
    )
    with transaction() as here:
        given = here.scalars(found).one_or_none()
        if given is not None:
            here.expunge(given)
            # Of two who come at once with the same challenge only one may find it.
            used = delete(PasskeyChallenge).where(PasskeyChallenge.id == given.id).returning(PasskeyChallenge.id)
            is_first = here.scalars(covering(Viewer.system(), used)).one_or_none() is not None
            given = given if is_first else None
    if given is None or given.purpose not in answered or given.person_id != answered[given.purpose]:
        log.warning("sign_in_refused", way="passkey", reason="no such challenge")
        raise PasskeyRefused
    return given


def party_here() -> Party:
    """This Roost, as authenticators know it."""
    return party_at(current_settings().public_url)
