"""The pages of messaging, in one list."""

from messaging.announcements import views as announcements
from messaging.conversations import views as conversations
from messaging.messages import views as messages
from messaging.polls import views as polls

BLUEPRINTS = (conversations.pages, messages.pages, announcements.pages, polls.pages)
"""What app.py puts together."""
