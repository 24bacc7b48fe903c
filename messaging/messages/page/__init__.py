"""A conversation, or one message, as a page shows it."""
