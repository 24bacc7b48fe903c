"""A batch with what became of its lines: paid, come back, entered by hand or taken from a file."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.access import find
from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from sleepovers.payments import words
from sleepovers.payments.exporting.queries import batch_lines
from sleepovers.payments.models import PaymentLine
from sleepovers.payments.paying.actions import (
    own_service_id,
    say_batch_is_paid,
    say_line_came_back,
    take_in_paid_file,
)
from sleepovers.payments.paying.forms import CameBackForm, PaidFileForm, PaidForm
from sleepovers.payments.paying.paid_file import outcomes_read
from sleepovers.payments.paying.rules import LineState

pages = Blueprint("paying", __name__, url_prefix="/payments")


@pages.get("/batches/<uuid:batch_id>")
@requires(Permission.PAY_UPLIFTS)
def batch(batch_id: uuid.UUID) -> str:
    """The lines of a batch, and the ways to say what became of them."""
    return _shown(batch_id, PaidForm(formdata=None))


@pages.post("/batches/<uuid:batch_id>")
@requires(Permission.PAY_UPLIFTS)
def batch_is_paid(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it was paid, but for what came back."""
    viewer, form = current_viewer(), PaidForm()
    _batch, lines = batch_lines(viewer, batch_id)
    form.came_back.choices = [(str(line.row.id), line.row.reference) for line in lines]
    if accepted(form, lambda: say_batch_is_paid(viewer, batch_id, form.paid_on.chosen, form.came_back.keys)):
        flash(_("That is written down, and the homes are told."), "success")
        return redirect(url_for("paying.batch", batch_id=batch_id))
    return _shown(batch_id, form), form.http_status


@pages.route("/lines/<uuid:line_id>/back", methods=["GET", "POST"])
@requires(Permission.PAY_UPLIFTS)
def came_back(line_id: uuid.UUID) -> ResponseReturnValue:
    """Say that one line came back, also one that was paid."""
    viewer, form = current_viewer(), CameBackForm()
    line = find(viewer, PaymentLine, line_id)
    if accepted(form, lambda: say_line_came_back(viewer, line_id, form.reason.data or "")):
        flash(_("It goes out again with the next batch of its month."), "success")
        return redirect(url_for("paying.batch", batch_id=line.batch_id))
    return render_template("payments/came_back.html", form=form, line=line), form.http_status


@pages.route("/paid-file", methods=["GET", "POST"])
@requires(Permission.PAY_UPLIFTS)
def paid_file() -> ResponseReturnValue:
    """Take in what the council's own system says was paid."""
    viewer, form = current_viewer(), PaidFileForm()
    changed: list[int] = []

    def take_in() -> None:
        """Read it, and store all of it or nothing."""
        outcomes = outcomes_read(form.file.data.read())
        changed.append(take_in_paid_file(viewer, own_service_id(viewer), outcomes))

    if accepted(form, take_in):
        said = ngettext("%(num)s line is new in it.", "%(num)s lines are new in it.", changed[0])
        flash(_("The file is taken in. %(said)s", said=said), "success")
        return redirect(url_for("paying.paid_file"))
    return render_template("payments/paid_file.html", form=form), form.http_status


def _shown(batch_id: uuid.UUID, form: PaidForm) -> str:
    viewer = current_viewer()
    found, lines = batch_lines(viewer, batch_id)
    sent = [line for line in lines if line.row.state is LineState.SENT]
    form.came_back.choices = [(str(line.row.id), f"{line.home}, {line.row.reference}") for line in sent]
    if not form.is_submitted():
        form.paid_on.data = viewer.today
    return render_template("payments/batch.html", batch=found, lines=lines, sent=sent, form=form, words=words)
