"""The pages of messaging, in one list."""

from messaging.conversations import views as conversations
from messaging.messages import views as messages
from messaging.search import views as search

BLUEPRINTS = (conversations.pages, messages.pages, search.pages)
"""What app.py puts together."""
