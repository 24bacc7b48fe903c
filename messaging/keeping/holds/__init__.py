"""Legal holds: a conversation of which nothing goes, however old it is, until the hold is lifted."""
