"""What browsers are asked for, and whether what they hand over is genuine (W3C Web Authentication, level 3)."""

from collections.abc import Collection
from dataclasses import dataclass
from json import loads

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from constellations.accounts.passkeys.rules import GOOD_FOR, LONGEST_ANSWER, NotGenuine, Party

MILLISECONDS = int(GOOD_FOR.total_seconds() * 1000)

UNREADABLE = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What reading an answer that somebody made up can end in."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a passkey is made for: the handle, which says nothing of them, and what their own device shows them."""

    handle: bytes
    account: str
    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a device has made."""

    credential_id: bytes
    public_key: bytes
    count: int
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device answers, not looked at yet: by which passkey, and for whom it holds that."""

    text: str
    credential_id: bytes
    handle: bytes | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a genuine answer shows: how often the passkey was used, and whether the device made sure of the person."""

    count: int
    is_verified: bool


def wish_for_new(party: Party, challenge: bytes, owner: Owner, known: Collection[bytes], verified: bool) -> str:
    """What a browser is asked for where a passkey is to be made, as JSON; not by a device that holds a known one."""
    options = generate_registration_options(
        rp_id=party.name,
        rp_name="Roost",
        user_id=owner.handle,
        user_name=owner.account,
        user_display_name=owner.name,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_wish(verified)
        ),
        exclude_credentials=_descriptors(known),
    )
    return options_to_json(options)


def wish_for_proof(party: Party, challenge: bytes, known: Collection[bytes], verified: bool) -> str:
    """What a browser is asked for where somebody shows a passkey, as JSON; with none known, any of this Roost's."""
    options = generate_authentication_options(
        rp_id=party.name,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=_descriptors(known),
        user_verification=_wish(verified),
    )
    return options_to_json(options)


def made(party: Party, challenge: bytes, text: str) -> Made:
    """The passkey that a device says it has made; raises NotGenuine."""
    try:
        found = verify_registration_response(
            credential=_checked(text),
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=party.origin,
        )
    except UNREADABLE as refused:
        raise NotGenuine(_reason(refused)) from refused
    return Made(found.credential_id, found.credential_public_key, found.sign_count, found.user_verified)


def answer_in(text: str) -> Answer:
    """What an answer says of itself, before anything of it is proven; raises NotGenuine."""
    try:
        read = parse_authentication_credential_json(_checked(text))
    except UNREADABLE as refused:
        raise NotGenuine(_reason(refused)) from refused
    return Answer(text, read.raw_id, read.response.user_handle)


def shown(party: Party, challenge: bytes, answer: Answer, public_key: bytes) -> Shown:
    """What an answer shows once it is found to be genuine; raises NotGenuine.

    The count is compared by who calls: the library would do so before it looks at the signature, and then anybody who
    knows a passkey's id could have it doubted.
    """
    try:
        found = verify_authentication_response(
            credential=answer.text,
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
        )
    except UNREADABLE as refused:
        raise NotGenuine(_reason(refused)) from refused
    return Shown(found.new_sign_count, found.user_verified)


def _checked(text: str) -> str:
    """The same, if it is short enough, and an object: the library would stumble over anything else."""
    if len(text) > LONGEST_ANSWER:
        raise NotGenuine("too long")
    try:
        is_object = isinstance(loads(text), dict)
    except (ValueError, RecursionError) as unreadable:
        raise NotGenuine("unreadable") from unreadable
    if not is_object:
        raise NotGenuine("unreadable")
    return text


def _wish(verified: bool) -> UserVerificationRequirement:
    return UserVerificationRequirement.REQUIRED if verified else UserVerificationRequirement.PREFERRED


def _descriptors(known: Collection[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in known]


def _reason(refused: BaseException) -> str:
    """Which kind of fault: the library's own words quote what was sent."""
    return type(refused).__name__
