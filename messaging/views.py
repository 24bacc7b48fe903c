"""The pages of messaging, in one list."""

from messaging.announcements import views as announcements
from messaging.attachments import views as attachments
from messaging.conversations import views as conversations
from messaging.groups import views as groups
from messaging.groups.settling import views as settling
from messaging.keeping.copies import views as copies
from messaging.keeping.holds import views as holds
from messaging.keeping.own_words import views as own_words
from messaging.messages import views as messages
from messaging.polls import views as polls
from messaging.polls.calendar import views as poll_calendar
from messaging.safeguarding.concerns import views as concerns
from messaging.safeguarding.looks import views as looks
from messaging.safeguarding.raising import views as raising
from messaging.safeguarding.readers import views as readers
from messaging.search import views as search
from messaging.who_saw import views as who_saw

BLUEPRINTS = (
    conversations.pages,
    groups.pages,
    settling.pages,
    search.pages,
    messages.pages,
    attachments.pages,
    announcements.pages,
    polls.pages,
    poll_calendar.pages,
    raising.pages,
    concerns.pages,
    looks.pages,
    readers.pages,
    holds.pages,
    copies.pages,
    own_words.pages,
    who_saw.pages,
)
"""What app.py puts together."""
