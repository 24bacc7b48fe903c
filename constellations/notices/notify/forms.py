"""What is asked of a service's account at GOV.UK Notify."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional

from constellations.core.forms import Form, SecretField, one_line
from constellations.notices.notify.models import NotifyAccount
from constellations.notices.notify.rules import Given


class AccountForm(Form):
    """The key and the templates."""

    version = HiddenField()
    api_key = SecretField(
        _("Key"),
        [Optional(), Length(max=300)],
        [one_line],
        description=_("In Notify: “API integration”, then “API keys”, then “Create an API key”. Choose “Live”."),
    )
    mail_template = StringField(
        _("ID of the email template"),
        [Optional(), Length(max=60)],
        [one_line],
        description=_(
            "Its subject must be ((subject)), its message ((body)), and nothing else. "
            "Without it, mail goes by Roost’s own mail server."
        ),
    )
    text_template = StringField(
        _("ID of the text message template"),
        [Optional(), Length(max=60)],
        [one_line],
        description=_("Its message must be ((body)), and nothing else. Without it there are no text messages."),
    )

    @property
    def given(self) -> Given:
        """What was entered."""
        return Given(self.api_key.data or "", self.mail_template.data or None, self.text_template.data or None)

    def show(self, account: NotifyAccount | None) -> None:
        """Begin with what there is; the words of the key follow from that."""
        if account is not None:
            self.api_key.label.text = _("A new key, in place of the one that is there")
            self.api_key.description = _("Leave this empty to keep the key that is there.")
        if not self.is_submitted():
            self.version.data = str(account.version) if account else "0"
            self.mail_template.data = account.mail_template if account else None
            self.text_template.data = account.text_template if account else None
