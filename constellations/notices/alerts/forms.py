"""What somebody is asked about how they want to be alerted."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional

from constellations.core.forms import Form, WallTimeField, one_line
from constellations.notices.rules import AlertWishes, QuietHours
from constellations.notices.texts.rules import as_dialled


class AlertForm(Form):
    """Where alerts come, and when they do not."""

    by_mail = BooleanField(_("A mail, when something is new"))
    by_push = BooleanField(
        _("An alert on my phone or computer, when something is new"),
        description=_("On those that are switched on below."),
    )
    by_text = BooleanField(
        _("A text message, in an emergency and when my account is changed"),
        description=_("Never for anything else. Even then it says no more than that there is something."),
    )
    mobile = StringField(
        _("My mobile number"),
        [Optional(), Length(max=30)],
        [one_line],
        description=_("A UK mobile number. Nobody else in Roost sees it."),
    )
    quiet_from = WallTimeField(_("Quiet from"), [InputRequired(_("Enter when your quiet hours begin."))])
    quiet_until = WallTimeField(_("Quiet until"), [InputRequired(_("Enter when your quiet hours end."))])
    morning_summary = BooleanField(
        _("When quiet hours end, tell me once if something came"),
        description=_("Without this, what came waits in Roost until you look."),
    )

    monday_digest = BooleanField(
        _("On Mondays, a mail that says how many things wait for me"),
        description=_("Only numbers, and only if something waits."),
    )

    shares_reading = BooleanField(
        _("Others see what I have read"),
        description=_("And that I was around today. Without this, you do not see it of others either."),
    )

    @property
    def wishes(self) -> AlertWishes:
        """What a filled-in form says."""
        quiet = QuietHours(self.quiet_from.chosen, self.quiet_until.chosen)
        ways = (self.by_mail.data, self.by_push.data, self.morning_summary.data, self.monday_digest.data)
        texts = (self.by_text.data, self.mobile.data or None)
        return AlertWishes(quiet, *ways, self.shares_reading.data, *texts)

    def show(self, wishes: AlertWishes) -> None:
        """Begin with what holds now."""
        self.quiet_from.data, self.quiet_until.data = wishes.quiet.starts, wishes.quiet.ends
        self.by_mail.data, self.by_push.data = wishes.by_mail, wishes.by_push
        self.morning_summary.data, self.monday_digest.data = wishes.morning_summary, wishes.monday_digest
        self.shares_reading.data = wishes.shares_reading
        self.by_text.data, self.mobile.data = wishes.by_text, as_dialled(wishes.mobile)


class PushForm(Form):
    """What a browser says when it begins to listen: where, and with which key and secret; a script fills it in."""

    endpoint = HiddenField()
    p256dh = HiddenField()
    auth = HiddenField()
