"""How it stands with one's own mobile number."""

from dataclasses import dataclass

from constellations.access import Viewer, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.notices.alerts.queries import own_setting
from constellations.notices.notify.queries import sends_texts
from constellations.notices.texts.proving.models import MobileCode
from constellations.notices.texts.proving.rules import GOOD_FOR
from constellations.notices.texts.rules import as_dialled


@dataclass(frozen=True, slots=True)
class OwnMobile:
    """The viewer's number, none where there is none; whether it is proven, and whether a code is under way."""

    number: str | None
    is_proven: bool
    has_code: bool

    @property
    def written(self) -> str:
        """The number as people write it."""
        return as_dialled(self.number)

    @property
    def needs_proof(self) -> bool:
        """Whether there is a number to which nothing is sent yet."""
        return self.number is not None and not self.is_proven


def own_mobile(viewer: Viewer) -> OwnMobile:
    """The viewer's mobile number; as if there was none where their service sends no text messages."""
    said = own_setting(viewer)
    if said is None or said.mobile is None or not sends_texts(viewer.service_id):
        return OwnMobile(None, False, False)
    sent = visible(viewer, MobileCode).where(
        MobileCode.person_id == viewer.person_id,
        MobileCode.mobile == said.mobile,
        MobileCode.sent_at >= clock.now() - GOOD_FOR,
    )
    has_code = session().scalars(sent).one_or_none() is not None
    return OwnMobile(said.mobile, said.mobile_proven_at is not None, has_code)


def proven_mobile(viewer: Viewer) -> str | None:
    """The viewer's number, where they have proven that it is theirs."""
    said = own_setting(viewer)
    return said.mobile if said and said.mobile_proven_at else None
