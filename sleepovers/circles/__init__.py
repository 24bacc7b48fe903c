"""Whose conversations those about stays and asks are."""
