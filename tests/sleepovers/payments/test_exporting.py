"""Batches: their bytes stay, nothing goes out twice, and what came back goes out again."""

import csv
import io
import uuid

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.queries import viewer_for
from sleepovers.payments.exporting.actions import enter_supplier_number, export_uplifts, lay_out_file
from sleepovers.payments.exporting.files import seal
from sleepovers.payments.exporting.layout import Column, Field, Layout
from sleepovers.payments.exporting.queries import amounts_waiting, payments_page
from sleepovers.payments.models import Batch, PaymentLine
from sleepovers.payments.paying import rules as paying_rules
from sleepovers.payments.paying.actions import say_batch_is_paid, say_line_came_back, take_in_paid_file
from sleepovers.payments.paying.paid_file import BadPaidFile, Outcome
from sleepovers.payments.paying.rules import LineState
from sleepovers.uplift import ClaimStatus
from tests.factories import changed, create_home
from tests.sleepovers.claims.months import OCTOBER, create_around
from tests.sleepovers.payments.paths import TODAY, due, lines, row


def table(batch: Batch) -> list[list[str]]:
    """The CSV file of a batch, line by line."""
    return list(csv.reader(io.StringIO(batch.csv.decode())))


class TestExport:
    def test_asking_again_gives_the_stored_batch_byte_for_byte(self, app: Flask) -> None:
        way = due().approved()
        first = way.export()
        lay_out_file(viewer_for(way.around.finance), Layout((*CHANGED, Column(Field.HOME, "Who"))), 0)
        again = row(Batch, way.export().id)
        assert (again.id, again.csv, again.xlsx, again.csv_sha256) == (first.id, first.csv, first.xlsx, seal(first.csv))
        assert len(lines()) == 1

    def test_a_new_approval_goes_into_a_batch_of_its_own(self, app: Flask) -> None:
        way = due()
        other = due(17, create_around(way.around.service))
        way.check()
        other.check()
        way.close()
        way.approve()
        first = way.export()
        other.approve()
        second = way.export()
        assert (first.number, second.number) == (1, 2)
        assert [line.home_id for line in lines(second)] == [other.around.hub.id]
        assert way.export().id == second.id

    def test_the_file_has_what_the_council_asks_for(self, app: Flask) -> None:
        way = due().approved()
        finance = viewer_for(way.around.finance)
        enter_supplier_number(finance, way.around.hub.id, "S-77", 0)
        lay_out_file(finance, Layout(CHANGED, cost_centre="CC1", code="F20"), 0)
        batch = way.export()
        assert table(batch) == [
            ["Ref", "Net", "Vendor", "CC", "Code", "Period"],
            ["UP2610-0001-001", "120.00", "S-77", "CC1", "F20", "2026-10"],
        ]
        sheet = load_workbook(io.BytesIO(batch.xlsx)).active
        assert sheet is not None
        assert [cell.value for cell in sheet[2]] == ["UP2610-0001-001", 120, "S-77", "CC1", "F20", "2026-10"]

    def test_a_home_without_a_supplier_number_stays_due_where_the_file_asks_for_it(self, app: Flask) -> None:
        way = due()
        other = due(17, create_around(way.around.service))
        other.check()
        way.approved()
        other.approve()
        finance, service_id = viewer_for(way.around.finance), way.around.service.id
        enter_supplier_number(finance, create_home(way.around.service).id, "S-1", 0)
        with pytest.raises(paying_rules.SupplierNumberMissing, match=way.around.hub.name):
            way.export()
        enter_supplier_number(finance, way.around.hub.id, "S-77", 0)
        page = payments_page(finance, OCTOBER)
        assert (page.pence, [each.home_id for each in page.left_out]) == (12_000, [other.around.hub.id])
        batch = way.export()
        assert [line.home_id for line in lines(batch)] == [way.around.hub.id]
        assert way.export().id == batch.id
        assert amounts_waiting(finance, service_id) == {OCTOBER: 1}
        lay_out_file(finance, Layout(CHANGED[:2]), 0)
        assert [line.home_id for line in lines(way.export())] == [other.around.hub.id]

    def test_formulas_in_names_and_numbers_are_inert_in_both_files(self, app: Flask) -> None:
        way = due().approved()
        finance = viewer_for(way.around.finance)
        changed(way.around.hub, name="=1+1")
        enter_supplier_number(finance, way.around.hub.id, "@SUM(A1)", 0)
        lay_out_file(finance, Layout((*CHANGED, Column(Field.HOME, "+Home")), code="-2+3"), 0)
        batch = way.export()
        header, line = table(batch)
        assert (header[6], line[2], line[4], line[6]) == ("'+Home", "'@SUM(A1)", "'-2+3", "'=1+1")
        sheet = load_workbook(io.BytesIO(batch.xlsx)).active
        assert sheet is not None
        assert "f" not in {cell.data_type for line in sheet for cell in line}
        assert sheet["G2"].value == "=1+1"

    def test_only_finance_of_the_service(self, app: Flask) -> None:
        way, stranger = due().approved(), create_around()
        for person in (way.around.manager, way.around.liaison, way.around.carer):
            with pytest.raises(Forbidden):
                export_uplifts(viewer_for(person), way.around.service.id, OCTOBER)
        with pytest.raises(NotFound):
            export_uplifts(viewer_for(stranger.finance), way.around.service.id, OCTOBER)
        assert lines() == []

    def test_the_database_refuses_the_same_part_twice(self, app: Flask) -> None:
        way = due().approved()
        batch = way.export()
        (line,) = lines(batch)
        same = {
            "batch_id": batch.id,
            "service_id": batch.service_id,
            "home_id": line.home_id,
            "claim_id": line.claim_id,
        }
        with pytest.raises(IntegrityError), transaction() as here:
            here.add(PaymentLine(number=2, part=1, reference="again", pence=1, **same))
        assert len(lines()) == 1


CHANGED = (
    Column(Field.REFERENCE, "Ref"),
    Column(Field.AMOUNT, "Net"),
    Column(Field.SUPPLIER_NUMBER, "Vendor"),
    Column(Field.COST_CENTRE, "CC"),
    Column(Field.CODE, "Code"),
    Column(Field.PERIOD, "Period"),
)


class TestWhatFinanceKeeps:
    def test_a_stale_page_overwrites_neither_number_nor_layout(self, app: Flask) -> None:
        way = due()
        finance, hub = viewer_for(way.around.finance), way.around.hub.id
        enter_supplier_number(finance, hub, "1", 0)
        enter_supplier_number(finance, hub, "2", 1)
        lay_out_file(finance, Layout(CHANGED), 0)
        for version in (0, 1):
            with pytest.raises(ChangedMeanwhile):
                enter_supplier_number(finance, hub, "3", version)
        with pytest.raises(ChangedMeanwhile):
            lay_out_file(finance, Layout(CHANGED), 0)

    def test_nobody_else_keeps_them(self, app: Flask) -> None:
        way = due()
        with pytest.raises(Forbidden):
            enter_supplier_number(viewer_for(way.around.manager), way.around.hub.id, "1", 0)
        with pytest.raises(Forbidden):
            lay_out_file(viewer_for(way.around.liaison), Layout(CHANGED), 0)


class TestPaying:
    def test_what_came_back_goes_out_again(self, app: Flask) -> None:
        way = due().approved()
        other = due(17, create_around(way.around.service))
        other.check()
        other.approve()
        batch = way.export()
        returned = next(line for line in lines(batch) if line.claim_id == way.claim.id)
        way.pay(batch, returned.id)
        assert (way.claim.status, other.claim.status) == (ClaimStatus.EXPORTED, ClaimStatus.PAID)
        again = way.export()
        assert [(line.claim_id, line.part, line.pence) for line in lines(again)] == [(way.claim.id, 1, 12_000)]
        way.pay(again)
        assert way.claim.status is ClaimStatus.PAID

    def test_a_paid_line_may_still_come_back_once(self, app: Flask) -> None:
        way = due().approved()
        batch = way.export()
        way.pay(batch)
        (line,) = lines(batch)
        finance = viewer_for(way.around.finance)
        say_line_came_back(finance, line.id, "Account closed")
        assert (way.claim.status, lines(batch)[0].reason) == (ClaimStatus.EXPORTED, "Account closed")
        with pytest.raises(paying_rules.LineToldAlready):
            say_line_came_back(finance, line.id, "again")
        assert way.export().number == 2

    def test_a_batch_is_paid_once_and_neither_before_it_was_sent_nor_tomorrow(self, app: Flask) -> None:
        way = due().approved()
        batch, finance = way.export(), viewer_for(way.around.finance)
        for day in (TODAY.replace(day=21), TODAY.replace(day=23)):
            with pytest.raises(paying_rules.PaidOutOfReach):
                say_batch_is_paid(finance, batch.id, day, ())
        with pytest.raises(paying_rules.LineToldAlready):
            say_batch_is_paid(finance, batch.id, TODAY, [uuid.UUID(int=7)])
        way.pay(batch)
        with pytest.raises(paying_rules.LineToldAlready):
            way.pay(batch)

    def test_a_file_is_taken_in_whole_or_not_at_all_and_twice_changes_nothing(self, app: Flask) -> None:
        way = due().approved()
        batch, finance = way.export(), viewer_for(way.around.finance)
        (line,) = lines(batch)
        good, unknown = Outcome(line.reference, TODAY), Outcome("UP0000-0000-000", TODAY)
        with pytest.raises(BadPaidFile, match="UP0000-0000-000 is in no batch"):
            take_in_paid_file(finance, way.around.service.id, [good, unknown])
        assert lines()[0].state is LineState.SENT
        with pytest.raises(BadPaidFile, match="before the export or after today"):
            take_in_paid_file(finance, way.around.service.id, [Outcome(line.reference, TODAY.replace(day=1))])
        assert take_in_paid_file(finance, way.around.service.id, [good]) == 1
        assert take_in_paid_file(finance, way.around.service.id, [good]) == 0
        assert way.claim.status is ClaimStatus.PAID
        with pytest.raises(BadPaidFile, match="something else is known already"):
            take_in_paid_file(finance, way.around.service.id, [Outcome(line.reference, TODAY.replace(day=1))])
        assert take_in_paid_file(finance, way.around.service.id, [Outcome(line.reference, None, "Closed")]) == 1
        assert lines()[0].state is LineState.BOUNCED

    def test_a_file_of_another_service_finds_nothing(self, app: Flask) -> None:
        way, stranger = due().approved(), create_around()
        (line,) = lines(way.export())
        finance = viewer_for(stranger.finance)
        with pytest.raises(BadPaidFile):
            take_in_paid_file(finance, stranger.service.id, [Outcome(line.reference, TODAY)])
        with pytest.raises(NotFound):
            take_in_paid_file(finance, way.around.service.id, [Outcome(line.reference, TODAY)])
