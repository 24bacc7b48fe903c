"""The page on which somebody says how they want to be alerted, and on which devices."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from constellations.core.forms import accepted
from constellations.guard import asks_password_again_where, current_device, current_viewer, requires
from constellations.notices.alerts.actions import choose_alerts
from constellations.notices.alerts.forms import AlertForm, PushForm
from constellations.notices.alerts.queries import own_wishes
from constellations.notices.notify.queries import sends_texts
from constellations.notices.push import actions
from constellations.notices.push.queries import browsers_key, listening_devices
from constellations.notices.texts.proving.queries import own_mobile
from constellations.notices.texts.rules import as_dialled
from constellations.permissions import Permission

pages = Blueprint("alerts", __name__, url_prefix="/me/alerts")


def changes_mobile() -> bool:
    """Whether another mobile number is being sent than the one that is known, or none where one is."""
    known = as_dialled(own_wishes(current_viewer()).mobile)
    return request.method == "POST" and request.form.get("mobile", "").strip() != known


@pages.route("", methods=["GET", "POST"])
@requires(Permission.USE_ROOST)
@asks_password_again_where(changes_mobile)
def alerts() -> ResponseReturnValue:
    """Where alerts come, and the hours in which none do."""
    viewer, form = current_viewer(), AlertForm()
    if accepted(form, lambda: choose_alerts(viewer, form.wishes)):
        flash(_("Thank you. From now on Roost alerts you like this."), "success")
        return redirect(url_for("proving.prove" if own_mobile(viewer).needs_proof else "alerts.alerts"))
    if not form.is_submitted():
        form.show(own_wishes(viewer))
    page = render_template(
        "alerts/alerts.html",
        form=form,
        push=PushForm(formdata=None),
        devices=listening_devices(viewer),
        this_one=current_device().device_id,
        browsers_key=browsers_key(),
        sends_texts=sends_texts(viewer.service_id),
        mobile=own_mobile(viewer),
    )
    return page, form.http_status


@pages.post("/push")
@requires(Permission.USE_ROOST)
def switch_push_on() -> ResponseReturnValue:
    """This browser listens from now on."""
    form = PushForm()
    given = (form.endpoint.data or "", form.p256dh.data or "", form.auth.data or "")
    actions.switch_push_on(current_viewer(), current_device().device_id, *given)
    flash(_("Alerts come to this device from now on."), "success")
    return redirect(url_for("alerts.alerts"))


@pages.post("/push/<uuid:subscription_id>/off")
@requires(Permission.USE_ROOST)
def switch_push_off(subscription_id: uuid.UUID) -> ResponseReturnValue:
    """A browser listens no more."""
    actions.switch_push_off(current_viewer(), subscription_id)
    flash(_("No alerts come to that device any more."), "success")
    return redirect(url_for("alerts.alerts"))
