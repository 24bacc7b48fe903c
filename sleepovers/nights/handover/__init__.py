"""Nights that pass from one stay of a child to another in the small hours."""
