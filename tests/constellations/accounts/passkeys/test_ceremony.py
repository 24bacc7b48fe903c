"""Which answers of devices are genuine; whatever is bent about one is found."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.accounts.passkeys.ceremony import (
    Answer,
    Owner,
    answer_in,
    made,
    shown,
    wish_for_new,
    wish_for_proof,
)
from constellations.accounts.passkeys.rules import LONGEST_ANSWER, NotGenuine, Party
from tests.authenticator import PRESENT, VERIFIED, Device, Json, raw, told

PARTY = Party("roost.example", "https://roost.example")
CHALLENGE = b"a challenge of thirty-two bytes."
HANDLE = b"nothing of Anita"


def device() -> Device:
    """An honest device of Anita's."""
    return Device(PARTY.origin, PARTY.name, handle=HANDLE)


def wish(challenge: bytes = CHALLENGE) -> Json:
    """What a device is asked."""
    return {"challenge": told(challenge)}


def answer_of(on: Device, challenge: bytes = CHALLENGE) -> Answer:
    """What it answers, read."""
    return answer_in(on.show(wish(challenge)))


class TestMaking:
    """A passkey that a device has made."""

    def test_the_wish_says_nothing_of_the_person_but_what_their_own_device_shows_them(self) -> None:
        said = json.loads(wish_for_new(PARTY, CHALLENGE, Owner(HANDLE, "a@example.org", "Anita"), [b"known"], True))
        assert raw(said["user"]["id"]) == HANDLE
        assert said["rp"] == {"name": "Roost", "id": "roost.example"}
        assert raw(said["challenge"]) == CHALLENGE
        assert [raw(each["id"]) for each in said["excludeCredentials"]] == [b"known"]
        assert said["attestation"] == "none"
        selection = said["authenticatorSelection"]
        assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")

    def test_an_honest_one_is_taken(self) -> None:
        anita = device()
        found = made(PARTY, CHALLENGE, anita.make(wish()))
        assert (found.credential_id, found.public_key) == (anita.credential_id, anita.public_key)
        assert (found.count, found.is_verified) == (1, True)

    @pytest.mark.parametrize(
        "bent",
        [
            {"origin": "https://roost.example.evil.example"},
            {"origin": "http://roost.example"},
            {"origin": "https://roost.example:444"},
            {"party": "evil.example"},
            {"flags": VERIFIED},
            {"kind": "webauthn.get"},
        ],
    )
    def test_one_that_is_bent_is_not(self, bent: dict[str, object]) -> None:
        with pytest.raises(NotGenuine):
            made(PARTY, CHALLENGE, device().bent(**bent).make(wish()))

    def test_one_for_another_challenge_is_not(self) -> None:
        with pytest.raises(NotGenuine):
            made(PARTY, CHALLENGE, device().make(wish(b"another challenge of yesterday..")))

    def test_without_the_person_being_made_sure_of_it_says_so(self) -> None:
        assert not made(PARTY, CHALLENGE, device().bent(flags=PRESENT).make(wish())).is_verified


class TestShowing:
    """A passkey that is shown."""

    def test_the_wish_names_the_passkeys_that_are_known_and_no_others(self) -> None:
        said = json.loads(wish_for_proof(PARTY, CHALLENGE, [b"one", b"two"], False))
        assert [raw(each["id"]) for each in said["allowCredentials"]] == [b"one", b"two"]
        assert (said["rpId"], said["userVerification"]) == ("roost.example", "preferred")
        anybody = json.loads(wish_for_proof(PARTY, CHALLENGE, [], True))
        assert (anybody["allowCredentials"], anybody["userVerification"]) == ([], "required")

    def test_an_honest_answer_is_taken(self) -> None:
        anita = device().bent(count=7)
        answer = answer_of(anita)
        assert (answer.credential_id, answer.handle) == (anita.credential_id, HANDLE)
        found = shown(PARTY, CHALLENGE, answer, anita.public_key)
        assert (found.count, found.is_verified) == (7, True)

    @pytest.mark.parametrize(
        "bent",
        [
            {"origin": "https://evil.example"},
            {"origin": "https://roost.example/"},
            {"origin": "null"},
            {"party": "evil.example"},
            {"party": "example"},
            {"flags": VERIFIED},
            {"flags": 0},
            {"kind": "webauthn.create"},
            {"kind": "payment.get"},
        ],
    )
    def test_an_answer_that_is_bent_is_not(self, bent: dict[str, object]) -> None:
        anita = device()
        with pytest.raises(NotGenuine):
            shown(PARTY, CHALLENGE, answer_of(anita.bent(**bent)), anita.public_key)

    def test_an_answer_to_another_challenge_is_not(self) -> None:
        anita = device()
        with pytest.raises(NotGenuine):
            shown(PARTY, CHALLENGE, answer_of(anita, b"another challenge of yesterday.."), anita.public_key)

    def test_an_answer_signed_by_another_key_is_not(self) -> None:
        anita, thief = device(), device()
        with pytest.raises(NotGenuine):
            shown(PARTY, CHALLENGE, answer_of(thief.bent(credential_id=anita.credential_id)), anita.public_key)

    @pytest.mark.parametrize("part", ["authenticatorData", "clientDataJSON", "signature"])
    def test_not_one_bit_of_an_answer_can_be_changed(self, part: str) -> None:
        anita = device()
        said = json.loads(anita.show(wish()))
        content = bytearray(raw(said["response"][part]))
        content[-1] ^= 1
        said["response"][part] = told(bytes(content))
        with pytest.raises(NotGenuine):
            shown(PARTY, CHALLENGE, answer_in(json.dumps(said)), anita.public_key)

    def test_a_count_is_for_who_asks_to_judge_and_only_of_a_signed_answer(self) -> None:
        anita = device().bent(count=0)
        assert shown(PARTY, CHALLENGE, answer_of(anita), anita.public_key).count == 0
        unsigned = json.loads(anita.show(wish()))
        data = hashlib.sha256(PARTY.name.encode()).digest() + b"\x05\x00\x00\x00\x00"
        unsigned["response"] |= {"authenticatorData": told(data), "signature": told(b"none")}
        with pytest.raises(NotGenuine):
            shown(PARTY, CHALLENGE, answer_in(json.dumps(unsigned)), anita.public_key)


UNREADABLE = [
    "",
    "null",
    "[]",
    "{}",
    '"x"',
    "nonsense",
    '{"id": 1}',
    "{" * 5000,
    "9" * 5000,
    "x" * (LONGEST_ANSWER + 1),
]


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:12])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(NotGenuine):
        answer_in(text)
    with pytest.raises(NotGenuine):
        made(PARTY, CHALLENGE, text)


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.binary(max_size=40).map(told),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, derandomize=True, database=None)
@given(
    name=st.sampled_from(["id", "rawId", "type", "response", "authenticatorAttachment"]),
    inner=st.sampled_from(["authenticatorData", "clientDataJSON", "signature", "userHandle", "attestationObject"]),
    odd=PARTS,
)
def test_whatever_stands_in_an_answer_it_is_refused_and_never_a_fault(name: str, inner: str, odd: object) -> None:
    anita = device()
    for text, read in (
        (anita.show(wish()), lambda said: shown(PARTY, CHALLENGE, answer_in(said), b"no key")),
        (anita.make(wish()), lambda said: made(PARTY, CHALLENGE + b"x", said)),
    ):
        said = json.loads(text)
        said[name] = odd
        within = json.loads(text)
        within["response"][inner] = odd
        for bent in (said, within):
            with pytest.raises(NotGenuine):
                read(json.dumps(bent))
