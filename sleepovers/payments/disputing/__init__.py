"""Nights of which a carer says that something is wrong, and what came of it."""
