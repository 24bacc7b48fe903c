"""The pages from flag to payment, as a carer, staff and finance see them."""

import datetime as dt
import io
import re

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from constellations.models import Person
from constellations.permissions import Role
from sleepovers.payments.models import Batch, NightDispute
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.queries import disputes_of
from sleepovers.payments.rules import DisputeState
from sleepovers.uplift import ClaimStatus
from tests.client import client_of
from tests.factories import changed, create_person, create_region
from tests.sleepovers.claims.months import OCTOBER, create_around, host
from tests.sleepovers.payments.paths import EVERYTHING, Due, due, lines, row


@pytest.fixture
def way(app: Flask) -> Due:
    """A hub with nineteen nights in October."""
    return due()


def get(app: Flask, person: Person, path: str) -> TestResponse:
    """A page as somebody gets it."""
    return client_of(app, person).get(path)


def post(app: Flask, person: Person, path: str, **filled: object) -> TestResponse:
    """A form as somebody sends it, and where that leads."""
    return client_of(app, person).post(path, data=filled, follow_redirects=True)


def of(way: Due, rest: str = "") -> str:
    """The address of the home's month."""
    return f"/uplifts/2026-10/{way.around.hub.id}{rest}"


class TestCarer:
    def test_the_home_page_asks_and_one_press_answers(self, app: Flask, way: Due) -> None:
        text = get(app, way.around.carer, "/").text
        assert "October 2026: 19 nights counted, 3 beyond 16" in text
        assert "Looks right" in text
        assert "Looks right" not in get(app, way.around.neighbour, "/").text
        answer = post(app, way.around.carer, of(way, "/right"), version=way.claim.version)
        assert "Your home says that the month looks right." in answer.text
        assert "Your uplift" not in get(app, way.around.carer, "/").text

    def test_something_is_wrong_with_a_night(self, app: Flask, way: Due) -> None:
        stay = way.stays[0]
        path = of(way, f"/wrong?night={stay.arrive_on}&stay={stay.id}")
        assert path.replace("&", "&amp;") in get(app, way.around.carer, of(way)).text
        chosen = f'<option value="{stay.arrive_on} {stay.id}" selected>Thu 1 Oct, AK</option>'
        assert chosen in get(app, way.around.carer, path).text
        refused = post(app, way.around.carer, path, night=str(stay.arrive_on))
        assert (refused.status_code, "Say in a few words what is wrong." in refused.text) == (422, True)
        answer = post(app, way.around.carer, path, night=str(stay.arrive_on), words="Home by nine.")
        assert "Only this night waits; the rest goes on." in answer.text
        assert "Home by nine." in answer.text
        assert "said today" in answer.text

    def test_another_night_is_chosen_from_the_list_and_what_was_typed_is_kept(self, app: Flask, way: Due) -> None:
        first, second = way.stays
        path = of(way, f"/wrong?night={first.arrive_on}&stay={first.id}")
        other = str(first.arrive_on + dt.timedelta(days=1))
        both = post(app, way.around.carer, path, night=other, words="Home by nine.")
        assert (both.status_code, "not both." in both.text, "Home by nine." in both.text) == (422, True, True)
        answer = post(app, way.around.carer, path, which=f"{second.arrive_on} {second.id}", words="Home by nine.")
        assert "Only this night waits; the rest goes on." in answer.text
        none = post(app, way.around.carer, of(way, "/wrong"), which="", night="", words="Home by nine.")
        assert (none.status_code, "Choose the night." in none.text) == (422, True)
        missing = post(app, way.around.carer, of(way, "/wrong"), which="", night=other, words="One more slept here.")
        assert "All that is counted goes on." in missing.text
        said = {(each.row.night, each.row.stay_id) for each in disputes_of(EVERYTHING, (way.around.hub.id, OCTOBER))}
        assert said == {(second.arrive_on, second.id), (first.arrive_on + dt.timedelta(days=1), None)}

    def test_the_words_are_read_by_the_home_and_its_staff_and_not_by_finance(self, app: Flask, way: Due) -> None:
        way.dispute()
        for person, reads in ((way.around.carer, True), (way.around.manager, True), (way.around.finance, False)):
            assert ("It was at home that night." in get(app, person, of(way)).text) is reads

    def test_a_stale_page_says_so(self, app: Flask, way: Due) -> None:
        answer = post(app, way.around.carer, of(way, "/right"), version=99)
        assert answer.status_code == 409
        assert "has changed since you opened the page" in answer.text


class TestStaff:
    def test_the_liaison_worker_settles_and_checks(self, app: Flask, way: Due) -> None:
        dispute = way.dispute()
        liaison = way.around.liaison
        assert "something is wrong with the night of Thu 1 Oct" in get(app, liaison, "/").text
        path = f"/payments/disputes/{dispute.id}"
        assert "It was at home that night." in get(app, liaison, path).text
        assert post(app, liaison, path, version=dispute.version).status_code == 422
        answer = post(app, liaison, path, version=dispute.version, state="stands", answer="The diary says so.")
        assert "The home is told what came of it." in answer.text
        assert row(NightDispute, dispute.id).state is DisputeState.STANDS
        assert "The diary says so." in get(app, liaison, path).text
        answer = post(app, liaison, of(way, "/check"), version=way.claim.version)
        assert "The uplift is checked." in answer.text
        assert way.claim.status is ClaimStatus.CHECKED

    def test_the_manager_approves_what_is_clean_and_sees_what_is_not(self, app: Flask, way: Due) -> None:
        other = due(17, create_around(way.around.service))
        third = due(18, create_around(way.around.service))
        way.check()
        other.check()
        other.dispute()
        way.close()
        manager = way.around.manager
        text = get(app, manager, "/uplifts/2026-10/approve?clean=1").text
        ticked = re.findall(r'value="([^"]+)"[^>]* checked', text)
        assert ticked == [f"{way.claim.id}:{way.claim.version}"]
        assert "1 night is paused" in text
        assert text.index("Not checked yet") < text.index(third.around.hub.name)
        refused = post(app, manager, "/uplifts/2026-10/approve")
        assert (refused.status_code, "Choose at least one home." in refused.text) == (422, True)
        answer = post(app, manager, "/uplifts/2026-10/approve", chosen=[*ticked, "nonsense", "x:1"])
        assert "1 uplift is approved." in answer.text
        assert way.claim.status is ClaimStatus.APPROVED

    def test_before_the_close_nothing_can_be_chosen(self, app: Flask, way: Due) -> None:
        way.check()
        text = get(app, way.around.manager, "/uplifts/2026-10/approve").text
        assert "October 2026 is not closed yet." in text
        assert 'name="chosen"' not in text

    def test_who_checked_is_told_that_another_approves(self, app: Flask, way: Due) -> None:
        way.check(way.around.manager)
        way.close()
        assert "Somebody else approves these" in get(app, way.around.manager, "/uplifts/2026-10/approve").text
        sent = {"chosen": f"{way.claim.id}:{way.claim.version}"}
        answer = post(app, way.around.manager, "/uplifts/2026-10/approve", **sent)
        assert (answer.status_code, "You, or your deputy, checked the uplift" in answer.text) == (403, True)

    def test_approving_asks_for_the_password_again_after_a_while(
        self, app: Flask, way: Due, clock: time_machine.Traveller
    ) -> None:
        way.check()
        way.close()
        browser = client_of(app, way.around.manager)
        clock.shift(dt.timedelta(minutes=20))
        answer = browser.post("/uplifts/2026-10/approve", data={"chosen": f"{way.claim.id}:{way.claim.version}"})
        assert answer.status_code == 422
        assert "password" in answer.text
        assert way.claim.status is ClaimStatus.CHECKED

    def test_an_adjustment_is_proposed_and_decided_by_another(self, app: Flask, way: Due) -> None:
        way.close()
        liaison, manager = way.around.liaison, way.around.manager
        filled = {"way": "less", "pence": "40", "nights": "1", "reason": "Counted twice."}
        assert post(app, liaison, of(way, "/adjust"), **{**filled, "pence": ""}).status_code == 422
        assert "-£40.00, with November 2026" in post(app, liaison, of(way, "/adjust"), **filled).text
        found = re.search(r"/payments/adjustments/[\w-]+", get(app, manager, "/").text)
        assert found is not None
        assert "A second person decides about it." in get(app, liaison, found[0]).text
        assert "You may let it be" in get(app, manager, found[0]).text
        assert "The adjustment is let be." in post(app, manager, found[0], version=1, decision="waive").text
        assert post(app, manager, found[0], version=1, decision="approve").status_code == 409


class TestFinance:
    def test_from_approved_to_a_paid_batch(self, app: Flask, way: Due) -> None:
        way.approved()
        finance = way.around.finance
        assert "1 amount waits to be exported" in get(app, finance, "/").text
        text = get(app, finance, "/uplifts/2026-10/payments").text
        assert "Waits to be sent: £120.00" in text
        assert "1 line has no supplier number yet:" in text
        answer = post(app, finance, "/uplifts/2026-10/payments")
        assert "UP2610-0001-001" in answer.text
        (line,) = lines()
        batch = row(Batch, line.batch_id)
        path = f"/payments/batches/{batch.id}"
        for ending, content in (("csv", batch.csv), ("xlsx", batch.xlsx)):
            file = get(app, finance, f"{path}.{ending}")
            assert file.data == content
            assert file.headers["Content-Disposition"].endswith(f'-2026-10-batch-0001.{ending}"')
        assert post(app, finance, path, paid_on="2026-11-01").status_code == 422
        assert "the homes are told" in post(app, finance, path, paid_on="2026-11-22").text
        assert way.claim.status is ClaimStatus.PAID
        assert "It goes out again" in post(app, finance, f"/payments/lines/{line.id}/back", reason="Closed").text
        assert lines()[0].state is LineState.BOUNCED
        assert "Waits to be sent: £120.00" in get(app, finance, "/uplifts/2026-10/payments").text

    def test_lines_that_came_back_are_ticked(self, app: Flask, way: Due) -> None:
        batch = way.approved().export()
        (line,) = lines()
        answer = post(
            app, way.around.finance, f"/payments/batches/{batch.id}", paid_on="2026-11-22", came_back=str(line.id)
        )
        assert "came back" in answer.text
        assert lines()[0].state is LineState.BOUNCED

    def test_a_file_is_taken_in(self, app: Flask, way: Due) -> None:
        way.approved().export()
        browser = client_of(app, way.around.finance)

        def send(content: bytes) -> TestResponse:
            """Hand a file over."""
            data = {"file": (io.BytesIO(content), "paid.csv")}
            return browser.post("/payments/paid-file", data=data, follow_redirects=True)

        refused = send(b"reference,paid_on\nUP9,2026-11-22\n")
        assert (refused.status_code, "UP9 is in no batch" in refused.text) == (422, True)
        assert "1 line is new in it." in send(b"reference,paid_on\nUP2610-0001-001,2026-11-22\n").text
        assert way.claim.status is ClaimStatus.PAID

    def test_nothing_approved_is_said(self, app: Flask, way: Due) -> None:
        way.close()
        answer = post(app, way.around.finance, "/uplifts/2026-10/payments")
        assert (answer.status_code, "Nothing of October 2026 is approved" in answer.text) == (422, True)

    def test_supplier_numbers_and_layout_are_kept(self, app: Flask, way: Due) -> None:
        finance, hub = way.around.finance, way.around.hub
        assert "none yet" in get(app, finance, "/payments/payees").text
        saved = post(app, finance, f"/payments/payees/{hub.id}", version=0, supplier_number=" S  1 ")
        assert "S 1" in saved.text
        assert post(app, finance, f"/payments/payees/{hub.id}", version=0, supplier_number="2").status_code == 409
        bad = post(app, finance, "/payments/layout", version=0, columns="amount = A")
        assert (bad.status_code, "needs the fields amount and reference" in bad.text) == (422, True)
        good = {"version": 0, "columns": "reference = Ref\namount = Net", "cost_centre": "CC", "code": "1"}
        assert "Earlier ones stay as they are." in post(app, finance, "/payments/layout", **good).text
        assert "reference = Ref" in get(app, finance, "/payments/layout").text


class TestStatement:
    def test_it_says_all_the_same_as_page_and_as_pdf_and_names_no_child(self, app: Flask, way: Due) -> None:
        changed(way.around.hub, name="Llŷr & Ŵyn’s")
        way.approved()
        way.dispute()
        way.pay(way.export())
        text = get(app, way.around.carer, of(way, "/statement")).text
        for words in ("19 counted: 16 within 16, 3 beyond", "19, beyond", "£40.00", way.around.liaison.name):
            assert words in text
        assert str(way.claim.snapshot_sha256) in text
        assert "Of that not paid" in text
        assert not [initials for initials in ("AK", "BK") if f">{initials}" in text]
        answer = get(app, way.around.carer, of(way, "/statement.pdf"))
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
        assert answer.data == get(app, way.around.manager, of(way, "/statement.pdf")).data

    def test_there_is_none_before_approval(self, app: Flask, way: Due) -> None:
        for ending in ("", ".pdf"):
            answer = get(app, way.around.carer, of(way, f"/statement{ending}"))
            assert (answer.status_code, "once the uplift is approved" in answer.text) == (422, True)

    def test_others_find_nothing(self, app: Flask, way: Due) -> None:
        way.approved()
        stranger = create_around()
        for person in (way.around.neighbour, stranger.carer, stranger.manager, stranger.finance):
            assert get(app, person, of(way, "/statement")).status_code == 404
        regional = create_person(Role.REGIONAL, region=create_region())
        assert get(app, regional, of(way, "/statement.pdf")).status_code == 403

    def test_the_claim_page_prints_the_seal(self, app: Flask, way: Due) -> None:
        way.approved()
        assert str(way.claim.snapshot_sha256) in get(app, way.around.finance, of(way)).text


class TestAnyMonth:
    """Homes at or below the threshold, and carers who phone."""

    def test_a_home_without_a_claim_is_offered_to_say_it(self, app: Flask, way: Due) -> None:
        hosted = host(way.around.satellite, 2)[0]
        path = f"/uplifts/2026-10/{way.around.satellite.id}"
        text = get(app, way.around.neighbour, path).text
        assert "Is a night wrong, or missing?" in text
        assert f"{path}/wrong?night={hosted.arrive_on}" in text
        answer = post(app, way.around.neighbour, f"{path}/wrong", night="2026-10-31", words="One is missing.")
        assert "Your liaison worker is told." in answer.text
        assert "One is missing." in answer.text

    def test_staff_write_down_what_a_carer_says(self, app: Flask, way: Due) -> None:
        assert of(way, "/phoned") in get(app, way.around.liaison, of(way)).text
        page = get(app, way.around.liaison, of(way, "/phoned")).text
        assert "Who says so?" in page
        assert re.search(rf'value="{way.around.carer.id}"[^>]*checked', page), "the one carer of the home is chosen"
        nobody = post(app, way.around.liaison, of(way, "/phoned"), night="2026-10-31", words="Missing.", carer="x")
        assert nobody.status_code == 422
        filled = {"night": "2026-10-31", "words": "One is missing.", "carer": str(way.around.carer.id)}
        answer = post(app, way.around.liaison, of(way, "/phoned"), **filled)
        assert "All that is counted goes on." in answer.text
        stay = way.stays[0]
        counted = {**filled, "night": "", "which": f"{stay.arrive_on} {stay.id}"}
        waits = post(app, way.around.liaison, of(way, "/phoned"), **counted)
        assert "Only this night waits; the rest goes on." in waits.text
        said = f"Said by {way.around.carer.name} by phone, written down by {way.around.liaison.name}"
        assert said in answer.text
        assert said in get(app, way.around.carer, of(way)).text
        assert said not in get(app, way.around.finance, of(way)).text
        assert "Write down what a carer says" not in get(app, way.around.carer, of(way)).text
