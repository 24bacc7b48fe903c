"""The tasks that open asks lack are made, once: of asks that a register brought, and of children who changed."""

import datetime as dt

from constellations.access import Viewer
from constellations.rules import StayAuthority
from sleepovers.asks.agreements.actions import seek_missing_agreements
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState
from sleepovers.rules import AskState
from tests import factories
from tests.registers import rows
from tests.sleepovers.households import Households

TODAY = dt.date(2026, 11, 22)


def run() -> tuple[int, str]:
    result = seek_missing_agreements(Viewer.system(), None, TODAY, TODAY)
    return result.found, result.words


def test_an_ask_without_its_task_gets_one_and_no_second(homes: Households) -> None:
    ask = factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29")
    assert run() == (1, "1 agreement to seek.")
    assert rows(Agreement.ask_id, Agreement.child_id, Agreement.owner_id, Agreement.state) == [
        (ask.id, homes.jb.id, homes.liaison.id, AgreementState.WAITING)
    ]
    assert run() == (0, "")


def test_none_is_made_where_the_carers_decide_or_nothing_is_open(homes: Households) -> None:
    decided = factories.create_child(homes.service, homes.patel, "KB", authority=StayAuthority.DELEGATED)
    factories.create_ask((decided,), (homes.hub,), "2026-11-27", "2026-11-29")
    factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29", AskState.WITHDRAWN)
    factories.create_ask((homes.ak,), (homes.hub,), "2026-11-20", "2026-11-29")
    assert run() == (0, "")
    assert rows(Agreement.id) == []
