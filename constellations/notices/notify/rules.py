"""What is entered of an account at GOV.UK Notify, and what Notify's answers mean in plain words."""

from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute

from constellations.core.errors import RuleBroken
from constellations.core.notify import Refusal, Way, is_notify_key, is_template

TESTS_OF_PERSON: RateLimitItem = RateLimitItemPerMinute(5, 5)
"""How often somebody may have a test sent: each text message costs."""

NO_KEY = "no key"
"""Kept beside a text message whose service has no account any more."""

KEY_LOST = "key lost"
"""Kept beside what waits while no key of ROOST_FIELD_KEYS opens the service's key of Notify."""


class KeyMissing(RuleBroken):
    """An account without a key."""

    about = "api_key"

    def __init__(self) -> None:
        super().__init__("Enter the key. In Notify it is on the page “API integration”.")


class KeyWrong(RuleBroken):
    """What cannot be a key of Notify."""

    about = "api_key"

    def __init__(self) -> None:
        super().__init__(
            "This is no whole key of Notify. Copy all of it: a name, then two long numbers, joined by hyphens."
        )


class MailTemplateWrong(RuleBroken):
    """What cannot be the id of a template, for mail."""

    about = "mail_template"

    def __init__(self) -> None:
        super().__init__("This is no template ID. In Notify, open the email template and press “Copy template ID”.")


class TextTemplateWrong(RuleBroken):
    """What cannot be the id of a template, for text messages."""

    about = "text_template"

    def __init__(self) -> None:
        super().__init__("This is no template ID. In Notify, open the text template and press “Copy template ID”.")


class NoTemplate(RuleBroken):
    """An account that could carry nothing."""

    about = "mail_template"

    def __init__(self) -> None:
        super().__init__("Enter the ID of at least one template: for mail, for text messages, or both.")


class NothingToTest(RuleBroken):
    """A test of what is not set up."""

    def __init__(self) -> None:
        super().__init__("Enter the key and the template first, then send yourself a test.")


class NoOwnMobile(RuleBroken):
    """A test by text message to somebody whose number is not known."""

    def __init__(self) -> None:
        super().__init__(
            "Enter your own mobile number first, and the code that comes: on your page “You”, under “How Roost alerts "
            "you”."
        )


@dataclass(frozen=True, slots=True)
class Given:
    """What a manager enters; without a key the one that is there stays."""

    api_key: str = ""
    mail_template: str | None = None
    text_template: str | None = None

    def checked(self, has_key: bool) -> "Given":
        """The same; raises KeyMissing, KeyWrong, MailTemplateWrong, TextTemplateWrong, NoTemplate."""
        if not self.api_key and not has_key:
            raise KeyMissing
        if self.api_key and not is_notify_key(self.api_key):
            raise KeyWrong
        if self.mail_template and not is_template(self.mail_template):
            raise MailTemplateWrong
        if self.text_template and not is_template(self.text_template):
            raise TextTemplateWrong
        if not (self.mail_template or self.text_template):
            raise NoTemplate
        return self


def end_of(key: str) -> str:
    """What of a key may be shown, so that two can be told apart."""
    return key[-4:]


TEST_SUBJECT = "A test from Roost"
TEST_BODY = "This is a test from Roost. It has arrived, and there is nothing to do."

TAKEN_WORDS = {
    Way.MAIL: "Notify has taken the test. A mail should reach you within a few minutes.",
    Way.TEXT: "Notify has taken the test. A text message should reach you within a few minutes.",
}

NO_PLACE_WORDS = {
    Way.MAIL: (
        "Notify has taken the test, but the template does not show Roost’s words. In Notify, write ((subject)) as its "
        "subject and ((body)) as its message."
    ),
    Way.TEXT: (
        "Notify has taken the test, but the template does not show Roost’s words. In Notify, write ((body)) as its "
        "message."
    ),
}
"""For a template that would say the same whatever there is."""

REFUSAL_WORDS: dict[str, str] = {
    Refusal.BAD_KEY: "Notify does not know this key. Make a new one in Notify, on the page “API integration”.",
    Refusal.CLOCK: "The clock of the computer that Roost runs on is wrong. Tell whoever looks after Roost.",
    Refusal.TRIAL: (
        "Your account at Notify is in trial mode: it writes only to people of your team there. "
        "In Notify, ask to go live."
    ),
    Refusal.TEAM_KEY: "This key writes only to your team and guest list at Notify. Make a live key there.",
    Refusal.TEMPLATE: (
        "Notify has no such template, or it is of the other kind, or it asks for more than Roost gives. "
        "Its only places are ((subject)) and ((body)) for mail, and ((body)) for text messages."
    ),
    Refusal.RECIPIENT: "Notify does not take this address or number.",
    Refusal.REFUSED: (
        "Notify has refused it, for a reason that Roost does not know. In Notify, look at the page “API integration”."
    ),
    Refusal.TOO_MANY: "Notify takes no more for now: the limit of your account is reached. Try again later.",
    Refusal.AWAY: "Notify did not answer. Try again in a few minutes.",
    NO_KEY: "There was no key of Notify any more.",
    KEY_LOST: "The key can no longer be opened. Enter it again.",
}
"""What a refusal means, for who can mend it."""

OTHER_WORDS = "It could not be handed in."
"""For a reason that is not Notify's, such as a mail server's."""
