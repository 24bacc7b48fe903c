"""What is asked of who records a stay that nobody asked for, and of who names its child."""

import uuid

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, Regexp

from constellations.access import Viewer
from constellations.children.queries import children_to_choose, homes_to_choose
from constellations.core.choices import options
from constellations.core.clock import now
from constellations.core.errors import NotFound
from constellations.core.forms import Form, chosen_key, one_line
from constellations.permissions import Permission
from sleepovers.rules import StayKind
from sleepovers.stays.forms import JourneyForm, reason_field
from sleepovers.stays.queries import StayPage
from sleepovers.stays.recording.actions import Recorded

KINDS: dict[str, str] = {
    StayKind.EMERGENCY: _("an emergency"),
    StayKind.PLANNED: _("a planned sleepover"),
    StayKind.RESPITE: _("respite"),
}


class RecordStayForm(JourneyForm):
    """What happened: when, where, and as much of who it was as is known."""

    host_id = SelectField(_("Slept with"), [InputRequired(_("Choose the home where the child slept."))], chosen_key)
    family_id = SelectField(
        _("The child lives with"),
        coerce=chosen_key,
        description=_("If you do not know yet, leave it. Your liaison worker will say later who the child is."),
    )
    initials = StringField(
        _("The child’s initials, if you know them"),
        [Optional(), Regexp(r"^[^\W\d_]{1,4}$", message=_("Enter one to four letters, never a name."))],
        [one_line],
        description=_("One to four letters, never a name."),
    )
    kind = RadioField(
        _("It was"),
        [InputRequired(_("Choose what it was."))],
        choices=options(KINDS),
        coerce=StayKind,
        default=StayKind.EMERGENCY,
    )
    reason = reason_field(_("What happened?"))

    def recorded(self, own_home: uuid.UUID | None) -> Recorded:
        """What is said of the stay; who chooses no home records it for the own one."""
        host_id = self.host_id.data if "host_id" in self else own_home
        if host_id is None:
            raise NotFound
        return Recorded(
            host_id,
            self.came,
            self.left,
            self.kind.data,
            self.family_id.data,
            (self.initials.data or "").upper(),
            self.reason.data or "",
        )


class NameChildForm(Form):
    """Who the child of a recorded stay is; the hidden fields say which version of the stay the person saw, and when."""

    version = HiddenField()
    opened_at = HiddenField()
    child_id = SelectField(_("The child is"), [InputRequired(_("Choose a child."))], chosen_key)


def record_stay_form(viewer: Viewer) -> RecordStayForm:
    """The form as a carer gets it, of the own home, or as staff, who choose among the homes they see."""
    form = RecordStayForm(came_on=viewer.today)
    homes = homes_to_choose(viewer, viewer.service_id) if viewer.service_id else {}
    if viewer.is_carer:
        homes.pop(str(viewer.home_id), None)
        del form.host_id
    else:
        form.host_id.choices = options({"": gettext("Choose a home"), **homes})
    form.family_id.choices = options({"": gettext("not known yet"), **homes})
    return form


def name_child_form(viewer: Viewer, page: StayPage) -> NameChildForm | None:
    """The form for staff while the child of a stay is still to be named; none for others, and afterwards."""
    if not page.is_unnamed or not viewer.may(Permission.KEEP_REGISTER):
        return None
    form = NameChildForm(version=page.stay.version, opened_at=now().isoformat())
    children = children_to_choose(viewer, page.stay.child_id)
    form.child_id.choices = options({"": gettext("Choose a child"), **children})
    return form
