"""The beds of a constellation that are open, night by night."""
