"""Ending all passkeys of a person, as part of what must have that effect."""
