"""The demo service pays what was due for September 2026."""
