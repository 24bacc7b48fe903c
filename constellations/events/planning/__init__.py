"""Planning an event: what it says, when, for whom."""
