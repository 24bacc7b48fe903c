"""The page of a child, for staff alone, and the forms that correct it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.children import actions, forms, queries
from constellations.children.actions import ChildFacts
from constellations.core.choices import options
from constellations.core.clock import Month
from constellations.core.forms import Form, accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission

pages = Blueprint("children", __name__)


@pages.get("/children/<uuid:child_id>")
@requires(Permission.SEE_CHILDREN)
def child(child_id: uuid.UUID) -> str:
    """One child, as staff know it."""
    return render_template("children/child.html", page=queries.child_page(current_viewer(), child_id))


@pages.route("/children/<uuid:child_id>/facts", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def facts(child_id: uuid.UUID) -> ResponseReturnValue:
    """Initials, month of birth, reference, and what must be minded when the child sleeps elsewhere."""
    viewer = current_viewer()
    found = queries.child_page(viewer, child_id).child
    form = forms.FactsForm(obj=found)
    if accepted(form, lambda: actions.correct_child(viewer, child_id, written_facts(form), form.seen_version)):
        return done(child_id, _("What is kept of %(child)s is corrected.", child=form.initials.data))
    return asked(form, _("What is kept of %(child)s", child=found.initials), child_id)


@pages.route("/children/<uuid:child_id>/status", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def status(child_id: uuid.UUID) -> ResponseReturnValue:
    """The arrangement under which the child lives, from a day on."""
    viewer = current_viewer()
    page = queries.child_page(viewer, child_id)
    form = forms.StatusForm(version=page.child.version, status=page.present_status, day=viewer.today)
    if accepted(
        form,
        lambda: actions.change_child_status(viewer, child_id, form.status.data, form.day.chosen, form.seen_version),
    ):
        return done(child_id, _("The arrangement of %(child)s is changed.", child=page.child.initials))
    return asked(form, _("Arrangement of %(child)s", child=page.child.initials), child_id)


@pages.route("/children/<uuid:child_id>/move", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def move(child_id: uuid.UUID) -> ResponseReturnValue:
    """Where the child lives, from a day on."""
    viewer = current_viewer()
    page = queries.child_page(viewer, child_id)
    here = page.present_home
    form = forms.MoveForm(version=page.child.version, home_id=here.home_id if here else None, day=viewer.today)
    homes = queries.homes_to_choose(viewer, page.child.service_id)
    form.home_id.choices = options({**homes, forms.NO_HOME: _("no home here")})
    if accepted(
        form,
        lambda: actions.move_child(viewer, child_id, form.home_id.data, form.day.chosen, form.seen_version),
    ):
        return done(child_id, _("Where %(child)s lives is changed.", child=page.child.initials))
    return asked(form, _("%(child)s moves", child=page.child.initials), child_id)


@pages.route("/children/<uuid:child_id>/apart", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def apart(child_id: uuid.UUID) -> ResponseReturnValue:
    """Another child with whom this one must not sleep in one home."""
    viewer = current_viewer()
    page = queries.child_page(viewer, child_id)
    form = forms.ApartForm()
    form.other_id.choices = options({"": _("Choose a child"), **queries.children_to_choose(viewer, child_id)})
    if accepted(form, lambda: actions.keep_apart(viewer, child_id, form.other_id.data)):
        return done(child_id, _("They are kept apart from now on."))
    return asked(form, _("Keep %(child)s apart from another child", child=page.child.initials), child_id)


@pages.post("/children/<uuid:child_id>/together/<uuid:other_id>")
@requires(Permission.KEEP_REGISTER)
def together(child_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Two children need no longer be kept apart."""
    actions.allow_together(current_viewer(), child_id, other_id)
    return done(child_id, _("They may sleep in one home again."))


@pages.route("/children/<uuid:child_id>/siblings", methods=["GET", "POST"])
@requires(Permission.KEEP_REGISTER)
def siblings(child_id: uuid.UUID) -> ResponseReturnValue:
    """Another child who is a sibling of this one."""
    viewer = current_viewer()
    page = queries.child_page(viewer, child_id)
    form = forms.SiblingForm()
    form.other_id.choices = options({"": _("Choose a child"), **queries.siblings_to_choose(viewer, child_id)})
    if accepted(form, lambda: actions.say_siblings(viewer, child_id, form.other_id.data)):
        return done(child_id, _("They are siblings."))
    return asked(form, _("A sibling of %(child)s", child=page.child.initials), child_id)


@pages.post("/children/<uuid:child_id>/no-sibling")
@requires(Permission.KEEP_REGISTER)
def no_sibling(child_id: uuid.UUID) -> ResponseReturnValue:
    """The child is no sibling of those it was said to be of."""
    actions.say_no_sibling(current_viewer(), child_id)
    return done(child_id, _("That is taken back."))


def written_facts(form: forms.FactsForm) -> ChildFacts:
    """What a form found to be filled in says of a child."""
    return ChildFacts(
        key=form.key.data or "",
        initials=(form.initials.data or "").upper(),
        born=Month.parse(form.born.data or ""),
        stay_authority=form.stay_authority.data,
        is_solo=form.is_solo.data,
        social_worker_email=form.social_worker_email.data or None,
    )


def done(child_id: uuid.UUID, words: str) -> ResponseReturnValue:
    """Back to the child, saying what was done."""
    flash(words, "success")
    return redirect(url_for("children.child", child_id=child_id))


def asked(form: Form, heading: str, child_id: uuid.UUID) -> ResponseReturnValue:
    """A form that corrects the child: as it is opened, or with what is wrong."""
    back = url_for("children.child", child_id=child_id)
    return render_template("correction.html", form=form, heading=heading, back=back), form.http_status
