"""Twelve months side by side, and the last gatherings."""
