"""What is stored of a constellation, as its page has it: ties, give and take, and what has to be said beside them."""

import datetime as dt

import pytest

from constellations.core.database import database
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from messaging.conversations.actions import begin
from messaging.posting.actions import Written, post_message
from messaging.rules import ConversationKind
from sleepovers.picture.giving.rules import Flow
from sleepovers.picture.page import PicturePage
from sleepovers.picture.queries import picture_page
from sleepovers.picture.rules import Period, Sight, Standing, Together
from sleepovers.picture.words import homes_as_csv, ties_as_csv
from sleepovers.rules import StayKind, StayState
from tests import factories
from tests.factories import create_child, create_home, create_person, create_stay, join
from tests.messaging.factories import create_conversation
from tests.queries import count_queries
from tests.sleepovers.households import Households, sees
from tests.sleepovers.picture.world import came, group_of, wrote


def seen_by(person: Person, homes: Households, period: Period = Period.SIXTY_DAYS) -> PicturePage:
    """The page as somebody has it."""
    return picture_page(sees(person), homes.constellation.id, period)


def tied(page: PicturePage) -> dict[tuple[str, str], dict[Together, int]]:
    """What ties each two homes, by name."""
    return {(line.home, line.other): dict(line.tie.counts) for line in page.ties}


def test_nights_visits_events_and_talk_tie_homes(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-11-06", "2026-11-08")
    create_stay(homes.ak, homes.patel, "2026-11-14T10:00", "2026-11-14T16:00", kind=StayKind.DAY_CARE)
    came(homes.constellation, "2026-11-07", homes.hub, homes.patel)
    wrote(group_of(homes, homes.anita, homes.okafors), "2026-11-10", homes.anita, homes.okafors)
    page = seen_by(homes.liaison, homes)
    assert tied(page) == {
        ("Moira", "Patel"): {Together.NIGHT: 2, Together.EVENT: 1},
        ("Okafor", "Patel"): {Together.BY_DAY: 1, Together.TALK: 1},
    }
    # The event was on one of the two nights.
    assert [len(line.tie.days) for line in page.ties] == [2, 2]
    assert all(line.path for line in page.ties)
    assert (page.sight, page.nights, page.hub and page.hub.home) == (Sight.ALL, 2, "Moira")


def test_two_who_write_to_each_other_are_tied(homes: Households) -> None:
    talk = begin(sees(homes.anita), "", [homes.okafors.id])
    for person in (homes.anita, homes.okafors, homes.anita):
        post_message(sees(person), talk, Written(new_id(), "Tea at five?"))
    assert tied(seen_by(homes.liaison, homes)) == {("Okafor", "Patel"): {Together.TALK: 1}}


@pytest.mark.parametrize("kind", [ConversationKind.EVERYONE, ConversationKind.HUB_AND_LIAISON])
def test_who_writes_where_everybody_reads_is_tied_to_nobody(homes: Households, kind: ConversationKind) -> None:
    everyone = create_conversation(kind, homes.service, homes.constellation)
    wrote(everyone.id, "2026-11-10", homes.anita, homes.okafors)
    assert tied(seen_by(homes.liaison, homes)) == {}


def test_two_who_write_on_different_days_in_london_did_not_talk(homes: Households) -> None:
    group = group_of(homes, homes.anita, homes.okafors)
    wrote(group, "2026-10-24", homes.anita)
    wrote(group, "2026-10-25", homes.okafors)
    assert tied(seen_by(homes.liaison, homes)) == {}


def test_a_night_counts_once_it_is_confirmed_and_is_said_until_then(homes: Households) -> None:
    homes.stay("2026-11-19", "2026-11-24")
    create_stay(homes.ak, homes.hub, "2026-11-06", "2026-11-07", StayState.CANCELLED)
    page = seen_by(homes.liaison, homes)
    assert (tied(page), page.nights, page.around.untold) == ({}, 0, 3)


def test_who_stands_apart_is_told_to_staff_alone(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-11-06", "2026-11-08")
    staff = seen_by(homes.manager, homes)
    assert [(light.home, light.standing) for light in staff.lights if light.is_apart] == [
        ("Okafor", Standing.NO_TIE),
        ("Patel", Standing.ONLY_HUB),
    ]
    for carer in (homes.moira, homes.anita):
        page = seen_by(carer, homes)
        assert {light.standing for light in page.lights} == {None}
        assert {line.standing for line in page.shares} == {None}
        assert (page.layout.rim, page.large_hosts, page.unused, page.is_told_all) == (None, (), (), False)


def test_a_hub_reads_nights_and_events_of_all_and_its_own_talk_alone(homes: Households) -> None:
    create_stay(homes.jb, homes.okafor, "2026-11-06", "2026-11-07")
    wrote(group_of(homes, homes.anita, homes.okafors), "2026-11-10", homes.anita, homes.okafors)
    wrote(group_of(homes, homes.anita, homes.moira), "2026-11-11", homes.anita, homes.moira)
    hub = seen_by(homes.moira, homes)
    assert tied(hub) == {("Moira", "Patel"): {Together.TALK: 1}, ("Okafor", "Patel"): {Together.NIGHT: 1}}
    assert [line.talk_days for line in hub.ties] == [1, None]
    assert {line.home for line in hub.shares} == {"Moira", "Okafor", "Patel"}


def test_a_satellite_reads_of_its_own_home_alone(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-11-06", "2026-11-07")
    create_stay(homes.ak, homes.hub, "2026-11-06", "2026-11-07")
    page = seen_by(homes.anita, homes)
    assert tied(page) == {("Moira", "Patel"): {Together.NIGHT: 1}}
    assert [(line.home, line.share.nights_received) for line in page.shares] == [("Patel", 1)]
    assert "Okafor" not in ties_as_csv(page) + homes_as_csv(page)


def test_what_a_family_needs_or_carries_much_is_told_to_staff(homes: Households) -> None:
    create_stay(homes.jb, homes.hub, "2026-11-01", "2026-11-13")
    page = seen_by(homes.liaison, homes)
    assert [(page.roster.names[one.home_id], one.nights, one.of_all) for one in page.large_hosts] == [("Moira", 12, 12)]
    assert [page.roster.names[one.home_id] for one in page.large_families] == ["Patel"]
    assert [(page.roster.names[one.home_id], one.last) for one in page.unused] == [("Okafor", None)]


def test_when_a_family_last_had_a_sleepover_is_known_from_before_the_period(homes: Households) -> None:
    create_stay(homes.ak, homes.hub, "2026-07-10", "2026-07-12")
    page = seen_by(homes.liaison, homes)
    last = {page.roster.names[one.home_id]: one.last for one in page.unused}
    assert (last, page.nights) == ({"Okafor": dt.date(2026, 7, 11), "Patel": None}, 0)
    assert seen_by(homes.liaison, homes, Period.YEAR).nights == 2


def test_a_home_that_left_is_counted_until_then_and_not_drawn(homes: Households) -> None:
    gone = create_home(homes.service, "Quill")
    join(gone, homes.constellation, ends_on=dt.date(2026, 11, 10))
    child = create_child(homes.service, gone)
    create_stay(child, homes.hub, "2026-11-06", "2026-11-07")
    create_stay(child, homes.hub, "2026-11-13", "2026-11-14")
    page = seen_by(homes.liaison, homes)
    assert "Quill" not in {light.home for light in page.lights}
    assert [(line.home, line.other, line.path) for line in page.ties] == [("Moira", "Quill", None)]
    assert page.around.left == (("Quill", dt.date(2026, 11, 10)),)
    quill = next(line for line in page.shares if line.home == "Quill")
    assert (quill.role, quill.left_on, quill.share.nights_received) == (None, dt.date(2026, 11, 10), 1)
    assert "Quill" not in {line.home for line in seen_by(homes.moira, homes).shares}


def test_a_family_of_two_constellations_is_said_to_staff_who_see_both(homes: Households) -> None:
    other = factories.create_constellation(homes.service, "Zenith")
    far = create_home(homes.service, "Far")
    join(far, other, HomeRole.HUB)
    join(homes.patel, other)
    create_stay(homes.jb, far, "2026-11-06", "2026-11-07")
    page = seen_by(homes.manager, homes)
    assert page.around.elsewhere == (("Patel", ("Zenith",)),)
    assert (tied(page), page.flows[Flow.ELSEWHERE]) == ({}, 1)
    assert seen_by(homes.liaison, homes).around.elsewhere == ()
    assert seen_by(homes.anita, homes).around.elsewhere == ()


def test_another_hub_within_the_days_is_said(homes: Households) -> None:
    constellation, change = factories.create_constellation(homes.service), dt.date(2026, 11, 15)
    before, after = create_home(homes.service, "Ash"), create_home(homes.service, "Elm")
    join(before, constellation, HomeRole.HUB, ends_on=change)
    join(before, constellation, starts_on=change)
    join(after, constellation, ends_on=change)
    join(after, constellation, HomeRole.HUB, starts_on=change)
    child = create_child(homes.service, after)
    create_stay(child, before, "2026-11-14", "2026-11-16")
    page = picture_page(sees(homes.manager), constellation.id, Period.SIXTY_DAYS)
    assert [(one.home, one.before, one.day) for one in page.around.hub_changes] == [("Elm", "Ash", change)]
    assert {flow.value: nights for flow, nights in page.flows.items() if nights} == {"by_hub": 1, "for_hub": 1}


def test_a_constellation_without_homes_or_with_one_is_a_page_too(homes: Households) -> None:
    empty, one = (factories.create_constellation(homes.service) for _ in range(2))
    join(create_home(homes.service, "Alone"), one, HomeRole.HUB, starts_on=dt.date(2026, 11, 1))
    nobody = picture_page(sees(homes.manager), empty.id, Period.SIXTY_DAYS)
    assert (nobody.lights, nobody.ties, nobody.around.since) == ((), (), None)
    alone = picture_page(sees(homes.manager), one.id, Period.SIXTY_DAYS)
    assert ([light.home for light in alone.lights], alone.around.since) == (["Alone"], dt.date(2026, 11, 1))


def test_events_of_one_family_of_the_service_and_called_off_ones_tie_nobody(homes: Households) -> None:
    off = came(homes.constellation, "2026-11-07", homes.patel, homes.okafor)
    factories.changed(off, cancelled_at=dt.datetime(2026, 11, 6, tzinfo=dt.UTC))
    next_door = factories.create_constellation(homes.service)
    came(next_door, "2026-11-08", homes.patel, homes.okafor)
    assert tied(seen_by(homes.liaison, homes)) == {}


def test_who_does_not_see_a_constellation_finds_none(homes: Households) -> None:
    elsewhere = factories.create_service()
    stranger = create_person(Role.MANAGER, elsewhere)
    with pytest.raises(NotFound):
        seen_by(stranger, homes)


def test_it_takes_as_many_queries_with_much_as_with_nothing(homes: Households) -> None:
    liaison = sees(homes.liaison)
    with count_queries(database().engine) as none:
        picture_page(liaison, homes.constellation.id, Period.YEAR)
    for day in range(1, 15):
        create_stay(homes.jb, homes.hub, f"2026-10-{day:02}", f"2026-10-{day + 1:02}")
        came(homes.constellation, f"2026-10-{day:02}", homes.hub, homes.patel, homes.okafor)
        join(create_home(homes.service), homes.constellation)
    with count_queries(database().engine) as many:
        page = picture_page(liaison, homes.constellation.id, Period.YEAR)
    assert (page.nights, len(page.lights), len(many)) == (14, 17, len(none))
    assert len(many) <= 9
