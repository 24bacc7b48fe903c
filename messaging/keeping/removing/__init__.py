"""Removing for good what is older than its service keeps it, a little at a time."""
