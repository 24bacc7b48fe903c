"""Carrying a move out: what becomes of the stays, their nights and their beds."""
