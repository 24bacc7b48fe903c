"""Addresses: made by their owner alone, of what there is for them, shown once and kept as a hash."""

import pytest

from constellations.accounts.queries import token_hash
from constellations.activity.models import AuditEntry
from constellations.core.errors import Forbidden, NotFound
from constellations.feeds.addresses.actions import Wish, end_address, make_address, renew_address
from constellations.feeds.addresses.queries import Made, how_many, own_address, own_addresses, sealed, unsealed
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import MOST_ADDRESSES, Content, Detail, NothingChosen, TooManyAddresses
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from tests.factories import create_person, create_region
from tests.registers import rows
from tests.sleepovers.households import Households, acts, sees

EVENTS = Wish("Phone", (Content.EVENTS,))


def test_of_a_secret_only_a_hash_is_kept_and_it_is_long(homes: Households) -> None:
    made = [make_address(sees(homes.anita), EVENTS) for _ in range(20)]
    secrets = {one.secret for one in made}
    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {34}
    assert {row[0] for row in rows(FeedAddress.token_hash)} == {token_hash(secret) for secret in secrets}
    stored = str(rows(*FeedAddress.__table__.c))
    assert not [secret for secret in secrets if secret in stored]


def test_what_is_made_renewed_and_ended_is_written_down(homes: Households) -> None:
    viewer = sees(homes.anita)
    made = make_address(viewer, EVENTS)
    renewed = renew_address(viewer, made.feed_id)
    assert renewed.feed_id == made.feed_id
    assert rows(FeedAddress.token_hash) == [(token_hash(renewed.secret),)]
    end_address(viewer, made.feed_id)
    assert own_addresses(viewer) == []
    done = ["made_feed_address", "renewed_feed_address", "ended_feed_address"]
    assert sorted(acts(made.feed_id)) == sorted(done)
    assert {row[0] for row in rows(AuditEntry.action)} == set(done)


def test_its_owner_is_told_of_an_address_that_is_made_or_renewed(homes: Households) -> None:
    made = make_address(sees(homes.anita), EVENTS)
    renew_address(sees(homes.anita), made.feed_id)
    told = {(person_id, words, path) for person_id, words, path in rows(Notice.person_id, Notice.words, Notice.path)}
    words = (
        "An address for a calendar of yours was made. If that was not you, end it.",
        "A calendar of yours has another address. If that was not you, end it.",
    )
    assert told == {(homes.anita.id, one, "/me/calendar") for one in words}


@pytest.mark.parametrize("act", [end_address, renew_address, own_address])
def test_what_has_ended_or_is_another_persons_is_not_there(homes: Households, act: object) -> None:
    assert callable(act)
    made = make_address(sees(homes.anita), EVENTS)
    with pytest.raises(NotFound):
        act(sees(homes.moira), made.feed_id)
    end_address(sees(homes.anita), made.feed_id)
    with pytest.raises(NotFound):
        act(sees(homes.anita), made.feed_id)
    assert how_many(sees(homes.anita)) == 0


def test_nobody_has_in_a_feed_what_there_is_not_for_them(homes: Households) -> None:
    for person, content in ((homes.anita, Content.NIGHTS), (homes.finance, Content.STAYS)):
        with pytest.raises(NothingChosen):
            make_address(sees(person), Wish("Phone", (content,)))
    with pytest.raises(Forbidden):
        make_address(sees(regional()), EVENTS)
    assert rows(FeedAddress.id) == []


def test_there_is_an_end_to_addresses(homes: Households) -> None:
    viewer = sees(homes.anita)
    for _ in range(MOST_ADDRESSES):
        make_address(viewer, EVENTS)
    with pytest.raises(TooManyAddresses):
        make_address(viewer, EVENTS)
    assert how_many(viewer) == MOST_ADDRESSES
    assert how_many(sees(homes.moira)) == 0


def test_an_address_says_no_more_than_was_chosen(homes: Households) -> None:
    make_address(sees(homes.moira), EVENTS)
    make_address(sees(homes.moira), Wish("Tablet", (Content.NIGHTS, Content.TASKS), Detail.FULL))
    kept = {one.name: (one.contents, one.detail) for one in own_addresses(sees(homes.moira))}
    assert kept["Phone"] == (frozenset({Content.EVENTS}), Detail.KIND), "no child and no place unless asked for"
    assert kept["Tablet"] == (frozenset({Content.NIGHTS, Content.TASKS}), Detail.FULL)


def test_a_browser_keeps_an_address_that_nobody_can_read_there(homes: Households) -> None:
    made = make_address(sees(homes.anita), EVENTS)
    kept = sealed(made)
    assert made.secret not in kept
    shown = unsealed(kept, made.feed_id)
    assert shown is not None
    assert shown.address == f"http://127.0.0.1:8000/feeds/{made.secret}.ics"
    assert shown.press == f"webcal://127.0.0.1:8000/feeds/{made.secret}.ics"
    assert shown.picture.startswith("data:image/svg+xml")
    assert "style" not in shown.picture
    other = make_address(sees(homes.anita), EVENTS)
    assert unsealed(kept, other.feed_id) is None
    for odd in ("", "x", sealed(Made(other.feed_id, "x"))[:-4]):
        assert unsealed(odd, other.feed_id) is None


def regional() -> Person:
    """A regional viewer."""
    return create_person(Role.REGIONAL, region=create_region())
