"""`roost uplifts` as somebody types it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from sleepovers.claims.cli import uplifts
from sleepovers.claims.models import Claim
from sleepovers.payments.models import Payee
from sleepovers.policies.models import UpliftRate
from sleepovers.uplift import ClaimStatus
from tests.command_line import Roost, of_this_version, typing
from tests.factories import stored
from tests.sleepovers.claims.months import OCTOBER, Around, create_around, host
from tests.sleepovers.payments.paths import Due, claim_of, lines


@pytest.fixture
def around(app: Flask) -> Iterator[Around]:
    """A hub that hosted nineteen nights in October, in a database that says which version it is of."""
    made = create_around()
    host(made.hub, 19)
    with of_this_version():
        yield made


@pytest.fixture
def roost(app: Flask, capsys: pytest.CaptureFixture[str]) -> Roost:
    """Run the command line: `roost("report", "--month", "2026-10")`."""
    return typing(app, capsys, uplifts, "uplifts")


def stored_claims() -> list[Claim]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), Claim)))


def test_the_report_as_json(around: Around, roost: Roost) -> None:
    ran = roost("report", "--month", "2026-10", "--format", "json")
    assert ran.status == 0
    (row,) = json.loads(ran.said)
    assert (row["home"], row["counted"], row["status"]) == (around.hub.key, 19, None)
    assert row["amount_reason"] == "rate not set"
    assert stored_claims() == []


def test_the_report_as_csv_and_as_table(around: Around, roost: Roost) -> None:
    for form in ("csv", "table"):
        lines = roost("report", "--month", "2026-10", "--format", form).said.splitlines()
        assert len(lines) == 2
        assert around.hub.key in lines[1]


def test_a_month_without_nights_is_an_empty_report(around: Around, roost: Roost) -> None:
    assert json.loads(roost("report", "--month", "2026-09", "--format", "json").said) == []


def test_flagging_twice_says_so_and_changes_nothing(around: Around, roost: Roost) -> None:
    first = roost("flag", "--month", "2026-10", "--service", around.service.key)
    assert first.said == f"{around.service.key}: October 2026: 1 home due, 1 claim new or changed.\n"
    second = roost("flag", "--month", "2026-10")
    assert second.said == f"{around.service.key}: October 2026: 1 home due, 0 claims new or changed.\n"
    assert len(stored_claims()) == 1


def test_nobody_due_is_said_too(around: Around, roost: Roost) -> None:
    ran = roost("flag", "--month", "2026-11")
    assert ran.said == f"{around.service.key}: November 2026: nobody due.\n"


@pytest.mark.parametrize("act", ["report", "flag"])
@pytest.mark.parametrize("month", ["2026-13", "October", "2014-12", "2028-01", "26-10"])
def test_what_is_no_month_is_refused_in_a_sentence(around: Around, roost: Roost, act: str, month: str) -> None:
    ran = roost(act, "--month", month)
    assert ran.status == 2
    assert ran.wrong.startswith("Error: ")
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("act", ["report", "flag"])
def test_a_service_that_is_not_there_is_refused(around: Around, roost: Roost, act: str) -> None:
    ran = roost(act, "--month", "2026-10", "--service", "Nowhere")
    assert ran.status == 2
    assert "There is no service called Nowhere." in ran.wrong


@pytest.mark.parametrize("act", ["report", "flag"])
def test_a_database_of_another_version_is_refused_with_the_way_out(app: Flask, roost: Roost, act: str) -> None:
    ran = roost(act, "--month", "2026-10")
    assert (ran.status, ran.said) == (2, "")
    assert "Run: roost init" in ran.wrong


class TestExport:
    @pytest.fixture
    def approved(self, around: Around) -> Around:
        """The same hub, its October approved."""
        Due(around, []).flag()
        stored(UpliftRate(service_id=around.service.id, valid_from=OCTOBER.first, per_night_pence=4000))
        Due(around, []).flag()
        Due(around, []).approved()
        return around

    def test_batch_rows_and_seal_are_printed_and_the_files_written_the_same_again(
        self, roost: Roost, approved: Around, tmp_path: Path
    ) -> None:
        asked = ("export", "--service", approved.service.key, "--month", "2026-10", "--out", str(tmp_path / "new"))
        first = roost(*asked)
        said = json.loads(first.said)
        written = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
        assert (said["batch"], said["rows"], sorted(said["files"])) == (1, 1, sorted(written))
        assert said["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
        assert said["sha256"] in said["files"].values()
        assert roost(*asked) == first
        assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == written

    def test_homes_that_are_left_out_are_named_beside_what_is_printed(
        self, roost: Roost, approved: Around, tmp_path: Path
    ) -> None:
        service = approved.service
        stored(Payee(home_id=approved.satellite.id, service_id=service.id, supplier_number="S-1"))
        asked = ("export", "--service", service.key, "--month", "2026-10", "--out", str(tmp_path))
        assert "There is no supplier number of" in roost(*asked).wrong
        stored(Payee(home_id=approved.hub.id, service_id=service.id, supplier_number="S-2"))
        assert json.loads(roost(*asked).said)["rows"] == 1
        other = create_around(service)
        host(other.hub, 17)
        Due(other, []).flag()
        Due(other, []).check()
        Due(other, []).approve()
        ran = roost(*asked)
        assert json.loads(ran.said)["batch"] == 1
        assert f"Left out: {other.hub.name} ({other.hub.key}) has no supplier number yet." in ran.wrong

    def test_what_was_paid_is_taken_in_from_a_file_all_of_it_or_nothing_and_twice_is_once(
        self, roost: Roost, approved: Around, tmp_path: Path
    ) -> None:
        key = approved.service.key
        roost("export", "--service", key, "--month", "2026-10", "--out", str(tmp_path))
        (line,) = lines()
        file = tmp_path / "paid.csv"
        file.write_text(f"reference,paid_on\n{line.reference},2026-11-22\n")
        asked = ("paid", "--service", key, "--file", str(file))
        first, again = json.loads(roost(*asked).said), json.loads(roost(*asked).said)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        assert first == {"lines": 1, "paid": 1, "bounced": 0, "new": 1, "sha256": sha256}
        assert again == {**first, "new": 0}
        assert claim_of(approved.hub).status is ClaimStatus.PAID
        file.write_text(f"reference,paid_on\n{line.reference},2026-11-22\nUP9999,2026-11-22\n")
        refused = roost(*asked)
        assert (refused.status, refused.said) == (2, "")
        assert "UP9999 is in no batch" in refused.wrong
        assert "There is no service called Nowhere." in roost("paid", "--service", "Nowhere", "--file", str(file)).wrong
        assert roost("paid", "--service", key, "--file", str(tmp_path / "none")).status == 2

    def test_nothing_approved_and_nobody_known_are_said(self, roost: Roost, around: Around, tmp_path: Path) -> None:
        out = ("--month", "2026-10", "--out", str(tmp_path))
        still_open = roost("export", "--service", around.service.key, *out)
        unknown = roost("export", "--service", "Nowhere", *out)
        assert (still_open.status, unknown.status) != (0, 0)
        assert "October 2026 is not closed yet." in still_open.wrong
        assert "There is no service called Nowhere." in unknown.wrong
        assert list(tmp_path.iterdir()) == []
