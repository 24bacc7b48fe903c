"""The month's payments: what waits, the batches, their files, supplier numbers and the layout."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import find
from constellations.calendar.rules import month_in_reach, months_beside
from constellations.core.clock import Month
from constellations.core.errors import NotFound
from constellations.core.forms import accepted
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.models import Service
from constellations.permissions import Permission
from sleepovers.payments.exporting.actions import enter_supplier_number, export_uplifts, lay_out_file
from sleepovers.payments.exporting.files import file_name
from sleepovers.payments.exporting.forms import ExportForm, LayoutForm, PayeeForm
from sleepovers.payments.exporting.layout import DEFAULT_LAYOUT, Field, layout_written
from sleepovers.payments.exporting.queries import layout_row, payee_of, payees, payments_page
from sleepovers.payments.models import Batch

pages = Blueprint("exporting", __name__)

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pages.get("/uplifts/<month>/payments")
@requires(Permission.PAY_UPLIFTS)
def payments(month: str) -> str:
    """What waits to be sent, and what was sent."""
    return _shown(month_in_reach(month, current_viewer().today), ExportForm())


@pages.post("/uplifts/<month>/payments")
@requires(Permission.PAY_UPLIFTS)
@asks_password_again
def export(month: str) -> ResponseReturnValue:
    """Send what is approved; where nothing new is, lead to the last batch."""
    viewer, form = current_viewer(), ExportForm()
    at = month_in_reach(month, viewer.today)
    made: list[uuid.UUID] = []
    service_id = payments_page(viewer, at).service_id
    if accepted(form, lambda: made.append(export_uplifts(viewer, service_id, at).id)):
        return redirect(url_for("paying.batch", batch_id=made[0]))
    return _shown(at, form), form.http_status


@pages.get("/payments/batches/<uuid:batch_id>.csv")
@requires(Permission.PAY_UPLIFTS)
@asks_password_again
def batch_as_csv(batch_id: uuid.UUID) -> Response:
    """The CSV file of a batch, byte for byte as it was made."""
    return _file(batch_id, "csv")


@pages.get("/payments/batches/<uuid:batch_id>.xlsx")
@requires(Permission.PAY_UPLIFTS)
@asks_password_again
def batch_as_xlsx(batch_id: uuid.UUID) -> Response:
    """The workbook of a batch, byte for byte as it was made."""
    return _file(batch_id, "xlsx")


def _file(batch_id: uuid.UUID, ending: str) -> Response:
    viewer = current_viewer()
    batch = find(viewer, Batch, batch_id)
    answer = Response(batch.csv if ending == "csv" else batch.xlsx, mimetype=TYPES[ending])
    name = file_name(find(viewer, Service, batch.service_id).key, batch.month, batch.number, ending)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.get("/payments/payees")
@requires(Permission.PAY_UPLIFTS)
def suppliers() -> str:
    """Every home, with its supplier number."""
    return render_template("payments/payees.html", payees=payees(current_viewer()))


@pages.route("/payments/payees/<uuid:home_id>", methods=["GET", "POST"])
@requires(Permission.PAY_UPLIFTS)
def supplier(home_id: uuid.UUID) -> ResponseReturnValue:
    """The supplier number of one home."""
    viewer = current_viewer()
    shown = payee_of(viewer, home_id)
    known = {"version": shown.row.version, "supplier_number": shown.row.supplier_number} if shown.row else {}
    form = PayeeForm(data={"version": 0, **known})
    if accepted(
        form, lambda: enter_supplier_number(viewer, home_id, form.supplier_number.data or "", form.seen_version)
    ):
        flash(_("The supplier number of %(home)s is saved.", home=shown.home), "success")
        return redirect(url_for("exporting.suppliers"))
    return render_template("payments/payee.html", form=form, shown=shown), form.http_status


@pages.route("/payments/layout", methods=["GET", "POST"])
@requires(Permission.PAY_UPLIFTS)
def layout() -> ResponseReturnValue:
    """How the file is laid out."""
    viewer = current_viewer()
    if viewer.service_id is None:
        raise NotFound
    row = layout_row(viewer, viewer.service_id)
    usual = {"version": 0, "columns": layout_written(DEFAULT_LAYOUT.columns)}
    form = LayoutForm(obj=row, data=None if row else usual)
    if accepted(form, lambda: lay_out_file(viewer, form.layout, form.seen_version)):
        flash(_("The next batch is laid out so. Earlier ones stay as they are."), "success")
        return redirect(url_for("exporting.layout"))
    return render_template("payments/layout.html", form=form, fields=list(Field)), form.http_status


def _shown(at: Month, form: ExportForm) -> str:
    viewer = current_viewer()
    page = payments_page(viewer, at)
    return render_template(
        "payments/payments.html", page=page, form=form, earlier_later=months_beside(at, viewer.today)
    )
