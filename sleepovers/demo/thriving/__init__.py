"""One constellation of the demo service in which everybody has to do with everybody."""
