"""Adjustments: what is put right after a month was closed."""
