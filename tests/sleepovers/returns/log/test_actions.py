"""A hub writes down how it helped, puts it right and takes it back, until the month's return is submitted."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.rules import HomeRole
from sleepovers.returns.actions import submit_return
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.log import rules
from sleepovers.returns.log.actions import change_help, take_back_help, write_down_help
from sleepovers.returns.log.queries import log_page
from sleepovers.returns.log.rules import Helped
from sleepovers.returns.models import SupportEntry
from sleepovers.returns.rules import Answers, MayName
from tests.factories import changed, create_constellation, create_home, create_person, join
from tests.sleepovers.returns.factories import NOVEMBER, OCTOBER, Harbour, call, create_support_entry, sees

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """Moira's hub and its satellites."""
    return Harbour()


def help_of(harbour: Harbour, **more: object) -> Helped:
    """A check-in with the Patels, today."""
    return replace(Helped(Help.CHECK_IN, TODAY, harbour.patel.id), **more)  # type: ignore[arg-type]  # as given


def entries() -> list[SupportEntry]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), SupportEntry)))


def activity_of(key: uuid.UUID) -> list[Activity]:
    """What was done with one line of the log, the oldest first."""
    rows = visible(Viewer.system(), Activity).where(Activity.subject_id == key).order_by(Activity.id)
    return list(session().scalars(rows))


def written(harbour: Harbour, **more: object) -> uuid.UUID:
    return write_down_help(sees(harbour.moira), harbour.constellation.id, help_of(harbour, **more))


class TestWrite:
    def test_either_adult_writes_and_both_logs_say_so(self, harbour: Harbour) -> None:
        written(harbour, minutes=45, children=2, note="School run")
        write_down_help(sees(harbour.declan), harbour.constellation.id, help_of(harbour, help=Help.OTHER))
        lines = log_page(sees(harbour.declan), harbour.constellation.id, NOVEMBER).lines
        assert {(one.home, one.who, one.row.help, one.row.minutes) for one in lines} == {
            ("Patel", "Moira", Help.CHECK_IN, 45),
            ("Patel", "Declan", Help.OTHER, None),
        }
        assert [entry.action for entry in session().scalars(visible(Viewer.system(), AuditEntry))] == [
            "helped_family",
            "helped_family",
        ]

    @pytest.mark.parametrize(
        ("kind", "actions"),
        [
            (Help.CHECK_IN, {"helped_family", "was_helped"}),
            (Help.CARERS, {"helped_family", "was_helped"}),
            (Help.CHILDREN, {"helped_family"}),
            (Help.OTHER, {"helped_family"}),
        ],
    )
    def test_the_hub_took_part_and_so_did_a_family_it_spoke_with(
        self, harbour: Harbour, kind: Help, actions: set[str]
    ) -> None:
        key = written(harbour, help=kind, on=dt.date(2026, 11, 3))
        rows = activity_of(key)
        homes = {"helped_family": harbour.hub.id, "was_helped": harbour.patel.id}
        assert {(row.action, row.home_id) for row in rows} == {(action, homes[action]) for action in actions}
        assert {row.happened_on for row in rows} == {dt.date(2026, 11, 3)}

    @pytest.mark.parametrize(
        ("more", "refusal"),
        [
            ({"on": dt.date(2026, 11, 23)}, rules.NoSuchDay),
            ({"times": 0}, rules.NumberOutOfRange),
            ({"home_id": None}, rules.NotAMember),
            ({"on": dt.date(2019, 5, 5)}, rules.NotTheHubThen),
        ],
    )
    def test_what_cannot_have_been_is_refused(
        self, harbour: Harbour, more: dict[str, object], refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            written(harbour, **more)
        assert entries() == []

    def test_only_members_of_the_day_were_helped_and_not_the_hub_itself(self, harbour: Harbour) -> None:
        stranger = create_home(harbour.service)
        for home_id, on in (
            (harbour.grant.id, dt.date(2026, 10, 21)),
            (harbour.okafor.id, dt.date(2026, 10, 11)),
            (harbour.hub.id, TODAY),
            (stranger.id, TODAY),
        ):
            with pytest.raises(rules.NotAMember):
                written(harbour, home_id=home_id, on=on)
        written(harbour, home_id=harbour.grant.id, on=dt.date(2026, 10, 20))
        assert [row.home_id for row in entries()] == [harbour.grant.id]

    def test_nobody_but_the_hub_writes(self, harbour: Harbour) -> None:
        for person, refusal in (
            (harbour.anita, NotFound),
            (harbour.liaison, rules.OnlyTheHub),
            (harbour.manager, rules.OnlyTheHub),
            (harbour.finance, Forbidden),
        ):
            with pytest.raises(refusal):
                write_down_help(sees(person), harbour.constellation.id, help_of(harbour))

    def test_a_child_s_name_in_a_note_is_asked_about(self, harbour: Harbour) -> None:
        call(harbour.jb, "Jasper", harbour.anita)
        with pytest.raises(MayName):
            written(harbour, note="Took Jasper to school")
        written(harbour, note="Took Jasper to school", sure=True)
        assert len(entries()) == 1


class TestChange:
    def test_a_line_is_put_right_also_onto_another_month(self, harbour: Harbour) -> None:
        key = written(harbour)
        (row,) = entries()
        moved = help_of(harbour, on=dt.date(2026, 10, 30), help=Help.CHILDREN, minutes=30)
        assert change_help(sees(harbour.declan), key, moved, row.version) == OCTOBER
        (row,) = entries()
        assert (row.month, row.helped_on, row.help, row.minutes) == (OCTOBER, moved.on, Help.CHILDREN, 30)
        with pytest.raises(rules.EntryOvertaken):
            change_help(sees(harbour.moira), key, help_of(harbour), row.version - 1)

    def test_what_it_said_of_who_took_part_is_taken_back_and_said_anew(self, harbour: Harbour) -> None:
        key = written(harbour)
        change_help(sees(harbour.moira), key, help_of(harbour, home_id=harbour.okafor.id), 1)
        said = {(row.action, row.home_id) for row in activity_of(key)}
        assert said == {
            ("helped_family", harbour.hub.id),
            ("was_helped", harbour.patel.id),
            ("took_back_help", harbour.hub.id),
            ("was_not_helped", harbour.patel.id),
            ("was_helped", harbour.okafor.id),
            ("changed_help", harbour.hub.id),
        }

    def test_a_line_taken_back_is_gone_and_counts_no_more(self, harbour: Harbour) -> None:
        key = written(harbour)
        assert take_back_help(sees(harbour.moira), key) == (harbour.constellation.id, NOVEMBER)
        assert entries() == []
        actions = {row.action for row in session().scalars(visible(Viewer.system(), Activity))}
        assert actions == {"helped_family", "was_helped", "took_back_help", "was_not_helped"}

    def test_the_sign_of_the_first_hub_goes_with_a_line_that_the_next_one_puts_right_and_takes_back(
        self, harbour: Harbour
    ) -> None:
        key = written(harbour)
        following = create_home(harbour.service, "Next")
        join(following, harbour.constellation, HomeRole.HUB)
        sue = sees(create_person(harbour.moira.role, home=following))
        change_help(sue, key, help_of(harbour, on=TODAY - dt.timedelta(days=1)), 1)
        take_back_help(sue, key)
        said = [row for row in activity_of(key) if row.action in {"helped_family", "took_back_help"}]
        assert sorted((row.happened_on.day, row.action) for row in said) == [
            (21, "helped_family"),
            (21, "took_back_help"),
            (22, "helped_family"),
            (22, "took_back_help"),
        ]
        assert {(row.home_id, row.is_own) for row in said} == {(harbour.hub.id, True)}

    def test_a_line_of_others_is_not_there(self, harbour: Harbour) -> None:
        row = create_support_entry(harbour.constellation, harbour.hub, harbour.patel)
        next_door = create_home(harbour.service)
        join(next_door, create_constellation(harbour.service), HomeRole.HUB)
        sue = create_person(harbour.moira.role, home=next_door)
        for person in (harbour.anita, sue):
            with pytest.raises(NotFound):
                take_back_help(sees(person), row.id)
        with pytest.raises(rules.OnlyTheHub):
            take_back_help(sees(harbour.liaison), row.id)
        assert len(entries()) == 1


class TestSubmitted:
    def test_the_log_of_a_month_that_was_submitted_stays(self, harbour: Harbour) -> None:
        of_october = written(harbour, on=dt.date(2026, 10, 30))
        of_november = written(harbour)
        moira = sees(harbour.moira)
        submit_return(moira, harbour.constellation.id, OCTOBER, Answers(0, 0), 0)
        for refused in (
            lambda: written(harbour, on=dt.date(2026, 10, 31)),
            lambda: change_help(moira, of_october, help_of(harbour, on=dt.date(2026, 10, 30)), 1),
            lambda: change_help(moira, of_november, help_of(harbour, on=dt.date(2026, 10, 30)), 1),
            lambda: take_back_help(moira, of_october),
        ):
            with pytest.raises(rules.MonthSubmitted):
                refused()
        assert len(entries()) == 2
        page = log_page(moira, harbour.constellation.id, OCTOBER)
        assert (page.is_open, page.may_write) == (False, False)


def test_a_hub_that_was_succeeded_still_writes_of_its_own_days(harbour: Harbour) -> None:
    change = dt.date(2026, 11, 16)
    changed(harbour.hub_place, ends_on=change)
    written(harbour, on=dt.date(2026, 11, 15))
    assert len(entries()) == 1
    with pytest.raises(rules.NotTheHubThen):
        written(harbour, on=change)
