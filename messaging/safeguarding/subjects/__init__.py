"""What a concern is about: a message, or a note."""
