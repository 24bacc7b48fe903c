"""Pages of homes, and the forms that correct them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.access import find
from constellations.core.choices import options
from constellations.core.forms import Form, accepted
from constellations.guard import current_viewer, requires
from constellations.homes import actions, forms, queries
from constellations.homes.actions import HomeNames
from constellations.homes.exemptions.actions import end_exemption, grant_exemption
from constellations.homes.exemptions.forms import EndForm, ExemptionForm
from constellations.homes.exemptions.queries import children_to_name, found_exemption
from constellations.homes.rules import Terms
from constellations.models import Constellation
from constellations.people.rules import day_after
from constellations.permissions import Permission
from constellations.rules import CLOSED_TO_VISITORS

pages = Blueprint("homes", __name__)


@pages.get("/homes/<uuid:home_id>")
@requires(Permission.SEE_CONSTELLATION)
def home(home_id: uuid.UUID) -> str:
    """One home."""
    return render_template("homes/home.html", page=queries.home_page(current_viewer(), home_id))


@pages.route("/homes/<uuid:home_id>/names", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def names(home_id: uuid.UUID) -> ResponseReturnValue:
    """What the home is called."""
    viewer = current_viewer()
    page = queries.home_page(viewer, home_id)
    form = forms.NamesForm(obj=page)
    if accepted(
        form,
        lambda: actions.rename_home(
            viewer,
            home_id,
            HomeNames(form.key.data or "", form.name.data or "", form.area.data or None, form.approved_on.data),
            form.seen_version,
        ),
    ):
        return done(home_id, _("The home is corrected."))
    return asked(form, _("Name of %(home)s", home=page.name), home_id)


@pages.route("/homes/<uuid:home_id>/terms", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def terms(home_id: uuid.UUID) -> ResponseReturnValue:
    """What the home is ready for, from a day on."""
    viewer = current_viewer()
    page = queries.home_page(viewer, home_id)
    form = forms.TermsForm(obj=page.present_terms, version=page.version, day=viewer.today)
    if accepted(
        form,
        lambda: actions.change_terms(
            viewer,
            home_id,
            Terms(form.beds.data or 0, form.approved_children.data or 0, form.status.data, form.review_on.data),
            form.day.chosen,
            form.seen_version,
        ),
    ):
        changed = _("What the home is ready for is changed.")
        if form.status.data in CLOSED_TO_VISITORS:
            agreed = _("Sleepovers agreed there still stand: you find them under “Waiting for you” on your home page.")
            changed = f"{changed} {agreed}"
        return done(home_id, changed)
    return asked(form, _("Beds, and how %(home)s stands", home=page.name), home_id)


@pages.route("/homes/<uuid:home_id>/join", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def join(home_id: uuid.UUID) -> ResponseReturnValue:
    """A constellation that the home joins."""
    viewer = current_viewer()
    page = queries.home_page(viewer, home_id)
    form = forms.JoinForm(day=viewer.today)
    form.constellation_id.choices = options(
        {"": _("Choose a constellation"), **queries.constellations_to_join(viewer, home_id)}
    )
    if accepted(
        form,
        lambda: actions.join_constellation(
            viewer, home_id, form.constellation_id.data, form.role.data, form.day.chosen
        ),
    ):
        return done(home_id, _("%(home)s is a member from that day on.", home=page.name))
    return asked(form, _("%(home)s joins a constellation", home=page.name), home_id)


@pages.route("/memberships/<uuid:membership_id>/leave", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def leave(membership_id: uuid.UUID) -> ResponseReturnValue:
    """The end of a membership."""
    viewer = current_viewer()
    membership, home_name, constellation = queries.found_membership(viewer, membership_id)
    form = forms.LeaveForm(day=viewer.today)
    if accepted(form, lambda: actions.leave_constellation(viewer, membership_id, form.day.chosen)):
        return done(membership.home_id, _("%(home)s is no member from that day on.", home=home_name))
    return asked(form, _("%(home)s leaves %(name)s", home=home_name, name=constellation), membership.home_id)


@pages.route("/memberships/<uuid:membership_id>/role", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def role(membership_id: uuid.UUID) -> ResponseReturnValue:
    """What a member is: hub or satellite."""
    viewer = current_viewer()
    membership, home_name, constellation = queries.found_membership(viewer, membership_id)
    form = forms.RoleForm(role=membership.role, day=viewer.today)
    if accepted(form, lambda: actions.change_role(viewer, membership_id, form.role.data, form.day.chosen)):
        return done(membership.home_id, _("That is what %(home)s is from that day on.", home=home_name))
    return asked(form, _("%(home)s in %(name)s", home=home_name, name=constellation), membership.home_id)


@pages.route("/constellations/<uuid:constellation_id>/succession", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def succession(constellation_id: uuid.UUID) -> ResponseReturnValue:
    """Another home becomes the hub."""
    viewer = current_viewer()
    constellation = find(viewer, Constellation, constellation_id)
    form = forms.SuccessionForm(day=viewer.today)
    form.home_id.choices = options({"": _("Choose a home"), **queries.homes_to_lead(viewer, constellation_id)})
    if accepted(
        form,
        lambda: actions.succeed_hub(
            viewer, constellation_id, form.home_id.data, form.day.chosen, form.old_hub.data == forms.STAYS
        ),
    ):
        flash(_("%(name)s has its new hub home from that day on.", name=constellation.name), "success")
        return redirect(url_for("directory.constellation", constellation_id=constellation_id))
    back = url_for("directory.constellation", constellation_id=constellation_id)
    return corrected(form, _("Another home becomes the hub of %(name)s", name=constellation.name), back)


@pages.route("/homes/<uuid:home_id>/exemption", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def exemption(home_id: uuid.UUID) -> ResponseReturnValue:
    """Leave to foster more children than is usual."""
    viewer = current_viewer()
    page = queries.home_page(viewer, home_id)
    form = ExemptionForm(day=viewer.today)
    form.child_ids.choices = options(children_to_name(viewer, home_id))
    if accepted(
        form,
        lambda: grant_exemption(
            viewer,
            home_id,
            form.child_ids.data or [],
            form.day.chosen,
            day_after(form.day.chosen, form.last.data, is_cover=False),
            form.conditions.data or None,
        ),
    ):
        return done(home_id, _("The exemption is kept."))
    return asked(form, _("An exemption for %(home)s", home=page.name), home_id)


@pages.route("/exemptions/<uuid:exemption_id>/end", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def end_of_exemption(exemption_id: uuid.UUID) -> ResponseReturnValue:
    """The end of an exemption."""
    viewer = current_viewer()
    home_id, home_name = found_exemption(viewer, exemption_id)
    form = EndForm(day=viewer.today)
    if accepted(form, lambda: end_exemption(viewer, exemption_id, form.day.chosen)):
        return done(home_id, _("The exemption holds no longer from that day on."))
    return asked(form, _("End an exemption of %(home)s", home=home_name), home_id)


def done(home_id: uuid.UUID, words: str) -> ResponseReturnValue:
    """Back to the home, saying what was done."""
    flash(words, "success")
    return redirect(url_for("homes.home", home_id=home_id))


def asked(form: Form, heading: str, home_id: uuid.UUID) -> ResponseReturnValue:
    """The form of a home."""
    return corrected(form, heading, url_for("homes.home", home_id=home_id))


def corrected(form: Form, heading: str, back: str) -> ResponseReturnValue:
    """A form of a correction: as it is opened, or with what is wrong."""
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
