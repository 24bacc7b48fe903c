"""The pages of messaging, in one list."""

from messaging.attachments import views as attachments
from messaging.conversations import views as conversations
from messaging.messages import views as messages

BLUEPRINTS = (conversations.pages, messages.pages, attachments.pages)
"""What app.py puts together."""
