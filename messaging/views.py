"""The pages of messaging, in one list."""

from messaging.conversations import views as conversations
from messaging.messages import views as messages

BLUEPRINTS = (conversations.pages, messages.pages)
"""What app.py puts together."""
