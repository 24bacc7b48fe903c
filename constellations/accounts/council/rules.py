"""What is entered of a council's sign-in, whom its answers mean, and what is said where one cannot be trusted."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_babel import ngettext
from limits import RateLimitItem, RateLimitItemPerMinute

from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from constellations.core.errors import RuleBroken

ENTRA = "https://login.microsoftonline.com"
"""Where every council's Entra ID is asked."""

GOOD_FOR = dt.timedelta(minutes=10)
"""How long somebody may take at their council's page."""

BEGUN_OF_ADDRESS: RateLimitItem = RateLimitItemPerMinute(60, 5)
"""Ways to a council's page that are begun from one address: an office shares one."""

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class TenantWrong(RuleBroken):
    """What cannot be the id of a tenant."""

    about = "tenant_id"

    def __init__(self) -> None:
        super().__init__("This is no tenant ID. In Entra it stands under “Overview”: letters and figures in groups.")


class TenantUnknown(RuleBroken):
    """A tenant that Microsoft does not know."""

    about = "tenant_id"

    def __init__(self) -> None:
        super().__init__("Microsoft does not know this tenant. Copy its ID once more from “Overview” in Entra.")


class ClientWrong(RuleBroken):
    """What cannot be the id of an application."""

    about = "client_id"

    def __init__(self) -> None:
        super().__init__("This is no application ID. In Entra it stands on the page of the app registration.")


class SecretMissing(RuleBroken):
    """An application without a secret."""

    about = "client_secret"

    def __init__(self) -> None:
        super().__init__("Enter the secret. In Entra: “Certificates & secrets”, then the value, not its ID.")


class OthersConnected(RuleBroken):
    """Another tenant, where people are connected to accounts of the one before."""

    about = "ends_connections"

    def __init__(self, people: int) -> None:
        words = ngettext(
            "%(num)s person is connected to an account of the council before. Another tenant disconnects them, and "
            "takes that second step from them. Tick this if you mean it.",
            "%(num)s people are connected to accounts of the council before. Another tenant disconnects them, and "
            "takes that second step from them. Tick this if you mean it.",
            people,
        )
        super().__init__(words)


class NoCouncil(RuleBroken):
    """A service that has not set its council's sign-in up, or no service."""

    def __init__(self) -> None:
        super().__init__(
            "Your service has not set up signing in with a council account. Sign in with your email and password."
        )


class CouncilAway(RuleBroken):
    """The council's sign-in does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "The sign-in of your council does not answer. Wait a minute and try again, or sign in with your email "
            "address and password."
        )


class CouncilRefused(RuleBroken):
    """An answer that is not what was asked for, or not of whom."""

    def __init__(self) -> None:
        super().__init__(
            "Roost could not make sure that this answer is from your council and meant for you. Nobody was signed in. "
            "Go to “Sign in” and begin again; if it happens once more, tell your service."
        )


class WayOver(RuleBroken):
    """A way that was used, is too old, or was begun in another browser."""

    def __init__(self) -> None:
        super().__init__(
            "This way in was used already, is too old, or was begun in another browser. Go to “Sign in”: begin anew."
        )


class NotConnected(RuleBroken):
    """A council account that belongs to nobody here."""

    def __init__(self) -> None:
        super().__init__(
            "This council account is not connected to anybody in Roost. Sign in with your email address and password, "
            "then connect it on your page “You”, under “Second step”."
        )


class ConnectedToAnother(RuleBroken):
    """A council account that belongs to somebody else here."""

    def __init__(self) -> None:
        super().__init__(
            "That council account is connected to somebody else in Roost. Sign in to your council as yourself, then "
            "connect again; or tell your service."
        )


class ConnectedAlready(RuleBroken):
    """A second council account of one person."""

    def __init__(self) -> None:
        super().__init__("You are connected to a council account already. Disconnect that one first.")


class OnlyByCouncil(RuleBroken):
    """A password where the service asks for the council account."""

    def __init__(self) -> None:
        super().__init__(
            "Your service asks you to sign in with your council account. Use the button with the name of your service."
        )


@dataclass(frozen=True, slots=True)
class Given:
    """What a manager enters; without a secret the one that is there stays.

    `ends_connections`: they know that another tenant disconnects everybody.
    """

    tenant_id: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    is_only_way: bool = False
    ends_connections: bool = False

    def checked(self, has_secret: bool) -> "Given":
        """The same, as ids are kept; raises TenantWrong, ClientWrong, SecretMissing."""
        if not is_key(self.tenant_id):
            raise TenantWrong
        if not is_key(self.client_id):
            raise ClientWrong
        if not self.client_secret and not has_secret:
            raise SecretMissing
        return replace(self, tenant_id=self.tenant_id.lower(), client_id=self.client_id.lower())


@dataclass(frozen=True, slots=True)
class Account:
    """A person as a council knows them: by tenant and object, which no change of name or address touches."""

    tenant_id: str
    object_id: str


def is_key(text: str) -> bool:
    """Whether this could be an id of Entra."""
    return _KEY.fullmatch(text) is not None


def issuer_of(tenant_id: str, at: str = ENTRA) -> str:
    """Who signs for a tenant; its metadata lie beneath."""
    return f"{at}/{tenant_id}/v2.0"


def proven_at(claims: Mapping[str, object], now: dt.datetime, *, was_asked: bool) -> dt.datetime:
    """When somebody said to their council who they are, as far as it opens what asks for that once more.

    Whoever `was_asked` to has done so just now, unless the council names another moment (`auth_time`): the wish stands
    in an address, which can be changed on the way. Nobody else has: a desk at which one is signed in to the council
    shows its button to all who pass.
    """
    long_ago, said = now - PASSWORD_GIVEN_LATELY, claims.get("auth_time")
    is_lately = said > long_ago.timestamp() if isinstance(said, int | float) else was_asked
    return now if is_lately else long_ago


def account_of(claims: Mapping[str, object], tenant_id: str) -> Account:
    """Who came, by claims that were found to be genuine; raises CouncilRefused for another tenant's, or nobody's."""
    tenant, person = claims.get("tid"), claims.get("oid")
    if not (isinstance(tenant, str) and isinstance(person, str) and is_key(person)):
        raise CouncilRefused
    if tenant.lower() != tenant_id:
        raise CouncilRefused
    return Account(tenant_id, str(uuid.UUID(person)))
