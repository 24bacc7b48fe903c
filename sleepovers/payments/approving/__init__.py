"""Approving claims that another checked, with a snapshot that stands."""
