"""Pages of announcements: the list, one, writing and changing one, and what may be done with it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from messaging.announcements import actions, queries
from messaging.announcements.forms import AnnouncementForm, GotItForm, form_of

pages = Blueprint("announcements", __name__)


@pages.get("/announcements")
@requires(Permission.TALK)
def announcements() -> str:
    """What was announced, the latest first, and what the viewer has written for later."""
    viewer = current_viewer()
    return render_template(
        "announcements/announcements.html",
        page=queries.announcements_of(viewer, request.args.get("page", 1, type=int)),
        planned=queries.planned_announcements(viewer),
        may_write=bool(queries.audiences(viewer)),
    )


@pages.get("/announcements/<uuid:announcement_id>")
@requires(Permission.TALK)
def announcement(announcement_id: uuid.UUID) -> str:
    """One announcement."""
    shown = queries.announcement_shown(current_viewer(), announcement_id)
    return render_template("announcements/announcement.html", shown=shown)


@pages.route("/announcements/new", methods=["GET", "POST"])
@requires(Permission.ANNOUNCE)
def new() -> ResponseReturnValue:
    """Write one, to go out now or later."""
    viewer, written = current_viewer(), list[uuid.UUID]()
    form = AnnouncementForm().offer(queries.audiences(viewer))
    if accepted(form, lambda: written.append(actions.announce(viewer, form.drafted))):
        return redirect(url_for("announcements.announcement", announcement_id=written[0]))
    return render_template("announcements/write.html", form=form, shown=None), form.http_status


@pages.route("/announcements/<uuid:announcement_id>/edit", methods=["GET", "POST"])
@requires(Permission.ANNOUNCE)
def edit(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Change one while nobody has said “Got it”."""
    viewer = current_viewer()
    shown = queries.changeable_announcement(viewer, announcement_id)
    form = form_of(shown, queries.audiences(viewer))
    seen = form.seen_version
    if accepted(form, lambda: actions.change_announcement(viewer, announcement_id, form.drafted, seen)):
        flash(_("The announcement is changed."), "success")
        return redirect(url_for("announcements.announcement", announcement_id=announcement_id))
    return render_template("announcements/write.html", form=form, shown=shown), form.http_status


@pages.post("/announcements/<uuid:announcement_id>/got-it")
@requires(Permission.TALK)
def got_it(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Say that one has read it."""
    form = GotItForm()
    actions.say_got_it(current_viewer(), announcement_id, form.seen_version)
    flash(_("Thank you: they see that you have read it."), "success")
    return redirect(url_for("home_page.home") if form.back.data == "home" else url_for("announcements.announcements"))


@pages.post("/announcements/<uuid:announcement_id>/remind")
@requires(Permission.ANNOUNCE)
def remind(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Tell those who have not answered once more."""
    told = actions.remind(current_viewer(), announcement_id)
    flash(ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", told), "success")
    return redirect(url_for("announcements.announcement", announcement_id=announcement_id))


@pages.post("/announcements/<uuid:announcement_id>/withdraw")
@requires(Permission.ANNOUNCE)
def withdraw(announcement_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back."""
    actions.withdraw_announcement(current_viewer(), announcement_id)
    flash(_("The announcement is withdrawn."), "success")
    return redirect(url_for("announcements.announcements"))
