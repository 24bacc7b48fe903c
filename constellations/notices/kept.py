"""How long notices, and what is said of mails, pushes and texts that went out, are kept."""

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Limits, Unit
from constellations.keeping.whose.queries import nobody_held, of_people, of_service
from constellations.notices.models import Digest, Notice, OutboxMail, OutboxPush, OutboxText, PushSubscription
from constellations.notices.texts.proving.models import MobileCode

KEPT = (
    Kept(
        kind="notices",
        words=_("Notices, and that a Monday digest went out"),
        counted_from=_("the day on which it was told"),
        source=_("Roost’s own: a notice says that there is something new, and what it was stands elsewhere."),
        unit=Unit.MONTHS,
        usual=12,
        # By its notice it is known that something was told: of a month that is open still, nothing twice.
        limits=Limits(3, 60),
        tables=(Notice, Digest),
        rows=(
            Rows(Notice, lambda cut: (Notice.created_at < cut.begins, of_people(Notice.person_id, cut))),
            Rows(Digest, lambda cut: (Digest.monday < cut.since, of_people(Digest.person_id, cut))),
        ),
    ),
    Kept(
        kind="sent",
        words=_("That a mail, a push or a text went out, or could not; codes to prove a number"),
        counted_from=_("the moment at which it went out or was laid aside"),
        source=_("Roost’s own: long enough to see why somebody was not told. The words of a mail go with it."),
        unit=Unit.MONTHS,
        usual=3,
        limits=Limits(1, 24),
        tables=(OutboxMail, OutboxPush, OutboxText, MobileCode),
        rows=(
            Rows(
                OutboxMail,
                lambda cut: (
                    func.coalesce(OutboxMail.sent_at, OutboxMail.parked_at) < cut.begins,
                    of_service(OutboxMail.service_id, cut),
                    nobody_held(OutboxMail.person_id),
                ),
            ),
            Rows(
                OutboxPush,
                lambda cut: (
                    func.coalesce(OutboxPush.sent_at, OutboxPush.parked_at) < cut.begins,
                    OutboxPush.subscription_id.in_(
                        select(PushSubscription.id).where(of_people(PushSubscription.person_id, cut))
                    ),
                ),
            ),
            Rows(
                OutboxText,
                lambda cut: (
                    func.coalesce(OutboxText.sent_at, OutboxText.parked_at) < cut.begins,
                    of_people(OutboxText.to_id, cut),
                ),
            ),
            Rows(MobileCode, lambda cut: (MobileCode.sent_at < cut.begins, of_people(MobileCode.person_id, cut))),
        ),
    ),
)
