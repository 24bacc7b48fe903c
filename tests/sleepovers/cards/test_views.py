"""The pages of stay cards and hand-overs, as each of those at the door finds them."""

import re

import pytest
import time_machine
from flask import Flask

from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from sleepovers.cards.handover.actions import pack
from sleepovers.cards.rules import CardWords
from sleepovers.models import Stay
from tests.client import client_of
from tests.constellations.accounts.signing_in import PASSWORD, with_password
from tests.sleepovers.cards.cards import SECRETS, confirmed, fill_in, versions, views
from tests.sleepovers.households import Households, sees

IN_TIME, EARLY = "2026-11-27T18:00Z", "2026-11-24T09:00Z"


@pytest.fixture
def stay(homes: Households) -> Stay:
    """JB with Moira over the coming weekend."""
    return homes.stay("2026-11-27T17:00", "2026-11-29T10:30")


def test_the_home_fills_a_card_in_and_the_host_reads_it_when_it_opens(
    app: Flask, homes: Households, stay: Stay, clock: time_machine.Traveller
) -> None:
    anita, moira = client_of(app, homes.anita), client_of(app, homes.moira)
    path, edit = f"/stays/{stay.id}/card", f"/children/{homes.jb.id}/stay-card/edit"
    assert "JB has no stay card yet. The host needs it" in anita.get("/").text
    assert edit in anita.get(f"/stays/{stay.id}").text
    answer = anita.post(edit, data={"version": "0", "called": " Jaz ", "food": "No nuts.\r\nPouch.", "routine": ""})
    assert answer.location == f"/children/{homes.jb.id}/stay-card"
    assert '<dd class="said">No nuts.\nPouch.</dd>' in anita.get(answer.location).text
    assert "Opens Thu 26 Nov" not in moira.get("/").text, "that is far off"
    clock.move_to(EARLY)
    for page in ("/", f"/stays/{stay.id}"):
        assert "Opens Thu 26 Nov, 17:00, a day before the sleepover." in moira.get(page).text
    early = moira.get(path)
    assert early.status_code == 422
    assert "You can read this from Thu 26 Nov, 17:00 on" in early.text
    clock.move_to(IN_TIME)
    assert path in moira.get("/").text
    read = moira.get(path)
    assert read.status_code == 200
    assert read.headers["Cache-Control"] == "no-store"
    assert "Jaz" in read.text
    assert "Nothing is written down about: Routine, Medication and consent" in read.text
    assert "Read by" not in read.text
    assert "Anita Patel said on Sun 22 Nov, 09:00 that it is right for this stay." in read.text
    shown = client_of(app, homes.anita).get(f"/children/{homes.jb.id}/stay-card").text
    assert re.search(r"Moira Hale, Moira\s*<span class=\"rows__note\">the stay card, Fri 27 Nov, 18:00</span>", shown)


def test_still_right_is_one_press_and_leads_back(app: Flask, homes: Households, clock: time_machine.Traveller) -> None:
    fill_in(homes)
    later = homes.stay("2026-12-11T17:00", "2026-12-13")
    clock.move_to("2026-12-08T09:00Z")
    anita = client_of(app, homes.anita)
    assert "Is JB’s stay card still right for this sleepover?" in anita.get("/").text
    answer = anita.post(f"/stays/{later.id}/card/still-right", data={"back": "home"})
    assert answer.location == "/"
    assert "still right for this sleepover?" not in anita.get("/").text
    assert confirmed(later.id) == {1}
    assert anita.post(f"/stays/{later.id}/card/still-right").location == f"/stays/{later.id}"


def test_an_old_page_shows_what_stands_there_now_beside_what_was_typed_and_lets_one_go_on(
    app: Flask, homes: Households
) -> None:
    fill_in(homes)
    client, edit = client_of(app, homes.liaison), f"/children/{homes.jb.id}/stay-card/edit"
    opened = client.get(edit).text
    assert 'name="version" type="hidden" value="1"' in opened
    assert "On the card now:" not in opened
    fill_in(homes, by=homes.manager, version=1, words=sample(routine="Tea at seven."))
    typed = {"version": "1", "routine": "Tea at six.", "called": "Jaz"}
    answer = client.post(edit, data=typed)
    assert answer.status_code == 422
    assert "Somebody else changed this card while you were writing." in answer.text
    assert "Tea at six.</textarea>" in answer.text
    assert re.search(r"On the card now:</strong></p>\s*<p class=\"said\">Tea at seven.</p>", answer.text)
    assert answer.text.count("On the card now:") == 1
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert client.post(edit, data={**typed, "version": "2"}).status_code == 302
    assert [number for number, _called in versions(homes.jb)] == [1, 2, 3]


def sample(routine: str) -> CardWords:
    """A card that says the same name and another routine."""
    return CardWords(called="Jaz", routine=routine)


def test_what_is_too_long_or_empty_is_said_beside_it_and_nothing_typed_is_lost(app: Flask, homes: Households) -> None:
    client, edit = client_of(app, homes.anita), f"/children/{homes.jb.id}/stay-card/edit"
    answer = client.post(edit, data={"version": "0", "called": "x" * 41, "food": "y" * 1501, "night": "Light on."})
    assert answer.status_code == 422
    assert "at most 40 letters" in answer.text
    assert "at most 1,500 letters" in answer.text
    assert "Light on.</textarea>" in answer.text
    assert "There is nothing on the card yet" in client.post(edit, data={"version": "0", "food": " \n "}).text
    assert versions(homes.jb) == []


def test_before_a_card_is_changed_the_password_is_asked_for_again_and_nothing_typed_is_lost(
    app: Flask, homes: Households, clock: time_machine.Traveller
) -> None:
    with_password(homes.anita)
    client, edit = client_of(app, homes.anita), f"/children/{homes.jb.id}/stay-card/edit"
    clock.shift(PASSWORD_GIVEN_LATELY)
    assert client.get(edit).location == f"/sign-in/again?next={edit}"
    typed = {"version": "0", "routine": "Tea at five.\nBath."}
    asked = client.post(edit, data=typed)
    assert asked.status_code == 422
    assert "Your password again" in asked.text
    assert versions(homes.jb) == []
    assert client.post(edit, data={**typed, "again-password": PASSWORD}).status_code == 302
    assert versions(homes.jb) == [(1, "")]


def test_earlier_versions_are_read_by_those_who_keep_the_card(app: Flask, homes: Households) -> None:
    fill_in(homes)
    fill_in(homes, CardWords(called="Jay"), version=1)
    client, path = client_of(app, homes.anita), f"/children/{homes.jb.id}/stay-card/1"
    assert path in client.get(f"/children/{homes.jb.id}/stay-card").text
    assert "Landing light on." in client.get(path).text
    assert ("earlier", 1) in {(shown, number) for _person, shown, number in views(homes.jb)}
    assert client.get(f"/children/{homes.jb.id}/stay-card/9").status_code == 404
    assert client.get(f"/children/{homes.jb.id}/stay-card/{'9' * 30}").status_code == 404


def test_no_other_page_holds_a_word_of_it(
    app: Flask, homes: Households, stay: Stay, clock: time_machine.Traveller
) -> None:
    fill_in(homes)
    clock.move_to(IN_TIME)
    pack(sees(homes.anita), stay.id, "Rabbit")
    month = f"/nights/{homes.constellation.id}/2026-11"
    for person in (homes.anita, homes.moira, homes.liaison, homes.manager):
        client = client_of(app, person)
        for path in ("/", f"/stays/{stay.id}", month, "/notices", "/conversations", f"/homes/{homes.patel.id}"):
            text = client.get(path, follow_redirects=True).text
            assert [word for word in SECRETS if word in text] == [], path
    for word in ("Jaz", "Rabbit", "nuts"):
        assert "Landing" not in client_of(app, homes.manager).get(f"/search?words={word}").text


def test_those_who_keep_cards_find_them(app: Flask, homes: Households) -> None:
    path = f"/children/{homes.jb.id}/stay-card"
    assert path in client_of(app, homes.anita).get("/").text
    assert path in client_of(app, homes.anita).get(f"/homes/{homes.patel.id}").text
    assert path in client_of(app, homes.liaison).get(f"/children/{homes.jb.id}").text
    assert path not in client_of(app, homes.moira).get(f"/homes/{homes.patel.id}").text
    assert "Fill it in once, in a quiet hour." in client_of(app, homes.anita).get(path).text


class TestHandover:
    """Notes and the bag, on a phone without scripts."""

    def test_home_and_host_see_the_same_page(
        self, app: Flask, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        path = f"/stays/{stay.id}/handover"
        anita, moira = client_of(app, homes.anita), client_of(app, homes.moira)
        assert "Nothing is on the list yet." in moira.get(path).text
        assert anita.post(path, data={"words": "Had tea."}).location == path
        assert anita.post(f"{path}/packing", data={"things": "Rabbit\nInhaler"}).location == f"{path}#bag"
        page = moira.get(path).text
        assert "Had tea." in page
        assert "Who should read it?" not in page
        assert "Who should read it?" in client_of(app, homes.liaison).get(path).text
        rabbit = re.findall(r'id="there-([0-9a-f-]+)"', page)[0]
        assert moira.post(f"{path}/ticks", data={"ticked-there": rabbit}).location == f"{path}#bag"
        page = anita.get(path).text
        assert re.search(rf'id="there-{rabbit}"[^>]* checked', page)
        assert "Moira Hale, Fri 27 Nov, 18:00" in page
        assert anita.post(f"{path}/packing", data={"off": rabbit}).status_code == 302
        assert rabbit not in anita.get(path).text

    def test_what_was_typed_is_kept_where_it_cannot_be_taken(self, app: Flask, homes: Households, stay: Stay) -> None:
        client, path = client_of(app, homes.anita), f"/stays/{stay.id}/handover"
        answer = client.post(path, data={"words": " "})
        assert (answer.status_code, "Write down what the other home should know." in answer.text) == (422, True)
        long = "x" * 81
        answer = client.post(f"{path}/packing", data={"things": f"Rabbit\n{long}"})
        assert (answer.status_code, long in answer.text) == (422, True)
        assert "one thing on a line" in client.post(f"{path}/packing", data={"things": ""}).text
        assert client.post(f"{path}/packing", data={"off": "no-key"}).status_code == 422
        odd = {"ticked-sideways": "x", "ticked-there": ["no-key", str(homes.jb.id).upper()], "shown-there": "x"}
        assert client.post(f"{path}/ticks", data=odd).status_code == 302

    def test_whichever_button_is_pressed_keeps_all_that_was_filled_in(
        self, app: Flask, homes: Households, stay: Stay, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(IN_TIME)
        client, path = client_of(app, homes.moira), f"/stays/{stay.id}/handover"
        client.post(f"{path}/packing", data={"things": "Rabbit\nInhaler"})
        rabbit, inhaler = re.findall(r'id="home-([0-9a-f-]+)"', client.get(path).text)
        page = client.get(path).text
        assert f'name="ticked-home" type="checkbox" value="{rabbit}"' in page
        assert all(f'formaction="{path}/{press}"' in page for press in ("ticks", "packing"))
        filled = {"words": "Slept well.", "ticked-home": rabbit, "things": "Torch"}
        saved = client.post(f"{path}/ticks", data=filled, follow_redirects=True).text
        assert "Thank you. The list is kept." in saved
        assert "Thank you. The other home can read it." in saved
        assert ("Slept well." in saved, "Torch" in saved) == (True, True)
        filled = {"words": "Ate well.", "shown-home": rabbit, "ticked-home": [rabbit, inhaler], "things": ""}
        saved = client.post(path, data=filled, follow_redirects=True).text
        assert re.search(rf'id="home-{inhaler}"[^>]* checked', saved)
        long = "x" * 81
        refused = client.post(f"{path}/ticks", data={"words": "Was brave.", "things": long})
        assert (refused.status_code, f">{long}</textarea>" in refused.text) == (422, True)
        assert refused.text.count("Was brave.") == 1, "kept, and not to be sent again"


@pytest.mark.parametrize("number", [2, 2**31, 10**9 * 10, 10**30])
def test_a_version_that_never_was_is_not_found(app: Flask, homes: Households, number: int) -> None:
    fill_in(homes)
    card = f"/children/{homes.jb.id}/stay-card"
    client = client_of(app, homes.anita)
    assert [client.get(f"{card}/{one}").status_code for one in (1, number)] == [200, 404]
