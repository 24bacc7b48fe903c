"""The jobs that tell people things outside Roost, in the order in which news passes through them."""

from constellations.notices.alerts.jobs import ALERT_PEOPLE
from constellations.notices.digest.jobs import WRITE_DIGESTS
from constellations.notices.outbox.again.jobs import TRY_MAIL_AGAIN
from constellations.notices.outbox.jobs import SEND_MAIL
from constellations.notices.push.jobs import SEND_PUSHES
from constellations.notices.texts.jobs import SEND_TEXTS

TELLING = (ALERT_PEOPLE, WRITE_DIGESTS, SEND_MAIL, SEND_TEXTS, SEND_PUSHES, TRY_MAIL_AGAIN)
