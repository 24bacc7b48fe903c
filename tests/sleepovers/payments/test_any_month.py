"""Something may be wrong with a night of any month, due or not, and staff write it down for a carer who phones."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.queries import viewer_for
from sleepovers.payments import rules
from sleepovers.payments.checking.actions import check_claim
from sleepovers.payments.disputing.actions import (
    Wrong,
    say_what_is_wrong,
    settle_dispute,
    write_down_what_is_wrong,
)
from sleepovers.payments.models import Adjustment, NightDispute
from sleepovers.payments.queries import claim_of, disputes_of, home_in_month, open_disputes
from sleepovers.payments.rules import DisputeState
from sleepovers.uplift import ClaimStatus
from tests.factories import create_person
from tests.sleepovers.claims.months import OCTOBER, Around, create_around, host
from tests.sleepovers.households import acts, audited
from tests.sleepovers.payments.paths import EVERYTHING, Due, due, lines, row, sleep_not

LAST = OCTOBER.days[-1]
MISSING = Wrong(LAST, None, "JB slept here too.")


@pytest.fixture
def quiet(app: Flask) -> Around:
    """A hub that hosted four nights: nothing is due, and there is no claim."""
    around = create_around()
    host(around.hub, 4)
    return around


def news(person: Person) -> set[str]:
    """What somebody was told."""
    return set(
        session().scalars(
            visible(Viewer.system(), Notice).where(Notice.person_id == person.id).with_only_columns(Notice.words)
        )
    )


def settle(dispute: NightDispute, person: Person, state: DisputeState = DisputeState.PUT_RIGHT) -> None:
    """Staff say what came of it."""
    settle_dispute(viewer_for(person), dispute.id, state, "The diary says so too.", dispute.version)


class TestBelowTheThreshold:
    """No claim is needed: the same words, the same clock, the same states."""

    def test_a_home_without_a_claim_says_it_and_hears_what_came_of_it(self, quiet: Around) -> None:
        dispute = row(NightDispute, say_what_is_wrong(viewer_for(quiet.carer), OCTOBER, quiet.hub.id, MISSING))
        assert (dispute.state, dispute.entered_by, dispute.month) == (DisputeState.OPEN, None, OCTOBER)
        assert claim_of(EVERYTHING, OCTOBER, quiet.hub.id) is None
        assert any("something is wrong with the night of Sat 31 Oct" in words for words in news(quiet.liaison))
        assert [each.row.id for each in open_disputes(viewer_for(quiet.liaison))] == [dispute.id]
        settle(dispute, quiet.liaison)
        assert any("Staff have looked at it: put right." in words for words in news(quiet.carer))
        assert open_disputes(viewer_for(quiet.liaison)) == []
        assert list(session().scalars(visible(EVERYTHING, Adjustment))) == []
        assert sorted(acts(dispute.id)) == ["disputed_night", "settled_dispute"]
        assert audited(dispute.id) == [("disputed_night", ""), ("settled_dispute", "state;answer")]

    def test_a_claim_that_comes_later_knows_of_it(self, quiet: Around) -> None:
        stay = host(quiet.hub, 14)[0]
        wrong = Wrong(stay.arrive_on, stay.id, "It was at home that night.")
        dispute = row(NightDispute, say_what_is_wrong(viewer_for(quiet.carer), OCTOBER, quiet.hub.id, wrong))
        way = due(1, quiet).approved()
        assert way.claim.status is ClaimStatus.APPROVED
        assert [line.pence for line in lines(way.export())] == [8000], "nineteen were counted, one of them waits"
        settle(dispute, quiet.liaison, DisputeState.STANDS)
        assert way.export().pence == 4000

    def test_a_month_of_which_nothing_is_due_any_more_can_be_asked_about_too(self, app: Flask) -> None:
        way = due(17)
        sleep_not(way.stays[0])
        way.flag()
        assert way.claim.status is ClaimStatus.VOID
        way.dispute(way.stays[0].arrive_on + dt.timedelta(days=1))
        assert [each.month for each in disputes_of(EVERYTHING, (way.around.hub.id, OCTOBER))] == [OCTOBER]

    def test_only_the_home_itself_says_it_and_others_see_nothing(self, quiet: Around) -> None:
        say_what_is_wrong(viewer_for(quiet.carer), OCTOBER, quiet.hub.id, MISSING)
        for person, refused in ((quiet.neighbour, NotFound), (quiet.liaison, Forbidden), (quiet.finance, Forbidden)):
            with pytest.raises(refused):
                say_what_is_wrong(viewer_for(person), OCTOBER, quiet.hub.id, MISSING)
        assert disputes_of(viewer_for(quiet.neighbour), (quiet.hub.id, OCTOBER)) == []
        stranger = create_around()
        with pytest.raises(NotFound):
            home_in_month(viewer_for(stranger.liaison), OCTOBER, quiet.hub.id)

    def test_who_spoke_for_the_home_does_not_settle_it_in_another_role(self, quiet: Around) -> None:
        dispute = row(NightDispute, say_what_is_wrong(viewer_for(quiet.carer), OCTOBER, quiet.hub.id, MISSING))
        theirs = create_person(Role.MANAGER, quiet.service, home=quiet.hub)
        with pytest.raises(rules.OwnMoney):
            settle(dispute, theirs)


class TestByPhone:
    """Staff write down what a carer says, marked so: for whom, and by whom."""

    def write_down(
        self, way: Due, wrong: Wrong = MISSING, by: Person | None = None, who: Person | None = None
    ) -> NightDispute:
        """The liaison worker writes down what the hub's carer says, unless others are named."""
        around = way.around
        staff, carer = viewer_for(by or around.liaison), (who or around.carer).id
        return row(NightDispute, write_down_what_is_wrong(staff, OCTOBER, around.hub.id, wrong, carer))

    def test_it_is_marked_with_who_says_it_and_who_wrote_it_down(self, app: Flask) -> None:
        way = due()
        dispute = self.write_down(way)
        assert (dispute.raised_by, dispute.entered_by) == (way.around.carer.id, way.around.liaison.id)
        (shown,) = disputes_of(EVERYTHING, (way.around.hub.id, OCTOBER))
        assert (shown.raised_by, shown.entered_by) == (way.around.carer.name, way.around.liaison.name)
        assert acts(dispute.id) == ["wrote_down_dispute"]

    def test_the_carer_hears_what_was_written_and_staff_who_did_not_write_it(self, app: Flask) -> None:
        way = due()
        self.write_down(way, by=way.around.manager)
        assert any("wrote down for you that something is wrong" in words for words in news(way.around.carer))
        assert any("Please look at it." in words for words in news(way.around.liaison))
        own = Wrong(OCTOBER.days[-2], None, "JB slept here too.")
        before = news(way.around.liaison)
        self.write_down(way, own)
        assert news(way.around.liaison) == before, "who writes it down needs no telling"

    def test_only_that_night_waits_and_who_wrote_it_down_may_check_and_settle(self, app: Flask) -> None:
        way = due()
        stay = way.stays[0]
        dispute = self.write_down(way, Wrong(stay.arrive_on, stay.id, "It was at home."))
        way.approved()
        assert [line.pence for line in lines(way.export())] == [8000]
        settle(dispute, way.around.liaison, DisputeState.STANDS)
        assert [line.pence for line in lines(way.export())] == [4000]

    def test_it_is_said_by_a_carer_of_that_home_alone(self, app: Flask) -> None:
        way = due()
        for who in (way.around.neighbour, way.around.manager):
            with pytest.raises(rules.NobodyOfTheHome):
                self.write_down(way, who=who)
        with pytest.raises(rules.NobodyOfTheHome):
            write_down_what_is_wrong(viewer_for(way.around.liaison), OCTOBER, way.around.hub.id, MISSING, None)

    def test_the_same_night_is_written_down_once_whoever_says_it(self, app: Flask) -> None:
        way = due()
        self.write_down(way)
        with pytest.raises(rules.DisputedAlready):
            self.write_down(way, by=way.around.manager)
        with pytest.raises(rules.DisputedAlready):
            say_what_is_wrong(viewer_for(way.around.carer), OCTOBER, way.around.hub.id, MISSING)

    def test_not_by_carers_nor_finance_nor_staff_of_the_home_itself(self, app: Flask) -> None:
        way = due()
        theirs = create_person(Role.MANAGER, way.around.service, home=way.around.hub)
        for person, refused in (
            (way.around.carer, Forbidden),
            (way.around.finance, Forbidden),
            (theirs, rules.OwnMoney),
        ):
            with pytest.raises(refused):
                self.write_down(way, by=person)

    def test_a_page_that_was_open_meanwhile_checks_nothing(self, app: Flask) -> None:
        way = due()
        seen = way.claim.version
        self.write_down(way)
        with pytest.raises(rules.ClaimChanged):
            check_claim(viewer_for(way.around.liaison), way.claim.id, seen)
