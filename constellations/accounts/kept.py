"""How long links that were mailed, and devices on which somebody was signed in, are kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, select, update

from constellations.accounts.models import MailedLink, SignedInDevice
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import of_people
from constellations.notices.models import OutboxMail, OutboxPush, PushSubscription

_PUSHES = PushSubscription.device_id

KEPT = (
    Kept(
        kind="links",
        words=_("Invitations, and links to a new password"),
        counted_from=_("the moment until which the link opened something"),
        source=_("Roost’s own: they show who was let in by whom, for as long as a mistake is found."),
        unit=Unit.MONTHS,
        usual=3,
        limits=Limits(1, 24),
        tables=(MailedLink,),
        rows=(
            Rows(
                MailedLink,
                lambda cut: (MailedLink.good_until < cut.begins, of_people(MailedLink.person_id, cut)),
                lambda keys: (update(OutboxMail).where(OutboxMail.link_id.in_(keys)).values(link_id=None),),
            ),
        ),
    ),
    Kept(
        kind="devices",
        words=_("Phones and computers on which somebody was signed in"),
        counted_from=_("the day on which it was signed out or last seen"),
        source=_("Roost’s own: a breach that is found late is traced by them (UK GDPR, article 33)."),
        unit=Unit.MONTHS,
        usual=12,
        limits=Limits(6, 36),
        tables=(SignedInDevice, PushSubscription),
        rows=(
            Rows(
                SignedInDevice,
                lambda cut: (
                    func.coalesce(SignedInDevice.ended_at, SignedInDevice.last_seen_at) < cut.begins,
                    of_people(SignedInDevice.person_id, cut),
                ),
                lambda keys: (
                    delete(OutboxPush).where(
                        OutboxPush.subscription_id.in_(select(PushSubscription.id).where(_PUSHES.in_(keys)))
                    ),
                    delete(PushSubscription).where(_PUSHES.in_(keys)),
                ),
            ),
        ),
    ),
)
