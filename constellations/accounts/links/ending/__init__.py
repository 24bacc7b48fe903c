"""Ending the links that were mailed to a person, as part of what must have that effect."""
