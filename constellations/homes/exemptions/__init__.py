"""Exemptions of a home from the usual fostering limit: whom they name, and when they hold; only staff see them."""
