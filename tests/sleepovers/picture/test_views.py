"""The picture of a constellation and its twelve months, as they stand on the screen and in files."""

import datetime as dt

import pytest
from flask import Flask

from constellations.rules import ConstellationKind, HomeRole
from tests import factories
from tests.client import client_of
from tests.factories import create_home, create_stay, join
from tests.sleepovers.households import Households, make_households
from tests.sleepovers.picture.world import came, group_of, wrote

UNMET = "come to nothing"


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, the Patels with JB and the Okafors with AK; JB was at the hub, Patels and Okafors wrote."""
    made = make_households()
    create_stay(made.jb, made.hub, "2026-11-06", "2026-11-08")
    create_stay(made.ak, made.hub, "2026-10-02", "2026-10-12")
    came(made.constellation, "2026-11-07", made.hub, made.patel)
    return made


def address(homes: Households, what: str = "picture") -> str:
    """Where a page of the constellation is."""
    return f"/constellations/{homes.constellation.id}/{what}"


def test_staff_read_who_stands_apart_and_how_nights_are_shared(app: Flask, homes: Households) -> None:
    text = client_of(app, homes.liaison).get(address(homes)).text
    assert "only tied to the hub home" in text
    assert "Moira had 12 of 12 nights to stay: 100 in 100." in text
    assert "The children of Okafor had 10 of 12 nights: 83 in 100." in text
    assert 'aria-label="Moira, hub home"' in text
    assert "constellation__rim" in text


def test_carers_read_neither_who_stands_apart_nor_shares_of_others(app: Flask, homes: Households) -> None:
    for carer in (homes.moira, homes.anita):
        text = client_of(app, carer).get(address(homes)).text
        assert "Standing apart" not in text
        assert "constellation__rim" not in text
        assert "in 100" not in text
    assert "Moira and Okafor" in client_of(app, homes.moira).get(address(homes)).text
    assert "Moira and Okafor" not in client_of(app, homes.anita).get(address(homes)).text


def test_a_hub_is_not_told_on_which_days_others_talked(app: Flask, homes: Households) -> None:
    wrote(group_of(homes, homes.anita, homes.okafors), "2026-11-10", homes.anita, homes.okafors)
    came(homes.constellation, "2026-11-14", homes.patel, homes.okafor)
    assert "not told" in client_of(app, homes.moira).get(address(homes)).text
    assert "not told" not in client_of(app, homes.manager).get(address(homes)).text


def test_the_year_says_each_month_and_who_came(app: Flask, homes: Households) -> None:
    text = client_of(app, homes.liaison).get(address(homes, "year")).text
    assert "2 of 3 families came: 4 adults, 2 children." in text
    assert "Roost knows of this constellation since Friday 2 October 2026." in text
    assert UNMET in text
    assert UNMET not in client_of(app, homes.moira).get(address(homes, "year")).text


def test_months_before_all_that_is_known_say_so(app: Flask, homes: Households) -> None:
    text = client_of(app, homes.manager).get(address(homes, "year?last=2024-05")).text
    assert "Nothing is known of these months" in text
    assert "Twelve months after" in text


def test_an_empty_constellation_says_so_on_both_pages(app: Flask, homes: Households) -> None:
    empty = factories.create_constellation(homes.service)
    client = client_of(app, homes.manager)
    assert "No home belongs to it today" in client.get(f"/constellations/{empty.id}/picture").text
    assert "Nothing is known of these months" in client.get(f"/constellations/{empty.id}/year").text


def test_one_family_has_nobody_to_be_tied_to(app: Flask, homes: Households) -> None:
    alone = factories.create_constellation(homes.service)
    join(create_home(homes.service, "Alone"), alone)
    text = client_of(app, homes.manager).get(f"/constellations/{alone.id}/picture").text
    assert "One family belongs to it, so there is nobody whom it could be tied to." in text
    assert "no hub home" in text


def test_a_hive_speaks_of_its_support_worker(app: Flask, homes: Households) -> None:
    hive = factories.create_constellation(homes.service, "Reeds", ConstellationKind.HIVE)
    hub, *others = (create_home(homes.service, f"Home {n}") for n in range(14))
    join(hub, hive, HomeRole.HUB, starts_on=dt.date(2026, 1, 1))
    for one in others:
        join(one, hive, starts_on=dt.date(2026, 1, 1))
    came(hive, "2026-11-07", hub, others[0])
    text = client_of(app, homes.manager).get(f"/constellations/{hive.id}/picture").text
    assert "only tied to the support worker’s home" in text
    assert text.count("constellation__star") == 14


def test_what_has_to_be_known_beside_the_figures_is_said(app: Flask, homes: Households) -> None:
    change, gone = dt.date(2026, 11, 15), create_home(homes.service, "Quill")
    constellation, other = (factories.create_constellation(homes.service, name) for name in ("Wren", "Zenith"))
    before, after = create_home(homes.service, "Ash"), create_home(homes.service, "Elm")
    join(before, constellation, HomeRole.HUB, starts_on=dt.date(2026, 11, 2), ends_on=change)
    join(after, constellation, HomeRole.HUB, starts_on=change)
    join(after, other)
    join(gone, constellation, starts_on=dt.date(2026, 11, 2), ends_on=change)
    text = client_of(app, homes.manager).get(f"/constellations/{constellation.id}/picture").text
    assert "Elm became the hub home on Sunday 15 November 2026, after Ash." in text
    assert "Elm also belongs to Zenith." in text
    assert "Quill belonged to it until Saturday 14 November 2026." in text
    assert "Roost knows of this constellation since Monday 2 November 2026." in text


def test_the_longer_period_can_be_chosen_and_odd_ones_are_the_shorter(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.liaison)
    assert "23 November 2025 to" in client.get(address(homes, "picture?period=12-months")).text
    assert "24 September 2026 to" in client.get(address(homes, "picture?period=-1")).text


def test_the_name_of_a_home_cannot_become_markup(app: Flask, homes: Households) -> None:
    join(create_home(homes.service, "<b>&"), homes.constellation)
    text = client_of(app, homes.manager).get(address(homes)).text
    assert "<b>" not in text
    assert "&lt;b&gt;" in text


@pytest.mark.parametrize(
    ("sheet", "begins"),
    [
        (
            "ties",
            "constellation,first_day,last_day,home,other_home,nights,visits,events,talk_days,days_in_touch,strength",
        ),
        ("homes", "constellation,first_day,last_day,home,role,left_on,standing,hosted_nights,"),
        ("months", "constellation,month,is_known,nights,nights_hub,nights_satellites,beds_used,bed_nights,events,"),
        ("gatherings", "constellation,day,kind,title,register_kept,families,families_came,adults,children"),
    ],
)
def test_every_table_is_a_file_with_names_that_stay(app: Flask, homes: Households, sheet: str, begins: str) -> None:
    answer = client_of(app, homes.liaison).get(address(homes, f"picture/{sheet}.csv"))
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith(begins)
    assert f"constellation-{sheet}.csv" in answer.headers["Content-Disposition"]
    assert len(answer.text.splitlines()) > 1


def test_a_file_that_is_none_is_not_found(app: Flask, homes: Households) -> None:
    assert client_of(app, homes.liaison).get(address(homes, "picture/scores.csv")).status_code == 404


def test_who_may_not_see_constellations_sees_no_picture(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.finance)
    assert {client.get(address(homes, what)).status_code for what in ("picture", "year", "picture/ties.csv")} == {403}


def test_the_constellation_leads_to_its_picture(app: Flask, homes: Households) -> None:
    text = client_of(app, homes.anita).get(f"/constellations/{homes.constellation.id}").text
    assert address(homes) in text
    assert address(homes, "year") in text
