"""The support log and the monthly return on the screen, as a PDF and as a file."""

import re

import pytest
from flask import Flask

from constellations.permissions import Role
from sleepovers.returns.actions import lock_return
from tests.client import RoostClient, client_of
from tests.factories import create_constellation, create_person, create_service, create_stay
from tests.sleepovers.returns.factories import (
    OCTOBER,
    Harbour,
    call,
    create_date,
    create_support_entry,
    sees,
    submitted,
)

ANSWERED = {"version": "0", "resignations": "yes", "resignations_many": "1", "endings": "no", "story": "Tea helped."}


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """October with a night at the hub, a line of the log, and a gathering without a register."""
    made = Harbour()
    create_stay(made.jb, made.hub, "2026-10-02", "2026-10-03")
    create_support_entry(made.constellation, made.hub, made.patel, "2026-10-03", minutes=90)
    create_date(made.constellation, "2026-10-24")
    return made


def place(harbour: Harbour, of: str = "/returns/2026-10") -> str:
    return f"/constellations/{harbour.constellation.id}{of}"


def plain(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def moira(app: Flask, harbour: Harbour) -> RoostClient:
    """The hub carer's browser."""
    return client_of(app, harbour.moira)


class TestSupportLog:
    def test_from_the_home_page_a_kind_a_family_and_done(self, moira: RoostClient, harbour: Harbour) -> None:
        home = moira.get("/").text
        way = re.search(r'href="([^"]*support-log/write\?help=check_in)"', home)
        assert way
        form = moira.get(way[1]).text
        assert re.search(r'value="check_in" checked', form)
        assert 'value="2026-11-22"' in form
        sent = {"help": "check_in", "home": str(harbour.patel.id), "helped_on": "2026-11-22"}
        page = plain(moira.post(way[1], data=sent, follow_redirects=True).text)
        assert "It is written down. You can change it, or take it back." in page
        assert "Check-in : Patel Sun 22 Nov; written down by Moira" in page

    def test_a_line_is_changed_and_taken_back(self, app: Flask, moira: RoostClient, harbour: Harbour) -> None:
        log = moira.get(place(harbour, "/support-log?month=2026-10")).text
        assert "1 hour 30 minutes" in log
        way = re.search(r'href="(/support-log/[^"]+)"', log)
        assert way
        assert 'value="90"' in moira.get(way[1]).text
        sent = {"version": "1", "help": "other", "home": str(harbour.patel.id), "helped_on": "2026-10-04", "times": "2"}
        page = plain(moira.post(way[1], data=sent, follow_redirects=True).text)
        assert "Other help : Patel Sun 4 Oct, 2 times" in page
        assert moira.post(way[1], data=sent).status_code == 409
        page = moira.post(f"{way[1]}/take-back", follow_redirects=True).text
        assert "Nothing is written down for this month" in page

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("help", "", "Choose what it was."),
            ("home", "", "Choose a family."),
            ("helped_on", "2026-12-24", "That day is still to come."),
            ("helped_on", "2019-01-01", "Your home was not the hub on that day."),
            ("times", "100", "Enter a number from 1 to 99."),
            ("minutes", "0", "Enter a number from 1 to 44640."),
            ("note", "x" * 201, "Say it in fewer words"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field(
        self, moira: RoostClient, harbour: Harbour, field: str, typed: str, said: str
    ) -> None:
        sent = {"help": "check_in", "home": str(harbour.patel.id), "helped_on": "2026-11-22", field: typed}
        answer = moira.post(place(harbour, "/support-log/write"), data=sent)
        assert answer.status_code == 422
        assert f'<a href="#{field}">{said}' in answer.text

    def test_a_name_in_a_note_is_asked_about_and_passes_when_it_is_meant(
        self, moira: RoostClient, harbour: Harbour
    ) -> None:
        call(harbour.jb, "Jasper", harbour.anita)
        sent = {"help": "other", "home": str(harbour.patel.id), "helped_on": "2026-11-22", "note": "Jasper's shoes"}
        asked = moira.post(place(harbour, "/support-log/write"), data=sent)
        assert (asked.status_code, "Nobody is named, write it down" in asked.text) == (422, True)
        assert moira.post(place(harbour, "/support-log/write"), data=sent | {"sure": "y"}).status_code == 302


class TestReturn:
    def test_it_is_written_by_roost_and_names_no_child(self, moira: RoostClient, harbour: Harbour) -> None:
        page = moira.get(place(harbour)).text
        said = plain(page)
        assert "Harbour, October 2026" in said
        assert "Planned sleepover, overnight 1 child-night counted by nights" in said
        assert "1 date has no register of who came. It is not counted." in said
        assert 'href="/events/' in page
        assert not re.search(r"\b(JB|AK|TW|SG)\b", said)

    def test_it_is_kept_submitted_sent_back_submitted_and_locked(
        self, app: Flask, moira: RoostClient, harbour: Harbour
    ) -> None:
        liaison, path = client_of(app, harbour.liaison), place(harbour)
        assert "It is kept." in moira.post(path, data=ANSWERED, follow_redirects=True).text
        sent = ANSWERED | {"version": "1", "act": "submit"}
        page = moira.post(path, data=sent, follow_redirects=True).text
        assert "It is with your liaison worker now." in page
        assert "Submit to your liaison worker" not in page
        assert "Returns to look at" in liaison.get("/").text
        back = {"version": "2", "act": "send_back", "words": ""}
        assert "Say in a few words what it is about" in liaison.post(f"{path}/decide", data=back).text
        liaison.post(f"{path}/decide", data=back | {"words": "Was there no picnic?"})
        page = plain(moira.get(path).text)
        assert "Was there no picnic?" in page
        moira.post(path, data=sent | {"version": "3"})
        done = liaison.post(f"{path}/decide", data={"version": "4", "act": "lock"}, follow_redirects=True).text
        assert "It is locked." in done
        noted = moira.post(f"{path}/note", data={"words": "Picnic found."}, follow_redirects=True).text
        assert "Picnic found." in noted
        assert moira.post(f"{path}/note", data={"words": " "}).status_code == 422
        assert moira.post(path, data=sent | {"version": "5"}).status_code == 409

    @pytest.mark.parametrize(
        ("more", "field", "said"),
        [
            ({"resignations": ""}, "resignations", "Say yes or no."),
            ({"resignations_many": ""}, "resignations_many", "Say how many: a number from 1 to 20."),
            ({"endings": "yes", "endings_many": "21"}, "endings_many", "Say how many"),
            ({"story": "x" * 1501}, "story", "Say it in fewer words"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, moira: RoostClient, harbour: Harbour, more: dict[str, str], field: str, said: str
    ) -> None:
        answer = moira.post(place(harbour), data=ANSWERED | {"act": "submit"} | more)
        assert answer.status_code == 422
        assert f'<a href="#{field}">{said}' in answer.text
        assert ("Tea helped." in answer.text) is ("story" not in more)

    def test_after_it_was_submitted_what_became_different_is_said(self, moira: RoostClient, harbour: Harbour) -> None:
        submitted(harbour)
        create_stay(harbour.ak, harbour.hub, "2026-10-02", "2026-10-03")
        page = plain(moira.get(place(harbour)).text)
        assert "Since then After it was submitted, this became different." in page
        assert "at the hub: planned: child-nights: 2, was 1" in page
        assert "Planned sleepover, overnight 1 child-night" in page

    def test_a_name_in_the_story_is_asked_about_once(self, moira: RoostClient, harbour: Harbour) -> None:
        call(harbour.jb, "Jasper", harbour.anita)
        sent = ANSWERED | {"story": "Jasper slept.", "act": "submit"}
        asked = moira.post(place(harbour), data=sent)
        assert (asked.status_code, "press the button again" in asked.text) == (422, True)
        assert 'name="sure"' in asked.text
        assert moira.post(place(harbour), data=sent | {"sure": "y"}).status_code == 302

    def test_it_comes_as_a_pdf_and_as_files(self, app: Flask, moira: RoostClient, harbour: Harbour) -> None:
        version = submitted(harbour).version
        lock_return(sees(harbour.liaison), harbour.constellation.id, OCTOBER, version)
        pdf = moira.get(place(harbour, "/returns/2026-10/return.pdf"))
        assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
        assert client_of(app, harbour.manager).get(place(harbour, "/returns/2026-10/return.pdf")).data == pdf.data
        table = moira.get(place(harbour, "/returns/2026-10/return.csv"))
        assert table.text.startswith("service,constellation,month,state,daytime_carers_times")
        families = moira.get(place(harbour, "/returns/2026-10/return.csv?of=families"))
        assert [line.split(",")[3] for line in families.text.splitlines()] == [
            *("family", "Grant", "Moira", "Okafor", "Patel")
        ]

    def test_months_without_a_return_say_why(self, app: Flask, harbour: Harbour) -> None:
        liaison = client_of(app, harbour.liaison)
        for month, said in (
            ("2024-08", "This constellation began on Sunday 1 September 2024."),
            ("2026-12", "December 2026 has not begun yet, so it has no return."),
            ("soon", "There is no such month."),
        ):
            answer = liaison.get(place(harbour, f"/returns/{month}"))
            assert (answer.status_code, said in answer.text) == (404, True)
        empty = plain(liaison.get(place(harbour, "/returns/2026-09")).text)
        assert "Nothing is written down for this month." in empty

    def test_others_do_not_find_it(self, app: Flask, harbour: Harbour) -> None:
        stranger = create_person(Role.MANAGER, create_service())
        for person, status in ((harbour.anita, 404), (harbour.finance, 403), (stranger, 404)):
            client = client_of(app, person)
            for of in ("/returns/2026-10", "/returns/2026-10/return.pdf", "/support-log"):
                assert client.get(place(harbour, of)).status_code == status


class TestLists:
    def test_the_hub_sees_its_months_and_the_manager_a_month_of_all(
        self, app: Flask, moira: RoostClient, harbour: Harbour
    ) -> None:
        assert "waits for you" in plain(moira.get("/returns").text)
        assert "There is no return here" in client_of(app, harbour.anita).get("/returns").text
        submitted(harbour)
        assert "with the liaison worker" in plain(moira.get("/returns").text)
        create_constellation(harbour.service, "Anchor")
        manager = client_of(app, harbour.manager)
        page = manager.get("/returns").text
        assert ("waits for you" in plain(page), "September 2026" in page, "November 2026" in page) == (True,) * 3
        assert "There is no return here" in manager.get("/returns?month=2027-03").text
        assert "December 2026" not in manager.get("/returns?month=2026-11").text

    def test_a_quarter_is_added_up_and_what_may_still_change_is_marked(self, app: Flask, harbour: Harbour) -> None:
        submitted(harbour)
        manager = client_of(app, harbour.manager)
        page = plain(manager.get("/returns/period?year=2026&quarter=3").text)
        assert "2 returns, 0 of them locked." in page
        assert "2 may still change" in page
        assert "fewer than 5 different children, as known today" in page
        table = manager.get("/returns/period.csv?year=2026&quarter=3")
        assert table.headers["Content-Disposition"] == 'attachment; filename="returns-2026-q3.csv"'
        assert len(table.text.splitlines()) == 3
        assert "This time has not begun yet" in manager.get("/returns/period?year=2026&quarter=4").text
        assert "No constellation was there then" in manager.get("/returns/period?year=2020").text
