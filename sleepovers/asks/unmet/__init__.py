"""Asks of which nothing came, and why."""
