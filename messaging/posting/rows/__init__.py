"""The rows of what was said: written past the objects that stand for them, all at once."""
