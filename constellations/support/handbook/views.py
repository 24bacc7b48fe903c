"""The handbook: its pages, their history, saying that one has read them, and the forms that keep it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import current_viewer, requires
from constellations.permissions import Permission
from constellations.support.handbook import actions
from constellations.support.handbook.forms import PageForm, PressForm
from constellations.support.handbook.queries import draft_of, handbook_of, page_shown
from constellations.support.handbook.rules import blocks

pages = Blueprint("handbook", __name__, url_prefix="/handbook")

PUBLISH = "publish"


@pages.get("")
@requires(Permission.READ_HANDBOOK)
def handbook() -> str:
    """All pages, those first that the viewer is to read."""
    return render_template("handbook/handbook.html", handbook=handbook_of(current_viewer()))


@pages.get("/<int:number>")
@requires(Permission.READ_HANDBOOK)
def page(number: int) -> str:
    """One page as it is now."""
    return render_template("handbook/page.html", page=page_shown(current_viewer(), number))


@pages.get("/<int:number>/versions/<int:seq>")
@requires(Permission.READ_HANDBOOK)
def version(number: int, seq: int) -> str:
    """One page as it was."""
    return render_template("handbook/page.html", page=page_shown(current_viewer(), number, seq))


@pages.post("/<int:number>/read")
@requires(Permission.READ_HANDBOOK)
def read(number: int) -> ResponseReturnValue:
    """I have read this."""
    actions.say_read(current_viewer(), number, PressForm().seen_version)
    flash(_("Thank you. That is kept."), "success")
    return redirect(url_for("handbook.handbook"))


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.KEEP_HANDBOOK)
def new() -> ResponseReturnValue:
    """Begin a page; it is a draft until it is published."""
    viewer, form = current_viewer(), PageForm()
    begun: list[int] = []
    if accepted(form, lambda: begun.append(actions.begin_page(viewer, form.page))):
        flash(_("It is kept as a draft. Look it through, then publish it."), "success")
        return redirect(url_for("handbook.edit", number=begun[0]))
    return render_template("handbook/edit.html", form=form, draft=None, preview=()), form.http_status


@pages.route("/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.KEEP_HANDBOOK)
def edit(number: int) -> ResponseReturnValue:
    """Go on with a draft, or publish it."""
    viewer, publishes = current_viewer(), request.form.get("what") == PUBLISH
    draft = draft_of(viewer, number)
    form = PageForm(obj=draft.words, version=draft.version)
    act = actions.publish_page if publishes else actions.keep_draft
    if accepted(form, lambda: act(viewer, number, form.page, form.seen_version)):
        flash(_("It is published.") if publishes else _("The draft is kept. Nobody else reads it yet."), "success")
        return redirect(url_for("handbook.page" if publishes else "handbook.edit", number=number))
    return render_template(
        "handbook/edit.html", form=form, draft=draft, preview=blocks(form.page.words)
    ), form.http_status


@pages.post("/<int:number>/withdraw")
@requires(Permission.KEEP_HANDBOOK)
def withdraw(number: int) -> ResponseReturnValue:
    """Take a page out of the handbook."""
    actions.withdraw_page(current_viewer(), number, PressForm().seen_version)
    flash(_("The page is taken out. Its versions are kept."), "success")
    return redirect(url_for("handbook.handbook"))
