"""What browsers may send of conversations, in one list."""

from messaging.messages.sockets import edit_message, post_message, react, remove_message, sync
from messaging.polls.sockets import vote
from messaging.receipts.sockets import mark_read, typing

EVENTS = (post_message, sync, edit_message, remove_message, react, mark_read, typing, vote)
"""What app.py puts together."""
