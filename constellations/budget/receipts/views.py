"""The receipt of a budget line: adding it, and its file."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import find
from constellations.budget.models import BudgetSpend
from constellations.budget.receipts.actions import add_receipt
from constellations.budget.receipts.forms import ReceiptForm
from constellations.budget.receipts.queries import receipt_file
from constellations.core.files.giving import given_out
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("receipts", __name__)


@pages.get("/budgets/<uuid:spend_id>/receipt")
@requires(Permission.SEE_BUDGET)
def receipt(spend_id: uuid.UUID) -> ResponseReturnValue:
    """The file, to be kept."""
    return given_out(receipt_file(current_viewer(), spend_id))


@pages.route("/budgets/<uuid:spend_id>/receipt/add", methods=["GET", "POST"])
@requires(Permission.KEEP_BUDGET)
def add(spend_id: uuid.UUID) -> ResponseReturnValue:
    """Add the receipt of a line that has none yet."""
    viewer, form = current_viewer(), ReceiptForm()
    line = find(viewer, BudgetSpend, spend_id)
    if accepted(form, lambda: add_receipt(viewer, spend_id, form.sent)):
        flash(_("The receipt stands with its line."), "success")
        return redirect(url_for("budget.budget", constellation_id=line.constellation_id))
    return render_template("budget/receipt.html", form=form, line=line), form.http_status
