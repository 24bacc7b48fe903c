"""What is asked of who wants to move a stay."""

import uuid

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from constellations.core.forms import Form, one_line
from sleepovers.stays.moving.actions import MoveWish
from sleepovers.stays.rules import LONGEST_REASON


class ReasonForm(Form):
    """Why, which staff say where the booking check speaks against it."""

    reason = StringField(
        _("Why?"),
        [Length(max=LONGEST_REASON, message=_("Say it in fewer words: at most 500 letters."))],
        filters=[one_line],
        description=_("A few words, without anybody’s name. All the homes can read it."),
    )


class MoveForm(ReasonForm):
    """Where a stay is to move; the hidden fields say which version of it the person looked at, and when."""

    where = SelectField(_("To which home?"), choices=[], validators=[InputRequired(_("Choose a home."))])
    version = HiddenField()
    opened_at = HiddenField()

    def wish(self, stay_id: uuid.UUID) -> MoveWish:
        """What a filled-in form asks for."""
        kind, _colon, key = self.where.data.partition(":")
        chosen = uuid.UUID(key)
        to_home, other = (chosen, None) if kind == "home" else (None, chosen)
        return MoveWish(stay_id, self.seen_version, to_home, other, self.reason.data or None)
