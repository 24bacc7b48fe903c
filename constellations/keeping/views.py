"""The schedule of all kinds of record, and the page on which a manager chooses for how long one is kept."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.keeping.actions import choose_how_long
from constellations.keeping.declaration import schedule
from constellations.keeping.forms import HowLongForm
from constellations.keeping.queries import kind_called, line_of, schedule_of
from constellations.keeping.rules import reasons, time_words, unit_words
from constellations.permissions import Permission

pages = Blueprint("keeping", __name__, url_prefix="/service/keeping")


@pages.get("")
@requires(Permission.SET_SERVICE)
def keeping() -> str:
    """Every kind of record: how long it is kept, why so long, and what goes tonight."""
    lines, lasting = schedule_of(current_viewer()), reasons(schedule().lasting)
    return render_template("keeping/schedule.html", lines=lines, lasting=lasting)


@pages.route("/records/<record>", methods=["GET", "POST"])
@requires(Permission.SET_SERVICE)
def how_long(record: str) -> ResponseReturnValue:
    """Choose for how long one kind is kept."""
    viewer, kept = current_viewer(), kind_called(record)
    line = line_of(viewer, kept)
    form = HowLongForm(data={"amount": line.amount, "version": line.version})
    sure, amount = bool(form.sure.data), form.amount
    if accepted(form, lambda: choose_how_long(viewer, kept, amount.data, form.seen_version, sure)):
        flash(_("Saved. What is too old by then goes in the night."), "success")
        return redirect(url_for("keeping.keeping"))
    limits = [time_words(kept.unit, number) for number in (kept.limits.least, kept.limits.most)]
    shown = {"form": form, "line": line, "limits": limits, "suffix": unit_words(kept.unit)}
    return render_template("keeping/how_long.html", **shown), form.http_status
