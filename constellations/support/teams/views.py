"""Who do I ask about …: the teams of the service, a sheet of them for the fridge, and the forms that keep the list."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted, one_line
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.teams import actions
from constellations.support.teams.forms import TeamForm
from constellations.support.teams.queries import found_team, teams_page, words_of

pages = Blueprint("teams", __name__, url_prefix="/teams")

LONGEST_QUESTION = 200


@pages.get("")
@requires(Permission.SEE_TEAMS)
def teams() -> str:
    """Whom to ask; with a question those first who know."""
    asked = (one_line(request.args.get("about")) or "")[:LONGEST_QUESTION]
    return render_template("teams/teams.html", page=teams_page(current_viewer(), asked))


@pages.get("/sheet")
@requires(Permission.SEE_TEAMS)
def sheet() -> str:
    """The same on paper: phone numbers, and no child."""
    viewer = current_viewer()
    return render_template("teams/sheet.html", page=teams_page(viewer), today=viewer.today)


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.KEEP_TEAMS)
def new() -> ResponseReturnValue:
    """Put a team into the list."""
    viewer, form = current_viewer(), TeamForm()
    if accepted(form, lambda: actions.add_team(viewer, form.words)):
        flash(_("%(name)s stands in the list.", name=form.words.name), "success")
        return redirect(url_for("teams.teams"))
    return render_template("teams/team.html", form=form, team=None), form.http_status


@pages.route("/<uuid:team_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_TEAMS)
def team(team_id: uuid.UUID) -> ResponseReturnValue:
    """Say something else of a team."""
    viewer = current_viewer()
    known = found_team(viewer, team_id)
    form = TeamForm(data=words_of(known))
    if accepted(form, lambda: actions.change_team(viewer, team_id, form.words, form.seen_version)):
        flash(_("%(name)s is changed.", name=form.words.name), "success")
        return redirect(url_for("teams.teams"))
    return render_template("teams/team.html", form=form, team=known), form.http_status


@pages.post("/<uuid:team_id>/remove")
@requires(Permission.KEEP_TEAMS)
def remove(team_id: uuid.UUID) -> ResponseReturnValue:
    """Take a team out of the list."""
    name = actions.remove_team(current_viewer(), team_id)
    flash(_("%(name)s is taken out of the list.", name=name), "success")
    return redirect(url_for("teams.teams"))
