"""How much came to nothing, on the screen, on the home page and as files."""

import pytest
from flask import Flask

from sleepovers.rules import AskState
from tests.client import client_of
from tests.factories import changed, create_ask
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, the Patels with JB and the Okafors with AK; of two asks one came to nothing."""
    made = make_households()
    create_ask((made.jb,), (made.hub,), "2026-11-13", "2026-11-14", AskState.AGREED)
    declined = create_ask((made.jb,), (made.hub,), "2026-11-14", "2026-11-15", AskState.DECLINED)
    changed(declined, reason="=1+1")
    return made


def test_the_figure_stands_on_the_home_page_of_manager_and_liaison_worker(app: Flask, homes: Households) -> None:
    said = "Of 2 sleepovers that were wanted, 1 came to nothing (50 in 100)."
    for person in (homes.manager, homes.liaison):
        assert said in client_of(app, person).get("/").text
    for person in (homes.moira, homes.finance):
        assert "came to nothing" not in client_of(app, person).get("/").text


def test_the_page_has_figures_a_picture_and_tables_and_names_no_child(app: Flask, homes: Households) -> None:
    text = client_of(app, homes.liaison).get("/asks/unmet/figures?months=3").text
    assert "September 2026 to November 2026" in text
    assert '<svg class="shares__bars"' in text
    assert "By month" in text
    assert "“=1+1”" in text
    assert "not known (from the register)" in text
    assert "JB" not in text


def test_the_files_are_tables_in_which_nothing_is_worked_out(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    answer = client.get("/asks/unmet/asks.csv?months=3")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="unmet-asks.csv"'
    assert answer.text.splitlines()[2].endswith(",declined,no,,'=1+1")
    figures = client.get("/asks/unmet/figures.csv?months=3").text.splitlines()
    assert figures[-1] == "2026-11,Harbour,2,0,1,1,0,0,0,0,0,0,1,50"


def test_a_single_one_is_said_as_one(app: Flask) -> None:
    homes = make_households()
    create_ask((homes.jb,), (homes.hub,), "2026-11-13", "2026-11-14", AskState.AGREED)
    assert (
        "Of 1 sleepover that was wanted, 0 came to nothing (0 in 100)." in client_of(app, homes.manager).get("/").text
    )


def test_nobody_asked_is_said(app: Flask) -> None:
    homes = make_households()
    text = client_of(app, homes.manager).get("/asks/unmet/figures").text
    assert "Nobody has asked in this time" in text
    assert "came to nothing (" not in client_of(app, homes.manager).get("/").text


@pytest.mark.parametrize("path", ["/asks/unmet/figures", "/asks/unmet/figures.csv", "/asks/unmet/asks.csv"])
def test_carers_and_finance_read_none_of_it(app: Flask, homes: Households, path: str) -> None:
    for person in (homes.moira, homes.anita, homes.finance):
        assert client_of(app, person).get(path).status_code == 403
    assert client_of(app, homes.manager).get(f"{path}?months=x&constellation=y").status_code == 200
