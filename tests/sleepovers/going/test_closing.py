"""A constellation closes: its homes belong to it no more, its talk is read alone, its hub is paid as before."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering, hold, visible
from constellations.activity.models import Activity
from constellations.core.clock import ALWAYS, Month
from constellations.core.database import session, transaction
from constellations.core.errors import Forbidden
from constellations.cover.actions import FIELDS, name_cover
from constellations.cover.models import HubCover
from constellations.going.closing.actions import close_constellation, open_constellation_again
from constellations.going.closing.queries import what_closing_changes
from constellations.going.closing.rules import ClosesAlready, NotClosed, StaysGoOn
from constellations.homes.actions import change_terms, end_membership, join_constellation
from constellations.homes.rules import HasClosed, Terms
from constellations.models import Constellation, Membership
from constellations.notices.models import Notice
from constellations.rules import HomeRole, HomeStatus
from messaging.groups.settling.rules import ItHasClosed
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import uplift_rows
from sleepovers.stays.course.actions import call_off_stay
from tests import factories
from tests.client import client_of
from tests.messaging.talking import Talk, bodies, say
from tests.registers import rows
from tests.sleepovers.households import audited, day, sees

EVERYTHING = Viewer.system()


def ends(talk: Talk) -> set[object]:
    """When the memberships of the constellation end."""
    session().rollback()
    here = Membership.constellation_id == talk.homes.constellation.id
    return set(session().scalars(covering(EVERYTHING, select(Membership.ends_on).where(here))))


def version_of(talk: Talk) -> int:
    session().rollback()
    here = visible(EVERYTHING, Constellation).where(Constellation.id == talk.homes.constellation.id)
    return session().scalars(here).one().version


def test_it_closes_on_a_day_and_all_its_homes_are_told(talk: Talk) -> None:
    homes, last = talk.homes, day("2026-12-31")
    name_cover(sees(homes.moira), homes.constellation.id, homes.okafor.id, day("2026-12-24"), day("2027-01-03"))
    [(cover_id,)] = rows(HubCover.id)
    before = len(rows(Notice.id))
    close_constellation(sees(homes.manager), homes.constellation.id, last, 1)
    assert ends(talk) == {last}
    assert rows(HubCover.ends_on) == [(last,)]
    assert audited(cover_id) == [("named_cover", ";".join(FIELDS)), ("ended_cover", "ends_on")]
    assert len(rows(Notice.id)) - before == 5, "two of the hub, one of each satellite, and the liaison worker"
    assert ("closed_constellation",) in rows(Activity.action)
    with pytest.raises(ClosesAlready):
        close_constellation(sees(homes.manager), homes.constellation.id, last, 2)
    newcomer = factories.create_home(homes.service)
    with pytest.raises(HasClosed):
        join_constellation(
            sees(homes.manager), newcomer.id, homes.constellation.id, HomeRole.SATELLITE, day("2026-12-01")
        )


def test_it_waits_for_sleepovers_between_its_homes(talk: Talk) -> None:
    homes, last = talk.homes, day("2026-12-05")
    stay = homes.stay("2026-12-04", "2026-12-06")
    manager = sees(homes.manager)
    assert len(what_closing_changes(manager, homes.constellation.id, last).must_end_first) == 1
    with pytest.raises(StaysGoOn):
        close_constellation(manager, homes.constellation.id, last, 1)
    assert ends(talk) == {None}
    call_off_stay(manager, stay.id, 1, "It closes.")
    close_constellation(manager, homes.constellation.id, last, version_of(talk))
    assert ends(talk) == {last}


def test_what_was_said_can_be_read_and_nothing_more_is_said(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "Goodbye all.")
    close_constellation(sees(homes.manager), homes.constellation.id, day("2026-12-31"), 1)
    say(homes.liaison, talk.everyone, "Until then.")
    clock.move_to("2026-12-31T12:00Z")
    assert bodies(homes.moira, talk.everyone) == []
    assert bodies(homes.liaison, talk.everyone) == ["Goodbye all.", "Until then."]
    with pytest.raises(ItHasClosed):
        say(homes.liaison, talk.everyone)


def test_opened_again_it_is_as_before_but_for_who_has_left(talk: Talk) -> None:
    homes, manager = talk.homes, sees(talk.homes.manager)
    with pytest.raises(NotClosed):
        open_constellation_again(manager, homes.constellation.id, 1)
    close_constellation(manager, homes.constellation.id, day("2026-12-31"), 1)
    open_constellation_again(manager, homes.constellation.id, version_of(talk))
    assert ends(talk) == {None}
    assert rows(Membership.starts_on)[0] == (ALWAYS,)


def test_opened_again_nobody_comes_back_who_left_later_or_belongs_elsewhere(talk: Talk) -> None:
    homes, manager, last = talk.homes, sees(talk.homes.manager), day("2026-12-01")
    close_constellation(manager, homes.constellation.id, last, 1)
    change_terms(manager, homes.patel.id, Terms(0, 3, HomeStatus.LEFT), day("2026-12-10"), 1)
    valley = factories.create_constellation(homes.service, "Vale")
    join_constellation(manager, homes.okafor.id, valley.id, HomeRole.SATELLITE, last)
    open_constellation_again(manager, homes.constellation.id, version_of(talk))
    session().rollback()
    here = select(Membership.home_id, Membership.ends_on).where(Membership.constellation_id == homes.constellation.id)
    found = {home_id: ends_on for home_id, ends_on in session().execute(covering(EVERYTHING, here))}  # noqa: C416  # a row is more
    assert found == {homes.hub.id: None, homes.patel.id: day("2026-12-10"), homes.okafor.id: last}


def test_opened_again_nobody_comes_back_whose_place_had_ended_on_that_day_by_itself(talk: Talk) -> None:
    homes, manager, last = talk.homes, sees(talk.homes.manager), day("2026-12-01")
    with transaction():
        held = hold(manager, Constellation, homes.constellation.id)
        [place] = session().scalars(visible(manager, Membership).where(Membership.home_id == homes.patel.id))
        end_membership(manager, place, held, last)
    close_constellation(manager, homes.constellation.id, last, version_of(talk))
    assert ends(talk) == {last}
    open_constellation_again(manager, homes.constellation.id, version_of(talk))
    found: dict[object, object] = dict(rows(Membership.home_id, Membership.ends_on))
    assert [found[home.id] for home in (homes.hub, homes.patel, homes.okafor)] == [None, last, None]


def test_what_was_hosted_before_is_counted_and_claimed_as_before(talk: Talk) -> None:
    homes = talk.homes
    factories.create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-20")
    close_constellation(sees(homes.manager), homes.constellation.id, day("2026-11-21"), 1)
    (row,) = uplift_rows(EVERYTHING, Month.of(day("2026-11-01")))
    assert (row.home_name, row.figures["counted"], row.figures["due"]) == ("Moira", 19, True)
    assert rows(Claim.id) == []


def test_a_liaison_worker_closes_nothing(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    with pytest.raises(Forbidden):
        close_constellation(sees(homes.liaison), homes.constellation.id, day("2026-12-31"), 1)
    assert client_of(app, homes.liaison).get(f"/constellations/{homes.constellation.id}/close").status_code == 403


def test_the_page_shows_first_closes_then_and_opens_again(app: Flask, talk: Talk) -> None:
    homes, client = talk.homes, client_of(app, talk.homes.manager)
    path = f"/constellations/{homes.constellation.id}/close"
    assert "Show what changes" in client.get(path).text
    assert "no longer belong to it" in client.get(path, query_string={"day": "2026-12-31"}).text
    assert ends(talk) == {None}, "looking closes nothing"
    page = client.post(path, data={"day": "2026-12-31", "version": "1"}, follow_redirects=True)
    assert "Closes on Thursday 31 December 2026" in page.text
    stale = client.post(f"/constellations/{homes.constellation.id}/open", data={"version": "1"})
    assert stale.status_code == 409
    again = client.post(f"/constellations/{homes.constellation.id}/open", data={"version": str(version_of(talk))})
    assert again.status_code == 302
    assert ends(talk) == {None}
