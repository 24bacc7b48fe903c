"""A nudge before something is said that had better not be."""
