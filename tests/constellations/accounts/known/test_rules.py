"""What a browser keeps of who has signed in on it."""

import uuid

from itsdangerous import URLSafeSerializer

from constellations.accounts.known.rules import MOST, KnownBrowser, known_browser

OLD, KEY = "an older key of thirty-two letters", "the present key of thirty-two letters"
ANITA, MOIRA = uuid.UUID(int=1), uuid.UUID(int=2)
HERS = KnownBrowser().with_person(ANITA, "chance")


def test_it_knows_who_signed_in_on_it_and_nobody_else() -> None:
    assert (HERS.knows(ANITA), HERS.knows(MOIRA), KnownBrowser().knows(ANITA)) == (True, False, False)
    both = HERS.with_person(MOIRA, "another chance")
    assert (both.chance, both.knows(ANITA), both.knows(MOIRA)) == ("chance", True, True)
    assert HERS.with_person(ANITA, "another chance") == HERS


def test_of_many_it_knows_the_last() -> None:
    browser, people = KnownBrowser(), [uuid.UUID(int=n) for n in range(MOST + 1)]
    for person in people:
        browser = browser.with_person(person, "chance")
    assert [browser.knows(person) for person in people] == [False] + [True] * MOST


def test_no_person_is_to_be_read_from_it_and_two_browsers_have_nothing_in_common() -> None:
    assert str(ANITA) not in HERS.signed([KEY])
    assert set(HERS.marks).isdisjoint(KnownBrowser().with_person(ANITA, "other").marks)


def test_it_is_read_with_the_key_that_signed_it_also_when_there_is_a_newer_one() -> None:
    assert known_browser(HERS.signed([OLD]), [KEY, OLD]) == HERS
    assert known_browser(HERS.signed([KEY, OLD]), [KEY]) == HERS


def test_what_we_did_not_sign_for_this_is_of_nobody() -> None:
    for kept in (None, "", "chance", HERS.signed([OLD])[:-1], URLSafeSerializer(KEY, salt="other").dumps(["chance"])):
        assert known_browser(kept, [KEY]) == KnownBrowser()
