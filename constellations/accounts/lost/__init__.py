"""A phone that is lost: one press ends what it can open."""
