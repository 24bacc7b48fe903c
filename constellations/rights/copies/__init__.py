"""A copy of all that Roost holds about one person or child, in which everybody else is told by what they are."""
