"""What is asked of a service's council sign-in."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length, Optional

from constellations.accounts.council.models import CouncilSignIn
from constellations.accounts.council.rules import Given
from constellations.core.forms import Form, SecretField, one_line


class CouncilForm(Form):
    """Tenant, application, its secret, and whether that is the only way in for staff."""

    version = HiddenField()
    tenant_id = StringField(
        _("Tenant ID"), [Length(max=60)], [one_line], description=_("In Entra: “Overview”, then “Tenant ID”.")
    )
    client_id = StringField(
        _("Application ID"),
        [Length(max=60)],
        [one_line],
        description=_("In Entra: “App registrations”, the one for Roost, then “Application (client) ID”."),
    )
    client_secret = SecretField(
        _("Secret"),
        [Optional(), Length(max=300)],
        [one_line],
        description=_("In Entra: “Certificates & secrets”. Copy the value, not the ID. It is shown there only once."),
    )
    is_only_way = BooleanField(
        _("Staff who are connected sign in with their council account alone"),
        description=_("Their password and passkey open nothing at the front door any more. Carers are not touched."),
    )

    ends_connections = BooleanField(
        _("With another tenant everybody who is connected is disconnected"),
        description=_("Their council account opens nothing any more, and is no second step. Each is told by mail."),
    )

    @property
    def given(self) -> Given:
        """What was entered."""
        asked = (self.tenant_id.data or "", self.client_id.data or "", self.client_secret.data or "")
        return Given(*asked, self.is_only_way.data, self.ends_connections.data)

    def show(self, row: CouncilSignIn | None) -> None:
        """Begin with what there is; the words of the secret follow from that."""
        if row is not None:
            self.client_secret.label.text = _("A new secret, in place of the one that is there")
            self.client_secret.description = _("Leave this empty to keep the secret that is there.")
        if not self.is_submitted():
            self.version.data = str(row.version) if row else "0"
            self.tenant_id.data = row.tenant_id if row else None
            self.client_id.data = row.client_id if row else None
            self.is_only_way.data = row.is_only_way if row else False
