"""Staff reading a conversation that they are not in, with a reason that everybody in it sees."""
