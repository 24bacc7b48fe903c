"""Who has a place at an event, and who has one next."""
