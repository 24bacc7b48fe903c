"""Naming who covers for the hub, ending it early, and what the covering home may do for those days and no longer."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.cover import rules
from constellations.cover.actions import end_cover, name_cover
from constellations.cover.models import HubCover
from constellations.cover.queries import cover_page, covers_today, homes_covering
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from sleepovers.asks.look.queries import family_of
from sleepovers.asks.page.queries import ask_page
from sleepovers.asks.telling.queries import hubs_beside
from sleepovers.circles.queries import people_of_ask
from tests import factories
from tests.sleepovers.asks.asking import ask_for, make_trusted_households
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.households import Households, acts, audited, day, leaves, sees

FRIDAY, SUNDAY = day("2026-11-27"), day("2026-11-29")


@pytest.fixture
def homes(app: Flask) -> Households:
    """The households on Sunday 22 November."""
    return make_trusted_households()


def covered(homes: Households, first: dt.date = FRIDAY, last: dt.date = SUNDAY, by: str = "moira") -> uuid.UUID:
    """The Okafors cover from Friday to Sunday, says Moira; nobody else does."""
    name_cover(sees(getattr(homes, by)), homes.constellation.id, homes.okafor.id, first, last)
    (row,) = stored()
    return row.id


def stored() -> Sequence[HubCover]:
    """Every cover, in order."""
    session().rollback()
    return session().scalars(visible(Viewer.system(), HubCover).order_by(HubCover.created_at, HubCover.id)).all()


def told(person: Person) -> list[str]:
    """What somebody was told."""
    rows = select(Notice.words).where(Notice.person_id == person.id)
    return list(session().scalars(covering(Viewer.system(), rows)))


def test_a_hub_names_who_covers_and_everybody_concerned_is_told(homes: Households) -> None:
    cover_id = covered(homes)
    (row,) = stored()
    assert (row.home_id, str(row.starts_on), str(row.ends_on)) == (homes.okafor.id, "2026-11-27", "2026-11-30")
    words = ["Somebody covers for the hub from Fri 27 Nov to Sun 29 Nov."]
    assert [told(one) for one in (homes.okafors, homes.tom, homes.liaison)] == [words] * 3
    assert told(homes.moira) == told(homes.anita) == []
    assert acts(cover_id) == ["named_cover"]
    assert audited(cover_id) == [("named_cover", "home_id;starts_on;ends_on")]


@pytest.mark.parametrize("by", ["liaison", "manager"])
def test_staff_name_it_for_a_hub_that_is_ill(homes: Households, by: str) -> None:
    assert covered(homes, by=by) == stored()[0].id


@pytest.mark.parametrize("by", ["anita", "okafors"])
def test_a_satellite_does_not(homes: Households, by: str) -> None:
    with pytest.raises(rules.NotTheHub):
        covered(homes, by=by)


def test_one_home_covers_at_a_time_and_only_a_satellite_of_all_those_days(homes: Households) -> None:
    covered(homes)
    with pytest.raises(rules.CoveredAlready, match="Okafor covers"):
        covered(homes, SUNDAY, SUNDAY)
    with pytest.raises(rules.CannotCover, match="Moira cannot cover"):
        name_cover(sees(homes.moira), homes.constellation.id, homes.hub.id, FRIDAY, SUNDAY)
    leaving = factories.create_home(homes.service, "Leaving")
    factories.join(leaving, homes.constellation, ends_on=SUNDAY)
    with pytest.raises(rules.CannotCover, match="Leaving cannot cover"):
        name_cover(sees(homes.moira), homes.constellation.id, leaving.id, FRIDAY, SUNDAY)


def test_others_constellations_are_not_there(homes: Households) -> None:
    elsewhere = factories.create_constellation(homes.service)
    with pytest.raises(NotFound):
        name_cover(sees(homes.moira), elsewhere.id, homes.okafor.id, FRIDAY, SUNDAY)
    stranger = factories.create_home(homes.service)
    factories.join(stranger, elsewhere)
    far = factories.create_person(Role.SATELLITE_CARER, home=stranger)
    cover_id = covered(homes)
    with pytest.raises(NotFound):
        end_cover(sees(far), cover_id)


def test_taken_back_before_it_begins_it_is_gone(homes: Households) -> None:
    assert end_cover(sees(homes.moira), covered(homes)) == homes.constellation.id
    assert stored() == []
    assert "The hub is not covered any more; it answers for itself again." in told(homes.okafors)


@pytest.mark.parametrize("by", ["moira", "okafors", "liaison"])
def test_ended_early_its_days_so_far_stay(homes: Households, clock: time_machine.Traveller, by: str) -> None:
    cover_id = covered(homes)
    clock.move_to("2026-11-28T09:00Z")
    end_cover(sees(getattr(homes, by)), cover_id)
    (row,) = stored()
    assert (str(row.starts_on), str(row.ends_on)) == ("2026-11-27", "2026-11-28")
    with pytest.raises(rules.CoverIsOver):
        end_cover(sees(homes.moira), cover_id)
    with pytest.raises(rules.NotTheHub):
        end_cover(sees(homes.anita), cover_id)


def test_for_those_days_and_no_longer_it_stands_where_the_hub_stands(
    homes: Households, clock: time_machine.Traveller
) -> None:
    covered(homes)
    seen = {}
    for moment in ("2026-11-26T23:59Z", "2026-11-27T00:00Z", "2026-11-29T23:59Z", "2026-11-30T00:00Z"):
        clock.move_to(moment)
        viewer = sees(homes.okafors)
        seen[moment] = (viewer.covers, viewer.hub_or_cover_of, homes_covering([homes.hub.id], viewer.today))
        assert viewer.hub_of == frozenset()
    nobody, both = frozenset[uuid.UUID](), frozenset({homes.constellation.id})
    assert list(seen.values()) == [
        (nobody, nobody, set()),
        (both, both, {homes.okafor.id}),
        (both, both, {homes.okafor.id}),
        (nobody, nobody, set()),
    ]


def test_who_covers_reads_asks_of_the_hub_hears_of_them_and_is_in_their_talk(
    homes: Households, clock: time_machine.Traveller
) -> None:
    covered(homes, day("2026-11-22"), SUNDAY)
    ask_id = ask_for(homes, homes.hub)
    assert "The hub that you cover for is asked for a sleepover: Fri 27 Nov, 2 nights." in told(homes.okafors)
    page = ask_page(sees(homes.okafors), ask_id)
    assert (page.reads_all, page.label) == (True, "JB")
    assert homes.okafors.id in people_of_ask(ask_id)
    family = family_of(sees(homes.anita), None)
    assert family
    assert family.hub_ids == (homes.okafor.id, homes.hub.id)
    clock.move_to("2026-11-30T00:00Z")
    with pytest.raises(NotFound):
        ask_page(sees(homes.okafors), ask_id)
    assert homes.okafors.id not in people_of_ask(ask_id)


def test_a_home_that_has_moved_on_covers_no_more(homes: Households, clock: time_machine.Traveller) -> None:
    covered(homes)
    clock.move_to("2026-11-27T09:00Z")
    constellation = homes.constellation.id
    leaves(homes, homes.okafor, day("2026-11-28"))
    assert homes_covering([homes.hub.id], FRIDAY) == {homes.okafor.id}
    assert hubs_beside([homes.patel.id], FRIDAY) == {homes.hub.id, homes.okafor.id}
    clock.move_to("2026-11-28T09:00Z")
    assert homes_covering([homes.hub.id], day("2026-11-28")) == set()
    assert hubs_beside([homes.patel.id], day("2026-11-28")) == {homes.hub.id}
    assert covers_today(sees(homes.anita), [constellation]) == {}
    # It stands on the page until somebody ends it: on its days nobody else can be named.
    assert [(line.home, line.has_left) for line in cover_page(sees(homes.moira), constellation).ahead] == [
        ("Okafor", True)
    ]
    end_cover(sees(homes.moira), stored()[0].id)
    name_cover(sees(homes.moira), constellation, homes.patel.id, day("2026-11-28"), SUNDAY)
    assert homes_covering([homes.hub.id], day("2026-11-28")) == {homes.patel.id}


def test_all_members_read_who_covers_and_who_did(homes: Households, clock: time_machine.Traveller) -> None:
    cover_id = covered(homes)
    page = cover_page(sees(homes.anita), homes.constellation.id)
    assert [(line.home, line.named_by, line.may_end) for line in page.ahead] == [("Okafor", "Moira Hale", False)]
    assert (page.hubs, page.may_name, page.past) == (("Moira",), False, ())
    assert cover_page(sees(homes.moira), homes.constellation.id).homes == {
        str(homes.okafor.id): "Okafor",
        str(homes.patel.id): "Patel",
    }
    clock.move_to("2026-11-29T09:00Z")
    today = covers_today(sees(homes.anita), [homes.constellation.id])
    assert today[homes.constellation.id].cover_id == cover_id
    clock.move_to("2026-12-01T09:00Z")
    page = cover_page(sees(homes.manager), homes.constellation.id)
    assert ([line.home for line in page.past], page.ahead) == (["Okafor"], ())


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_name_somebody_for_the_same_days_one_is_stored(app: Flask, homes: Households, rounds: int) -> None:
    for number in range(rounds):
        first = FRIDAY + dt.timedelta(days=number)
        refused = at_once(
            app,
            partial(name_cover, sees(homes.moira), homes.constellation.id, homes.okafor.id, first, first),
            partial(name_cover, sees(homes.liaison), homes.constellation.id, homes.patel.id, first, first),
        )
        assert [type(told) for told in refused] == [rules.CoveredAlready]
        assert len(stored()) == number + 1
