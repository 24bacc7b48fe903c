"""Ending a person’s council account, as part of what must have that effect."""
