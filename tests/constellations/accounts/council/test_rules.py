"""What is entered of a council's sign-in, and whom its answers mean."""

import datetime as dt

import pytest

from constellations.accounts.council import rules
from constellations.accounts.council.rules import Account, Given
from constellations.accounts.rules import gave_password_lately
from constellations.core.errors import RuleBroken

TENANT = "11111111-2222-4333-8444-555555555555"
CLIENT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
PERSON = "0a0a0a0a-1111-4222-8333-444444444444"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
AT = int(NOW.timestamp())


def test_ids_are_kept_in_small_letters() -> None:
    given = Given(TENANT.upper(), CLIENT.upper(), "secret", is_only_way=True)
    assert given.checked(has_secret=False) == Given(TENANT, CLIENT, "secret", is_only_way=True)


def test_a_secret_that_is_there_need_not_be_entered_again() -> None:
    assert Given(TENANT, CLIENT).checked(has_secret=True).client_secret == ""


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        (Given("common", CLIENT, "secret"), rules.TenantWrong),
        (Given("organizations", CLIENT, "secret"), rules.TenantWrong),
        (Given("council.onmicrosoft.com", CLIENT, "secret"), rules.TenantWrong),
        (Given(f"{TENANT}/../common", CLIENT, "secret"), rules.TenantWrong),
        (Given(f"{TENANT}\n", CLIENT, "secret"), rules.TenantWrong),
        (Given("", CLIENT, "secret"), rules.TenantWrong),
        (Given(TENANT, "roost", "secret"), rules.ClientWrong),
        (Given(TENANT, CLIENT), rules.SecretMissing),
    ],
)
def test_what_cannot_be_right_is_refused(given: Given, broken: type[RuleBroken]) -> None:
    with pytest.raises(broken):
        given.checked(has_secret=False)


def test_a_secret_is_not_said_where_something_is_written_down() -> None:
    assert "hush" not in repr(Given(TENANT, CLIENT, "hush"))


def test_a_tenant_signs_for_itself_alone() -> None:
    assert rules.issuer_of(TENANT) == f"https://login.microsoftonline.com/{TENANT}/v2.0"


def test_a_person_is_known_by_tenant_and_object_and_by_nothing_else() -> None:
    claims = {"tid": TENANT.upper(), "oid": PERSON.upper(), "email": "a@example.org", "sub": "x"}
    assert rules.account_of(claims, TENANT) == Account(TENANT, PERSON)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"tid": TENANT},
        {"oid": PERSON},
        {"tid": "99999999-2222-4333-8444-555555555555", "oid": PERSON},
        {"tid": TENANT, "oid": "moira@council.example"},
        {"tid": TENANT, "oid": 7},
        {"tid": [TENANT], "oid": PERSON},
        {"tid": TENANT, "sub": PERSON, "email": "moira@council.example"},
    ],
)
def test_another_tenants_people_are_nobody(claims: dict[str, object]) -> None:
    with pytest.raises(rules.CouncilRefused):
        rules.account_of(claims, TENANT)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (rules.TenantWrong(), "“Overview”"),
        (rules.TenantUnknown(), "Copy its ID once more"),
        (rules.ClientWrong(), "app registration"),
        (rules.SecretMissing(), "Enter the secret"),
        (rules.NoCouncil(), "Sign in with your email"),
        (rules.CouncilAway(), "or sign in with your email"),
        (rules.CouncilRefused(), "begin again"),
        (rules.WayOver(), "begin anew"),
        (rules.NotConnected(), "then connect it on your page"),
        (rules.ConnectedToAnother(), "as yourself"),
        (rules.ConnectedAlready(), "Disconnect that one first"),
        (rules.OnlyByCouncil(), "Use the button"),
    ],
)
def test_each_refusal_says_what_to_do(broken: RuleBroken, says: str) -> None:
    assert says in broken.words


@pytest.mark.parametrize(
    ("claims", "was_asked", "is_lately"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"auth_time": AT}, False, True),
        ({"auth_time": AT - 599}, True, True),
        ({"auth_time": AT - 600}, True, False),
        ({"auth_time": float(AT - 3600)}, True, False),
        ({"auth_time": "now"}, False, False),
    ],
)
def test_who_said_there_lately_who_they_are(claims: dict[str, object], was_asked: bool, is_lately: bool) -> None:
    since = rules.proven_at(claims, NOW, was_asked=was_asked)
    assert gave_password_lately(since, NOW) is is_lately
