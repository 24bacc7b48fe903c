"""Backups: taken while people work, never with the keys, and put back where nothing is yet."""
