"""What the tables of signing in say of people; all of it goes when they are erased."""

from constellations.accounts.council.models import CouncilAccount, CouncilSignIn, CouncilWay
from constellations.accounts.models import MailedLink, SignedInDevice
from constellations.accounts.passkeys.models import Passkey, PasskeyChallenge
from constellations.accounts.second_step.models import CodeApp, HalfWay, RecoveryCode
from constellations.core.database import Base
from constellations.notices.texts.proving.models import MobileCode
from constellations.people.step_resets.models import StepReset
from constellations.rights.declaration import Erasure, PersonalData


def _of_one(model: type[Base], words: str, *secret: str) -> PersonalData:
    """Something of one person, with what of it stands in no copy."""
    return PersonalData(model, words, of_person=("person_id",), on_erasure=Erasure.REMOVE, secret=secret)


SIGNING_IN = (
    _of_one(SignedInDevice, "Devices they signed in on", "token_hash"),
    _of_one(MailedLink, "Invitations and links to a new password", "token_hash"),
    _of_one(MobileCode, "Proving a mobile number", "mark"),
    _of_one(CodeApp, "Their app for codes", "key"),
    _of_one(RecoveryCode, "Recovery codes", "name", "secret_hash"),
    _of_one(HalfWay, "Signing in, half way", "token_hash"),
    _of_one(Passkey, "Passkeys", "credential_id", "public_key", "handle"),
    _of_one(PasskeyChallenge, "Signing in by passkey, half way", "challenge", "handle"),
    _of_one(CouncilAccount, "Their council account"),
    _of_one(CouncilWay, "Council sign-in, half way", "state_hash", "nonce", "verifier"),
    PersonalData(
        CouncilSignIn,
        "Council sign-in that they set up",
        by_person=("entered_by",),
        why="it is a setting of the service, and shows without a name who made it",
        secret=("client_secret",),
    ),
    PersonalData(
        StepReset,
        "Second steps that were reset",
        of_person=("person_id",),
        by_person=("asked_by", "decided_by"),
        on_erasure=Erasure.REMOVE,
    ),
)
