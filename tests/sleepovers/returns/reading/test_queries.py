"""Who reads a return, and who finishes it: by who was the hub in its month."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.returns import rules
from sleepovers.returns.actions import add_note, lock_return, submit_return
from sleepovers.returns.models import SupportEntry
from sleepovers.returns.rules import Answers
from tests.factories import (
    changed,
    create_constellation,
    create_home,
    create_person,
    create_region,
    create_service,
    create_stay,
    join,
)
from tests.sleepovers.returns.factories import NOVEMBER, OCTOBER, Harbour, create_support_entry, page_of, sees

NO = Answers(0, 0)


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """October with one night at the hub."""
    made = Harbour()
    create_stay(made.jb, made.hub, "2026-10-02", "2026-10-03")
    return made


class TestSuccession:
    def test_both_hubs_of_the_month_read_it_and_the_one_of_its_end_submits(self, harbour: Harbour) -> None:
        change, key = dt.date(2026, 10, 16), harbour.constellation.id
        changed(harbour.hub_place, ends_on=change)
        after = create_home(harbour.service, "Lindqvist")
        join(after, harbour.constellation, HomeRole.HUB, change)
        eva = create_person(Role.HUB_CARER, home=after, name="Eva")
        assert page_of(harbour, eva).told.hubs == ("Moira", "Lindqvist")
        assert (page_of(harbour).may_write, page_of(harbour, eva).may_write) == (False, True)
        with pytest.raises(rules.NotTheHub):
            submit_return(sees(harbour.moira), key, OCTOBER, NO, 0)
        submit_return(sees(eva), key, OCTOBER, NO, 0)
        assert page_of(harbour).told.submitted is not None
        lock_return(sees(harbour.liaison), key, OCTOBER, page_of(harbour).version)
        assert (page_of(harbour).may_note, page_of(harbour, eva).may_note) == (False, True)
        with pytest.raises(rules.NotTheHub):
            add_note(sees(harbour.moira), key, OCTOBER, "It was ours for two weeks.")
        with pytest.raises(NotFound):
            page_of(harbour, eva, Month(2026, 9))
        with pytest.raises(NotFound):
            page_of(harbour, month=NOVEMBER)

    @pytest.mark.parametrize(
        "gone",
        [{"left_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}, {"password_hash": None}],
        ids=["left", "uninvited"],
    )
    def test_where_nobody_of_the_hub_can_sign_in_staff_finish_it(
        self, harbour: Harbour, gone: dict[str, object]
    ) -> None:
        key, liaison = harbour.constellation.id, sees(harbour.liaison)
        changed(harbour.declan, **gone)
        with pytest.raises(rules.NotTheHub):
            submit_return(liaison, key, OCTOBER, NO, 0)
        changed(harbour.moira, **gone)
        submit_return(liaison, key, OCTOBER, NO, 0)
        assert page_of(harbour, harbour.liaison).may_lock


class TestWhoReads:
    def test_a_satellite_finance_and_the_neighbours_do_not(self, harbour: Harbour) -> None:
        elsewhere = create_service()
        neighbours = create_constellation(harbour.service)
        strangers = (
            harbour.anita,
            create_person(Role.LIAISON, harbour.service, constellations=(neighbours,)),
            create_person(Role.MANAGER, elsewhere),
        )
        for person in strangers:
            with pytest.raises(NotFound):
                page_of(harbour, person)
        with pytest.raises(Forbidden):
            page_of(harbour, harbour.finance)

    @pytest.mark.parametrize(
        ("month", "refusal"),
        [(Month(2024, 8), rules.BeforeItBegan), (Month(2026, 12), rules.StillToCome)],
    )
    def test_a_month_without_a_return_says_why(self, harbour: Harbour, month: Month, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            page_of(harbour, harbour.liaison, month)

    def test_of_a_log_finance_and_a_region_read_no_line(self, harbour: Harbour) -> None:
        create_support_entry(harbour.constellation, harbour.hub, harbour.patel)
        regional = create_person(Role.REGIONAL, region=create_region())
        read = {}
        for person in (harbour.finance, regional, harbour.anita, harbour.liaison):
            read[person.role] = len(session().scalars(visible(sees(person), SupportEntry)).all())
        assert read == {Role.FINANCE: 0, Role.REGIONAL: 0, Role.SATELLITE_CARER: 0, Role.LIAISON: 1}

    def test_a_family_in_two_constellations_is_named(self, harbour: Harbour) -> None:
        join(harbour.patel, create_constellation(harbour.service))
        assert page_of(harbour).elsewhere == ("Patel",)

    def test_a_month_with_nothing_says_so(self, harbour: Harbour) -> None:
        assert page_of(harbour, month=Month(2026, 9)).told.figures.is_empty
