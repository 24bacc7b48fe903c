"""Pages of activity budgets: all of them, one constellation's year, and the forms that add to it."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.budget import actions
from constellations.budget.forms import DecisionForm, SpendForm
from constellations.budget.queries import COLUMNS, budget_page, budgeted, budgets, events_to_pay
from constellations.budget.receipts.actions import spend_with_receipt
from constellations.budget.rules import FinancialYear, year_of, years_beside
from constellations.core.downloads import csv_answer
from constellations.core.forms import accepted
from constellations.extracts.actions import note_file
from constellations.guard import asks_password_again, current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("budget", __name__)


@pages.get("/budgets")
@requires(Permission.SEE_BUDGET)
def all_budgets() -> ResponseReturnValue:
    """This year's budgets; straight on where there is only one."""
    viewer = current_viewer()
    found = budgets(viewer)
    if len(found) == 1:
        return redirect(url_for("budget.budget", constellation_id=found[0][0].id))
    return render_template("budget/budgets.html", budgets=found, year=FinancialYear.of(viewer.today))


@pages.get("/constellations/<uuid:constellation_id>/budget")
@requires(Permission.SEE_BUDGET)
def budget(constellation_id: uuid.UUID) -> str:
    """What was decided, what was spent, and what is left."""
    viewer = current_viewer()
    year = year_of(request.args.get("year"), viewer.today)
    return render_template(
        "budget/budget.html",
        page=budget_page(viewer, constellation_id, year),
        earlier_later=years_beside(year, viewer.today),
        may_spend=viewer.may(Permission.KEEP_BUDGET),
        may_decide=viewer.may(Permission.SET_BUDGET),
    )


@pages.get("/constellations/<uuid:constellation_id>/budget.csv")
@requires(Permission.SEE_BUDGET)
@asks_password_again
def lines_as_csv(constellation_id: uuid.UUID) -> Response:
    """The lines of a year as a file."""
    viewer = current_viewer()
    year = year_of(request.args.get("year"), viewer.today)
    answer = csv_answer(COLUMNS, budget_page(viewer, constellation_id, year).rows, f"budget-{year.begins}")
    note_file(viewer, "budget", constellation_id)
    return answer


@pages.route("/constellations/<uuid:constellation_id>/budget/spend", methods=["GET", "POST"])
@requires(Permission.KEEP_BUDGET)
def spend(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what was spent."""
    viewer = current_viewer()
    of = budgeted(viewer, constellation_id)
    form = SpendForm(spent_on=viewer.today, occurrence=request.args.get("event", ""))
    form.offer(events_to_pay(viewer, of.id))
    if accepted(form, lambda: spend_with_receipt(viewer, of.id, form.line, form.sent)):
        flash(_("It is written down."), "success")
        year = FinancialYear.of(form.spent_on.chosen).begins
        return redirect(url_for("budget.budget", constellation_id=of.id, year=year))
    return render_template("budget/spend.html", form=form, of=of, today=viewer.today), form.http_status


@pages.route("/constellations/<uuid:constellation_id>/budget/decide", methods=["GET", "POST"])
@requires(Permission.SET_BUDGET)
def decide(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """Set a year's budget, raise or lower it."""
    viewer = current_viewer()
    this, of = FinancialYear.of(viewer.today), budgeted(viewer, constellation_id)
    form = DecisionForm(year=this.begins, decided_on=viewer.today).offer(this)
    if accepted(form, lambda: actions.decide_on_budget(viewer, of.id, form.decision)):
        flash(_("The decision is stored. Those before it stay as they were."), "success")
        return redirect(url_for("budget.budget", constellation_id=of.id, year=form.year.data))
    return render_template("budget/decide.html", form=form, of=of, today=viewer.today), form.http_status


@pages.post("/budgets/<uuid:spend_id>/take-back")
@requires(Permission.KEEP_BUDGET)
def take_back(spend_id: uuid.UUID) -> ResponseReturnValue:
    """It was not spent, or written down wrongly."""
    constellation_id = actions.take_back_spend(current_viewer(), spend_id)
    flash(_("Taken back. It is not counted any more."), "success")
    return redirect(url_for("budget.budget", constellation_id=constellation_id))
