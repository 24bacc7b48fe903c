"""Asking the hub for its word where a service wants it."""
