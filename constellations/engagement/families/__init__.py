"""The page of a family, as staff see it, and what of it the family sees itself."""
